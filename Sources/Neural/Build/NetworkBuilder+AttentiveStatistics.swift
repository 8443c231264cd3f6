extension NetworkBuilder {
    /// The means of a sequence's features, then their deviations, over the frames that are not padding, each frame and feature
    /// with a weight of its own: Okabe, Koshinaka and Shinoda 2018, with a score a feature as Desplanques et al. 2020 have it.
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
        let (conditions, stride) = (conditions, input.frameStride)
        addForward(
            .pieces([source.data, scores.data, weights, output.data], count: batch) { numbers, utterance in
                let start = utterance * frames * features
                let length = conditions.length(utterance, frameStride: stride, of: frames)
                AttentiveStatistics(length: length, features: features).forward(
                    numbers[0] + start, scores: numbers[1] + start, weights: numbers[2] + start,
                    to: numbers[3] + utterance * 2 * features)
            })
        if let gradient = output.gradient, let scoresGradient = scores.gradient {
            let derivesSource = source.gradient != nil
            let targets = [scoresGradient] + (source.gradient.map { [$0] } ?? [])
            addBackward([
                .pieces([source.data, weights, output.data, gradient] + targets, count: batch) { numbers, utterance in
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
            ])
        }
        return output
    }
}
