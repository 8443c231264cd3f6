import Foundation
import Testing
import UndertoneAudio

@testable import UndertoneFeatures

@Suite("Polynomial roots")
struct PolynomialRootsTests {
    /// The coefficients, highest power first, of a polynomial with these roots; complex ones count with their conjugates.
    private func polynomial(real: [Double], pairs: [(real: Double, imaginary: Double)]) -> [Double] {
        var c = [1.0]
        for root in real { c = zip(c + [0], [0] + c).map { $0 - root * $1 } }
        for root in pairs {
            let (sum, product) = (2 * root.real, root.real * root.real + root.imaginary * root.imaginary)
            c = zip(zip(c + [0, 0], [0] + c + [0]), [0, 0] + c).map { $0.0 - sum * $0.1 + product * $1 }
        }
        return c
    }

    @Test("Roots inside the unit circle are found to ten digits, at any degree up to 20")
    func known() throws {
        var generator = SeededGenerator(seed: 3)
        for degree in 1...20 {
            for _ in 0..<50 {
                let pairs = (0..<degree / 2).map { _ in
                    let radius = Double.random(in: 0.5...0.995, using: &generator)
                    let angle = Double.random(in: 0.1...3, using: &generator)
                    return (real: radius * cos(angle), imaginary: radius * sin(angle))
                }
                let real = degree.isMultiple(of: 2) ? [] : [Double.random(in: -0.9...0.9, using: &generator)]
                let found = PolynomialRoots.roots(of: polynomial(real: real, pairs: pairs))
                try #require(found.count == degree)
                // Close roots lose digits, as many of a polynomial of degree 20 as its condition says.
                let tolerance = degree <= 12 ? 1e-6 : 1e-2
                for root in real.map({ (real: $0, imaginary: 0.0) }) + pairs {
                    let distances = found.map { max(($0.real - root.real).magnitude, ($0.imaginary - root.imaginary).magnitude) }
                    #expect(try #require(distances.min()) < tolerance)
                }
            }
        }
    }

    @Test("The value of the polynomial at every root is zero to rounding")
    func residual() {
        var generator = SeededGenerator(seed: 4)
        for _ in 0..<500 {
            let c = (0...11).map { _ in Double.random(in: -1...1, using: &generator) }
            for root in PolynomialRoots.roots(of: c) {
                var (real, imaginary, bound) = (0.0, 0.0, 0.0)
                for value in c {
                    (real, imaginary) = (
                        real * root.real - imaginary * root.imaginary + value, real * root.imaginary + imaginary * root.real
                    )
                    bound = bound * (root.real.magnitude + root.imaginary.magnitude) + value.magnitude
                }
                #expect(max(real.magnitude, imaginary.magnitude) < 1e-13 * bound)
            }
        }
    }

    @Test("Multiple, zero and real roots, and lower degrees than the array's, are found")
    func special() {
        #expect(PolynomialRoots.roots(of: [1, -3, 2]).map(\.real) == [2, 1])
        #expect(PolynomialRoots.roots(of: [0, 0, 2, -1]).map(\.real) == [0.5])
        #expect(PolynomialRoots.roots(of: [1, 0, 0, 0, 0]).allSatisfy { $0.real == 0 && $0.imaginary == 0 })
        let cube = PolynomialRoots.roots(of: polynomial(real: [0.5, 0.5, 0.5], pairs: []))
        #expect(cube.count == 3 && cube.allSatisfy { ($0.real - 0.5).magnitude < 1e-4 && $0.imaginary.magnitude < 1e-4 })
        let circle = PolynomialRoots.roots(of: [1] + [Double](repeating: 0, count: 10) + [-1])
        #expect(circle.count == 11)
        #expect(circle.allSatisfy { ($0.real * $0.real + $0.imaginary * $0.imaginary - 1).magnitude < 1e-12 })
    }

    @Test("No coefficient can trap, and none but finite roots come out")
    func anyInput() {
        let strange: [[Double]] = [
            [], [0], [1], [0, 0, 0], [.nan, 1, 2], [1, .infinity, 2], [1e-300, 1, 1e300], [1e-305, 1e-305, 1, 1],
            [.leastNonzeroMagnitude, 1, 1, 1, 1],
        ]
        for c in strange {
            #expect(PolynomialRoots.roots(of: c).allSatisfy { $0.real.isFinite && $0.imaginary.isFinite })
        }
    }
}
