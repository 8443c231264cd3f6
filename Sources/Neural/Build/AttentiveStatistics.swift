/// Weighted mean and deviation of each feature over one utterance's frames, and their gradient.
struct AttentiveStatistics {
    let length: Int
    let features: Int

    /// No variance is taken to be smaller.
    private static let leastVariance: Float = 1e-5

    /// - Parameters:
    ///   - source: frames × features.
    ///   - scores: frames × features.
    ///   - weights: frames × features: the scores' softmax over frames.
    ///   - target: the means, then the deviations.
    func forward(
        _ source: UnsafePointer<Float>, scores: UnsafePointer<Float>, weights: UnsafeMutablePointer<Float>,
        to target: UnsafeMutablePointer<Float>
    ) {
        for start in stride(from: 0, to: features, by: Lanes.scalarCount) {
            let count = min(features - start, Lanes.scalarCount)
            var largest = Lanes(repeating: -.infinity)
            for frame in 0..<length { largest = largest.larger(Lanes(scores + (frame * features + start), count: count)) }
            var (sum, mean) = (Lanes.zero, Lanes.zero)
            for frame in 0..<length {
                let place = frame * features + start
                let weight = (Lanes(scores + place, count: count) - largest).exponential()
                weight.store(weights + place, count: count)
                sum += weight
                mean += weight * Lanes(source + place, count: count)
            }
            let share = 1 / sum
            mean *= share
            var variance = Lanes.zero
            for frame in 0..<length {
                let place = frame * features + start
                let weight = share * Lanes(weights + place, count: count)
                weight.store(weights + place, count: count)
                let distance = Lanes(source + place, count: count) - mean
                variance += weight * distance * distance
            }
            mean.store(target + start, count: count)
            let deviation = variance.larger(Lanes(repeating: Self.leastVariance)).squareRoot()
            deviation.store(target + (features + start), count: count)
        }
    }

    /// With d = x − mean, m the mean's gradient and s the deviation's over twice the deviation, the gradient by x is
    /// weight · (m + 2 s d) and that by the score weight · (m d + s (d² − variance)): the softmax takes away the weighted mean of
    /// what comes back to its weights.
    ///
    /// - Parameters:
    ///   - weights: what `forward` gave.
    ///   - statistics: what `forward` gave.
    ///   - target: nil when nobody asks for it.
    func backward(
        _ source: UnsafePointer<Float>, weights: UnsafePointer<Float>, statistics: UnsafePointer<Float>,
        gradient: UnsafePointer<Float>, toScores scores: UnsafeMutablePointer<Float>, to target: UnsafeMutablePointer<Float>?
    ) {
        let least = Self.leastVariance.squareRoot()
        for start in stride(from: 0, to: features, by: Lanes.scalarCount) {
            let count = min(features - start, Lanes.scalarCount)
            let mean = Lanes(statistics + start, count: count)
            let deviation = Lanes(statistics + (features + start), count: count)
            let shift = Lanes(gradient + start, count: count)
            let slope = (0.5 * Lanes(gradient + (features + start), count: count) / deviation)
                .replacing(with: 0, where: deviation .<= least)
            let variance = deviation * deviation
            for frame in 0..<length {
                let place = frame * features + start
                let weight = Lanes(weights + place, count: count)
                let distance = Lanes(source + place, count: count) - mean
                (weight * (shift * distance + slope * (distance * distance - variance))).store(scores + place, count: count)
                if let target { (weight * (shift + 2 * slope * distance)).store(target + place, count: count) }
            }
        }
    }
}
