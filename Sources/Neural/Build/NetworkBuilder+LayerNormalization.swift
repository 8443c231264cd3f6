import CDNNL

extension NetworkBuilder {
    /// Over the features of each frame of a sequence, or of a vector.
    func layerNormalization(_ input: Value, path: String) throws(NeuralError) -> Value {
        let (rows, features): (Int, Int)
        switch input.shape {
        case .vector(let count): (rows, features) = (batch, count)
        case .sequence(let frames, let count): (rows, features) = (batch * frames, count)
        case .image: throw .shape(layer: "layer normalisation", input: input.shape)
        }
        let layout = try Layout([rows, features])
        let statistics = try Layout([rows])
        let operation = try Operation("a layer normalisation") {
            onednn_layer_normalization_forward(
                $0, engine.engine, propagation, layout.handle, statistics.handle, Self.epsilon, onednn_scale_and_shift, $1)
        }
        let output = value(input.shape, input.data.layout, after: input)
        let source = input.data.viewed(as: layout)
        let scale = try master("\(path).weight")
        let shift = try master("\(path).bias")
        // What training keeps for its way back, inference never gives away.
        let kept = isTraining ? [(onednn_mean, Tensor(statistics)), (onednn_variance, Tensor(statistics))] : []
        addForward(
            try step(
                operation,
                [
                    (onednn_source, source), (onednn_target, output.data.viewed(as: layout)), (onednn_scale, scale),
                    (onednn_shift, shift),
                ] + kept))
        guard let gradient = output.gradient?.viewed(as: layout) else { return output }

        let backward = try Operation("a layer normalisation's gradient") {
            onednn_layer_normalization_backward(
                $0, engine.engine, layout.handle, statistics.handle, Self.epsilon, onednn_scale_and_shift,
                operation.description, $1)
        }
        let ofParameters = scale.layout
        addBackward([
            try step(
                backward,
                [
                    (onednn_source, source), (onednn_target_gradient, gradient), (onednn_scale, scale),
                    (onednn_shift, shift),
                    // The operation cannot leave out its input's gradient.
                    (onednn_source_gradient, input.gradient?.viewed(as: layout) ?? Tensor(layout)),
                    (onednn_scale_gradient, try weightsGradient("\(path).weight", from: ofParameters).tensor),
                    (onednn_shift_gradient, try weightsGradient("\(path).bias", from: ofParameters).tensor),
                ] + kept)
        ])
        return output
    }
}
