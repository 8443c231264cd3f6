/// Linear prediction by Burg's method: the reflection coefficient of every order is the one that makes the forward and the
/// backward prediction errors together smallest, so that the filter is always stable (Burg 1967; Andersen 1974, "On the
/// calculation of filter coefficients for maximum entropy spectral analysis", Geophysics 39; Childers 1978, "Modern Spectrum
/// Analysis").
enum BurgPredictor {
    /// Predicts a frame, which is overwritten.
    ///
    /// - Parameters:
    ///   - forward: `count` samples.
    ///   - backward: room for as many.
    /// - Returns: 1, a₁ … aₙ of the whitening filter x[n] + Σ aₖ·x[n − k], and the mean square of what is left; nil for a frame
    ///   without energy.
    static func predict(
        _ forward: UnsafeMutablePointer<Float>, _ backward: UnsafeMutablePointer<Float>, count: Int, order: Int
    ) -> (coefficients: [Double], residual: Double)? {
        backward.update(from: forward, count: count)
        let energy = SIMDProducts.dot(forward, forward, count: count)
        guard energy > 0, energy.isFinite else { return nil }
        var residual = Double(energy) / Double(count)
        var coefficients = [Double](repeating: 0, count: order + 1)
        coefficients[0] = 1
        var f = forward + 1
        var length = count - 1
        for stage in 1...order where length > 0 {
            let (product, power) = sums(f, backward, length)
            // Nothing is left to predict.
            guard power > 0 else { break }
            let reflection = -2 * product / power
            reflect(&coefficients, stage, Double(reflection))
            residual *= Double(1 - reflection * reflection)
            advance(f, backward, length, reflection)
            f += 1
            length -= 1
        }
        return (coefficients, max(0, residual))
    }

    @inline(__always)
    private static func sums(
        _ f: UnsafePointer<Float>, _ b: UnsafePointer<Float>, _ count: Int
    ) -> (product: Float, power: Float) {
        var (product, power) = (SIMD8<Float>.zero, SIMD8<Float>.zero)
        let whole = count & ~7
        for n in stride(from: 0, to: whole, by: 8) {
            let (x, y) = (SIMDProducts.load(f + n), SIMDProducts.load(b + n))
            product += x * y
            power += x * x + y * y
        }
        var (p, q) = (product.sum(), power.sum())
        for n in whole..<count {
            p += f[n] * b[n]
            q += f[n] * f[n] + b[n] * b[n]
        }
        return (p, q)
    }

    @inline(__always)
    private static func advance(
        _ f: UnsafeMutablePointer<Float>, _ b: UnsafeMutablePointer<Float>, _ count: Int, _ reflection: Float
    ) {
        let whole = count & ~7
        for n in stride(from: 0, to: whole, by: 8) {
            let (x, y) = (SIMDProducts.load(f + n), SIMDProducts.load(b + n))
            SIMDProducts.store(x + y * reflection, f + n)
            SIMDProducts.store(y + x * reflection, b + n)
        }
        for n in whole..<count { (f[n], b[n]) = (f[n] + reflection * b[n], b[n] + reflection * f[n]) }
    }

    private static func reflect(_ a: inout [Double], _ stage: Int, _ reflection: Double) {
        a[stage] = reflection
        var (low, high) = (1, stage - 1)
        while low <= high {
            (a[low], a[high]) = (a[low] + reflection * a[high], a[high] + reflection * a[low])
            low += 1
            high -= 1
        }
    }
}
