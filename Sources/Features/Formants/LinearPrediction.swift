/// Linear prediction by the autocorrelation method (Makhoul 1975), in double precision.
enum LinearPrediction {
    /// Levinson and Durbin's recursion: the predictor's error filter 1, a₁, …, aₚ for the autocorrelation r₀, …, rₚ.
    ///
    /// All roots of the filter lie within the unit circle. Nil where r₀ is not positive and finite. Where rounding ends the
    /// recursion early, the remaining coefficients are 0. Cost O(p²).
    static func errorFilter(autocorrelation r: [Double]) -> [Double]? {
        guard let power = r.first, power > 0, power.isFinite else { return nil }
        var filter = [Double](repeating: 0, count: r.count)
        filter[0] = 1
        var error = power
        for order in stride(from: 1, to: r.count, by: 1) {
            var sum = 0.0
            for index in 0..<order { sum += filter[index] * r[order - index] }
            let reflection = -sum / error
            guard reflection.magnitude < 1 else { break }
            // Both ends at once, each needing the other's value before the step.
            for index in 1...max(1, order / 2) where order > 1 {
                let (near, far) = (filter[index], filter[order - index])
                filter[index] = near + reflection * far
                if index != order - index { filter[order - index] = far + reflection * near }
            }
            filter[order] = reflection
            error *= 1 - reflection * reflection
        }
        return filter
    }
}
