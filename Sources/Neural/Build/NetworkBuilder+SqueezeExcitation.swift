import CDNNL

extension NetworkBuilder {
    /// Each channel of a picture times a gate between 0 and 1, which two linear layers make of all channels' means.
    func squeezeExcitation(_ input: Value, path: String) throws(NeuralError) -> Value {
        guard case .image(let channels, _, _) = input.shape else {
            throw .shape(layer: "squeeze-excitation", input: input.shape)
        }
        let input = try single(input)
        let plain = try plainLayout(input.shape)
        let source = try ChannelRuns(input.data.layout) == nil ? reordered(input, to: plain) : input
        guard let runs = try ChannelRuns(source.data.layout) else {
            throw .shape(layer: "squeeze-excitation", input: input.shape)
        }
        let hidden = try store.entry("\(path).squeeze.bias").declaration.count
        let output = value(source.shape, source.data.layout, after: source)
        // The way back through the mean is taken below, together with that through the product.
        let mean = try globalAverage(
            Value(shape: source.shape, data: source.data, gradient: nil, frameStride: source.frameStride))
        // Stands for the gates, which come later, in the step that runs last on the way back.
        let later = Tensor(mean.data.layout)
        if let target = source.gradient, let gradient = output.gradient, let meanGradient = mean.gradient {
            addBackward([inputGradient(runs, gradient: gradient, gates: later, meanGradient: meanGradient, to: target)])
        }
        let squeezed = try linear(hidden, then: .relu, on: mean, path: "\(path).squeeze")
        let gates = try linear(channels, then: .sigmoid, on: squeezed, path: "\(path).excite")
        later.buffer.alias = gates.data.buffer

        var steps: [Step] = []
        let factors = try moved(
            gates.data.viewed(as: Layout([batch, channels, 1, 1])), to: runs.layout(batch: batch), in: &steps)
        let product = try Operation("a squeeze-excitation's product") {
            onednn_binary(
                $0, engine.engine, dnnl_binary_mul, source.data.layout.handle, factors.layout.handle,
                output.data.layout.handle, $1)
        }
        steps.append(
            try step(
                product, [(onednn_source, source.data), (onednn_source_1, factors), (onednn_target, output.data)]))
        for step in steps { addForward(step) }
        if let gradient = output.gradient, let target = gates.gradient {
            addBackward([gatesGradient(runs, source.data, gradient: gradient, to: target)])
        }
        return output
    }

    /// The sum over frames and bands of the input times the gradient.
    private func gatesGradient(_ runs: ChannelRuns, _ source: Tensor, gradient: Tensor, to target: Tensor) -> Step {
        .pieces([source, gradient, target], count: batch) { numbers, utterance in
            let source = numbers[0] + utterance * runs.count
            let gradient = numbers[1] + utterance * runs.count
            runs.forEachStrand { strand in
                var sum = Lanes.zero
                strand.forEach { index, count in
                    sum += Lanes(source + index, count: count) * Lanes(gradient + index, count: count)
                }
                strand.sum(sum, to: numbers[2] + utterance * runs.channels)
            }
        }
    }

    /// The gradient times the gate, and what comes back through the mean.
    private func inputGradient(
        _ runs: ChannelRuns, gradient: Tensor, gates: Tensor, meanGradient: Tensor, to target: Tensor
    ) -> Step {
        let share = 1 / Float(runs.positions)
        return .pieces([gradient, gates, meanGradient, target], count: batch) { numbers, utterance in
            let gradient = numbers[0] + utterance * runs.count
            let target = numbers[3] + utterance * runs.count
            runs.forEachStrand { strand in
                let gates = strand.lanes(of: numbers[1] + utterance * runs.channels)
                let shift = share * strand.lanes(of: numbers[2] + utterance * runs.channels)
                strand.forEach { index, count in
                    (gates * Lanes(gradient + index, count: count) + shift).store(target + index, count: count)
                }
            }
        }
    }
}
