extension NetworkBuilder {
    /// An LSTM or GRU over the frames of a sequence, from a state of zero.
    ///
    /// Each direction is an operation of its own, and both are done at the same time. The one backwards begins at each utterance's last
    /// frame that is not padding, so that what comes after makes no difference, as with PyTorch's packed sequences; there output and
    /// gradients are zero.
    func recurrent(_ recurrent: Layer.Recurrent, on input: Value, path: String) throws(NeuralError) -> Value {
        guard case .sequence(let frames, let inputs) = input.shape else {
            throw .shape(layer: "recurrent", input: input.shape)
        }
        let features = recurrent.features
        let directions = recurrent.isBidirectional ? ["", "_reverse"] : [""]
        let width = directions.count * features
        let shape = TensorShape.sequence(frames: frames, features: width)
        let output = value(shape, try plainLayout(shape), after: input)
        var forward: [[Step]] = []
        var backward: [[Step]] = []
        // What joins the directions' gradients by the input.
        var sum: [Step] = []
        for (index, direction) in directions.enumerated() {
            let order = FrameOrder(
                batch: batch, frames: frames, frameStride: input.frameStride, isReversed: index == 1,
                conditions: conditions)
            let columns = index * features..<(index + 1) * features
            let pass = try RecurrentPass(
                recurrent, inputs: inputs, frames: frames, path: path, direction: direction, builder: self)
            let taken = Step.function([input.data, pass.source]) {
                order.take(0..<inputs, of: inputs, from: $0[0], to: $0[1])
            }
            let put = Step.function([pass.target, output.data]) { order.put(columns, of: width, from: $0[0], to: $0[1]) }
            forward.append(try [taken] + pass.forward() + [put])
            guard let gradient = output.gradient else { continue }
            let (steps, ofSource, ofTarget) = try pass.backward()
            backward.append(
                [.function([gradient, ofTarget]) { order.take(columns, of: width, from: $0[0], to: $0[1]) }] + steps)
            if let target = input.gradient {
                let isFirst = index == 0
                sum.append(
                    .function([ofSource, target]) {
                        order.put(0..<inputs, of: inputs, from: $0[0], to: $0[1], adding: !isFirst)
                    })
            }
        }
        addForward(.abreast(forward))
        addBackward([.abreast(backward)] + sum)
        return output
    }
}
