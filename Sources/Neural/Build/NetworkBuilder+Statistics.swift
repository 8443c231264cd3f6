extension NetworkBuilder {
    /// The means of a sequence's features over the frames that are not padding, then their deviations.
    func statistics(_ input: Value) throws(NeuralError) -> Value {
        guard case .sequence(let frames, let features) = input.shape else {
            throw .shape(layer: "statistics", input: input.shape)
        }
        let shape = TensorShape.vector(features: 2 * features)
        let output = value(shape, try plainLayout(shape), after: input)
        let (conditions, stride) = (conditions, input.frameStride)
        addForward(
            .pieces([input.data, output.data], count: batch) { numbers, utterance in
                let length = conditions.length(utterance, frameStride: stride, of: frames)
                FrameStatistics(length: length, features: features).forward(
                    numbers[0] + utterance * frames * features, to: numbers[1] + utterance * 2 * features)
            })
        if let target = input.gradient, let gradient = output.gradient {
            addBackward([
                .pieces([input.data, output.data, gradient, target], count: batch) { numbers, utterance in
                    let length = conditions.length(utterance, frameStride: stride, of: frames)
                    let (start, place) = (utterance * frames * features, utterance * 2 * features)
                    FrameStatistics(length: length, features: features).backward(
                        numbers[0] + start, statistics: numbers[1] + place, gradient: numbers[2] + place,
                        to: numbers[3] + start)
                    (numbers[3] + start + length * features).update(repeating: 0, count: (frames - length) * features)
                }
            ])
        }
        return output
    }
}
