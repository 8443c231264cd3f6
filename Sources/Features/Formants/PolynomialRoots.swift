/// The roots of real polynomials of small degree, such as a linear predictor's, whose roots are a voice's resonances.
///
/// Laguerre's iteration from the origin finds one root after the other, the small ones first; each is divided out, a complex one
/// together with its conjugate, and in the end polished by Newton's iteration on the whole polynomial. Nothing is remembered from
/// one polynomial to the next, so that the same coefficients always give the same bits.
enum PolynomialRoots {
    /// A root, or any complex number.
    typealias Root = (real: Double, imaginary: Double)

    /// The roots of c₀zⁿ + c₁zⁿ⁻¹ + … + cₙ, given c₀ … cₙ (the highest power first, as NumPy's `roots` takes them).
    ///
    /// There are as many as the degree, a multiple root as often as it is one. Real roots have an imaginary part of exactly 0,
    /// and of a conjugate pair the root with the positive imaginary part comes first. Leading zeros lower the degree; roots
    /// beyond the largest finite number are left out, and there are none where a coefficient is not finite. Cost O(n²).
    static func roots(of coefficients: [Double]) -> [Root] {
        var roots: [Root] = []
        find(in: coefficients) { roots.append($0) }
        return roots
    }

    /// Calls `body` with each root, in the order and number of `roots(of:)`, without an array for them.
    static func find(in coefficients: [Double], _ body: (Root) -> Void) {
        guard let largest = coefficients.map(\.magnitude).max(), largest > 0, coefficients.allSatisfy(\.isFinite) else { return }
        let degree = coefficients.count - 1
        // Twice the coefficients, of which the second copy loses a factor with each root; degrees are small, so the stack holds
        // them.
        withUnsafeTemporaryAllocation(of: Double.self, capacity: 2 * (degree + 1)) { memory in
            guard let whole = memory.baseAddress else { return }
            let divided = whole + degree + 1
            for index in 0...degree {
                whole[index] = coefficients[index] / largest
                divided[index] = whole[index]
            }
            find(whole, divided, degree: degree) { root in
                // Coefficients of 10⁻³⁰⁰ beside others of 1 put roots beyond the largest number.
                if root.real.isFinite, root.imaginary.isFinite { body(root) }
            }
        }
    }

    private static func find(
        _ whole: UnsafeMutablePointer<Double>, _ divided: UnsafeMutablePointer<Double>, degree: Int, _ body: (Root) -> Void
    ) {
        var (whole, divided, degree) = (whole, divided, degree)
        while degree > 0, divided[0] == 0 {
            whole += 1
            divided += 1
            degree -= 1
        }
        let fullDegree = degree
        while degree > 2 {
            var root = laguerre(divided, degree: degree)
            if root.imaginary.magnitude <= 1e-9 * root.real.magnitude {
                // So close to the axis, a root is real, or one of two that rounding has parted.
                root.imaginary = 0
                deflate(divided, degree: degree, real: root.real)
                degree -= 1
                body((polished(root, whole, degree: fullDegree).real, 0))
            } else {
                deflate(divided, degree: degree, pair: root)
                degree -= 2
                pair(polished(root, whole, degree: fullDegree), body)
            }
        }
        if degree == 2 {
            let (sum, product) = (-divided[1] / divided[0], divided[2] / divided[0])
            let discriminant = sum * sum / 4 - product
            if discriminant < 0 {
                pair(polished((sum / 2, (-discriminant).squareRoot()), whole, degree: fullDegree), body)
            } else {
                // The larger root first, the other from the product: no digits cancel.
                let larger = sum / 2 + (sum < 0 ? -discriminant.squareRoot() : discriminant.squareRoot())
                body((polished((larger, 0), whole, degree: fullDegree).real, 0))
                body((polished((larger == 0 ? 0 : product / larger, 0), whole, degree: fullDegree).real, 0))
            }
        } else if degree == 1 {
            body((polished((-divided[1] / divided[0], 0), whole, degree: fullDegree).real, 0))
        }
    }

    private static func pair(_ root: Root, _ body: (Root) -> Void) {
        body((root.real, root.imaginary.magnitude))
        body((root.real, -root.imaginary.magnitude))
    }

    /// Divides by z − root.
    private static func deflate(_ c: UnsafeMutablePointer<Double>, degree: Int, real root: Double) {
        for index in 1..<degree { c[index] += root * c[index - 1] }
    }

    /// Divides by (z − root)(z − its conjugate).
    private static func deflate(_ c: UnsafeMutablePointer<Double>, degree: Int, pair root: Root) {
        let sum = 2 * root.real
        let product = root.real * root.real + root.imaginary * root.imaginary
        c[1] += sum * c[0]
        for index in stride(from: 2, to: degree - 1, by: 1) { c[index] += sum * c[index - 1] - product * c[index - 2] }
    }

    /// One root, from the origin on. It converges from nearly anywhere, cubically; should it run in circles, every tenth step is
    /// shortened, which leads out of them.
    private static func laguerre(_ c: UnsafePointer<Double>, degree: Int) -> Root {
        let n = Double(degree)
        var x: Root = (0, 0)
        for step in 1...80 {
            // p, p′ and p″/2 by Horner's rule, and a bound for the rounding error of p.
            var (p, first, second): (Root, Root, Root) = ((c[0], 0), (0, 0), (0, 0))
            let size = magnitude(x)
            var error = magnitude(p)
            for index in 1...degree {
                second = sum(product(second, x), first)
                first = sum(product(first, x), p)
                p = product(p, x)
                p.real += c[index]
                error = error * size + p.real.magnitude + p.imaginary.magnitude
            }
            guard p.real.magnitude + p.imaginary.magnitude > 2e-16 * error else { return x }
            let g = quotient(first, p)
            let square = product(g, g)
            let bend = quotient(second, p)
            // (n − 1)(nH − G²) with H = G² − p″/p
            let radicand = (
                real: (n - 1) * ((n - 1) * square.real - 2 * n * bend.real),
                imaginary: (n - 1) * ((n - 1) * square.imaginary - 2 * n * bend.imaginary)
            )
            let root = squareRoot(radicand)
            let (plus, minus) = (sum(g, root), (real: g.real - root.real, imaginary: g.imaginary - root.imaginary))
            let denominator = squaredMagnitude(plus) > squaredMagnitude(minus) ? plus : minus
            let move =
                squaredMagnitude(denominator) > 0
                ? quotient((n, 0), denominator) : (real: 1 + size, imaginary: Double(step))
            let share = step.isMultiple(of: 10) ? 0.37 : 1
            let next = (real: x.real - share * move.real, imaginary: x.imaginary - share * move.imaginary)
            guard next.real.isFinite, next.imaginary.isFinite else { return x }
            x = next
            // Cubic convergence: after a step this small nothing is left but rounding.
            if share == 1, squaredMagnitude(move) <= 1e-14 * squaredMagnitude(x) { return x }
        }
        return x
    }

    /// Newton's iteration on the polynomial from which nothing was divided out, as long as it brings the value nearer to zero.
    private static func polished(_ root: Root, _ c: UnsafePointer<Double>, degree: Int) -> Root {
        var best = root
        var x = root
        var smallest = Double.infinity
        for _ in 0..<3 {
            var (p, first): (Root, Root) = ((c[0], 0), (0, 0))
            for index in 1...degree {
                first = sum(product(first, x), p)
                p = product(p, x)
                p.real += c[index]
            }
            let value = squaredMagnitude(p)
            guard value < smallest else { return best }
            (smallest, best) = (value, x)
            let move = quotient(p, first)
            guard move.real.isFinite, move.imaginary.isFinite, squaredMagnitude(move) > 1e-28 * squaredMagnitude(x)
            else { return best }
            x = (x.real - move.real, x.imaginary - move.imaginary)
        }
        return best
    }

    // MARK: Complex numbers

    @inline(__always)
    private static func sum(_ a: Root, _ b: Root) -> Root { (a.real + b.real, a.imaginary + b.imaginary) }

    @inline(__always)
    private static func product(_ a: Root, _ b: Root) -> Root {
        (a.real * b.real - a.imaginary * b.imaginary, a.real * b.imaginary + a.imaginary * b.real)
    }

    @inline(__always)
    private static func quotient(_ a: Root, _ b: Root) -> Root {
        let inverse = 1 / squaredMagnitude(b)
        return ((a.real * b.real + a.imaginary * b.imaginary) * inverse, (a.imaginary * b.real - a.real * b.imaginary) * inverse)
    }

    @inline(__always)
    private static func squaredMagnitude(_ a: Root) -> Double { a.real * a.real + a.imaginary * a.imaginary }

    @inline(__always)
    private static func magnitude(_ a: Root) -> Double { squaredMagnitude(a).squareRoot() }

    @inline(__always)
    private static func squareRoot(_ a: Root) -> Root {
        // The larger part by the half-angle formula, the other from the product: no digits cancel.
        let larger = ((magnitude(a) + a.real.magnitude) / 2).squareRoot()
        guard larger > 0 else { return (0, 0) }
        let other = a.imaginary / (2 * larger)
        return a.real >= 0 ? (larger, other) : (other.magnitude, a.imaginary < 0 ? -larger : larger)
    }
}
