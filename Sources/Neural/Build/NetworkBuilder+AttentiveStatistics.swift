extension NetworkBuilder {
    /// The means of a sequence's features, then their deviations, over the frames that are not padding, each frame and feature with a
    /// weight of its own: Okabe, Koshinaka and Shinoda 2018, with a score a feature as Desplanques et al. 2020 have it.
    func attentiveStatistics(hidden: Int, on input: Value, path: String) throws(NeuralError) -> Value {
        guard case .sequence(let frames, let features) = input.shape else {
            throw .shape(layer: "attentive statistics", input: input.shape)
        }
        let branches = try fork(input, 2)
        let source = branches[1]
        let seen = try linear(hidden, then: .tanh, on: branches[0], path: "\(path).hidden")
        let scores = try linear(features, on: seen, path: "\(path).score")
        let shape = TensorShape.vector(features: 2 * features)
        let output = value(shape, try plainLayout(shape), after: input)
        let weights = Tensor(scores.data.layout)
        let (batch, conditions, stride) = (batch, conditions, input.frameStride)
        addForward(
            .function([source.data, scores.data, weights, output.data]) { numbers in
                for utterance in 0..<batch {
                    let start = utterance * frames * features
                    let length = conditions.length(utterance, frameStride: stride, of: frames)
                    AttentiveStatistics(length: length, features: features).forward(
                        numbers[0] + start, scores: numbers[1] + start, weights: numbers[2] + start,
                        to: numbers[3] + utterance * 2 * features)
                }
            })
        if let gradient = output.gradient, let scoresGradient = scores.gradient {
            let derivesSource = source.gradient != nil
            let targets = [scoresGradient] + (source.gradient.map { [$0] } ?? [])
            addBackward([
                .function([source.data, weights, output.data, gradient] + targets) { numbers in
                    for utterance in 0..<batch {
                        let (start, place) = (utterance * frames * features, utterance * 2 * features)
                        let length = conditions.length(utterance, frameStride: stride, of: frames)
                        let (scores, target) = (numbers[4] + start, derivesSource ? numbers[5] + start : nil)
                        AttentiveStatistics(length: length, features: features).backward(
                            numbers[0] + start, weights: numbers[1] + start, statistics: numbers[2] + place,
                            gradient: numbers[3] + place, toScores: scores, to: target)
                        let (end, rest) = (length * features, (frames - length) * features)
                        (scores + end).update(repeating: 0, count: rest)
                        if let target { (target + end).update(repeating: 0, count: rest) }
                    }
                }
            ])
        }
        return output
    }
}

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

    /// With d = x − mean and s the deviation's gradient over twice the deviation, the gradient by x is weight · (m + 2 s d) and that by
    /// the score weight · (m d + s (d² − variance)), where m is the mean's: the softmax takes away the weighted mean of what
    /// comes back to its weights.
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
