extension NetworkBuilder {
    /// A sequence as a picture of one channel: the same numbers.
    func image(_ input: Value) throws(NeuralError) -> Value {
        guard case .sequence(let frames, let features) = input.shape else { throw .shape(layer: "image", input: input.shape) }
        let shape = TensorShape.image(channels: 1, frames: frames, bands: features)
        return input.viewed(as: shape, try plainLayout(shape))
    }

    /// A picture as a sequence.
    func sequence(_ input: Value) throws(NeuralError) -> Value {
        guard case .image(let channels, let frames, let bands) = input.shape else {
            throw .shape(layer: "sequence", input: input.shape)
        }
        let features = channels * bands
        let frameByFrame = try Layout(
            dimensions(input.shape), strides: [frames * features, bands, features, 1])
        let shape = TensorShape.sequence(frames: frames, features: features)
        return try reordered(input, to: frameByFrame).viewed(as: shape, try plainLayout(shape))
    }

    func flatten(_ input: Value) throws(NeuralError) -> Value {
        let shape = TensorShape.vector(features: input.shape.count)
        return try reordered(input, to: plainLayout(input.shape)).viewed(as: shape, try plainLayout(shape))
    }

    /// A sequence or a vector seen as a picture of one band whose channels are the features, without moving a number.
    func picture(_ input: Value) throws(NeuralError) -> Value {
        switch input.shape {
        case .image: return input
        case .sequence(let frames, let features):
            return input.viewed(
                as: .image(channels: features, frames: frames, bands: 1),
                try channelsLast(features: features, frames: frames))
        case .vector(let features):
            return input.viewed(
                as: .image(channels: features, frames: 1, bands: 1), try channelsLast(features: features, frames: 1))
        }
    }

    /// A picture of one band, frame by frame.
    func channelsLast(features: Int, frames: Int) throws(NeuralError) -> Layout {
        try Layout([batch, features, frames, 1], strides: [frames * features, 1, features, features])
    }

    /// The value for two or more who use it: the same numbers, and gradients that are added up.
    func fork(_ input: Value, _ count: Int) throws(NeuralError) -> [Value] {
        guard let gradient = input.gradient, count > 1 else { return [Value](repeating: input, count: count) }
        let branches = (0..<count).map { _ in
            Value(
                shape: input.shape, data: input.data, gradient: Tensor(gradient.layout), frameStride: input.frameStride)
        }
        var steps: [Step] = []
        let gradients = branches.compactMap(\.gradient)
        steps.append(try sum(gradients[0], gradients[1], into: gradient))
        for other in gradients.dropFirst(2) { steps.append(try sum(gradient, other, into: gradient)) }
        addBackward(steps)
        return branches
    }
}
