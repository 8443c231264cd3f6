extension NetworkBuilder {
    /// The means of a sequence's features over the frames that are not padding, then their deviations.
    func statistics(_ input: Value) throws(NeuralError) -> Value {
        guard case .sequence(let frames, let features) = input.shape else {
            throw .shape(layer: "statistics", input: input.shape)
        }
        let shape = TensorShape.vector(features: 2 * features)
        let output = value(shape, try plainLayout(shape), after: input)
        let (batch, conditions, stride) = (batch, conditions, input.frameStride)
        addForward(
            .function([input.data, output.data]) { numbers in
                for utterance in 0..<batch {
                    let length = conditions.length(utterance, frameStride: stride, of: frames)
                    FrameStatistics(length: length, features: features).forward(
                        numbers[0] + utterance * frames * features, to: numbers[1] + utterance * 2 * features)
                }
            })
        if let target = input.gradient, let gradient = output.gradient {
            addBackward([
                .function([input.data, output.data, gradient, target]) { numbers in
                    for utterance in 0..<batch {
                        let length = conditions.length(utterance, frameStride: stride, of: frames)
                        let (start, place) = (utterance * frames * features, utterance * 2 * features)
                        FrameStatistics(length: length, features: features).backward(
                            numbers[0] + start, statistics: numbers[1] + place, gradient: numbers[2] + place,
                            to: numbers[3] + start)
                        (numbers[3] + start + length * features).update(repeating: 0, count: (frames - length) * features)
                    }
                }
            ])
        }
        return output
    }
}

/// Mean and deviation of each feature over one utterance's frames, and their gradient.
struct FrameStatistics {
    let length: Int
    let features: Int

    /// - Parameters:
    ///   - source: frames × features.
    ///   - target: the means, then the deviations: the root of the variance and a little more, so that it has a gradient in
    ///     features that never change.
    func forward(_ source: UnsafePointer<Float>, to target: UnsafeMutablePointer<Float>) {
        let share = 1 / Float(length)
        for start in stride(from: 0, to: features, by: Lanes.scalarCount) {
            let count = min(features - start, Lanes.scalarCount)
            var sum = Lanes.zero
            for frame in 0..<length { sum += Lanes(source + (frame * features + start), count: count) }
            let mean = share * sum
            var squares = Lanes.zero
            for frame in 0..<length {
                let distance = Lanes(source + (frame * features + start), count: count) - mean
                squares += distance * distance
            }
            mean.store(target + start, count: count)
            (share * squares + NetworkBuilder.epsilon).squareRoot().store(target + (features + start), count: count)
        }
    }

    /// - Parameter statistics: what `forward` gave.
    func backward(
        _ source: UnsafePointer<Float>, statistics: UnsafePointer<Float>, gradient: UnsafePointer<Float>,
        to target: UnsafeMutablePointer<Float>
    ) {
        let share = 1 / Float(length)
        for start in stride(from: 0, to: features, by: Lanes.scalarCount) {
            let count = min(features - start, Lanes.scalarCount)
            let mean = Lanes(statistics + start, count: count)
            // Lanes beyond the last feature divide by zero here, and are never written.
            let slope =
                share * Lanes(gradient + (features + start), count: count)
                / Lanes(statistics + (features + start), count: count)
            let shift = share * Lanes(gradient + start, count: count)
            for frame in 0..<length {
                let place = frame * features + start
                let distance = Lanes(source + place, count: count) - mean
                (shift + slope * distance).store(target + place, count: count)
            }
        }
    }
}
