import CDNNL

extension NetworkBuilder {
    /// A linear layer and an activation after it, in one operation where nothing has to be kept between them.
    func linear(
        _ outputs: Int, then activation: Activation, on input: Value, path: String
    ) throws(NeuralError) -> Value {
        isTraining
            ? try self.activation(activation, on: linear(outputs, on: input, path: path))
            : try linear(outputs, on: input, path: path, activation: activation)
    }

    /// W x + b for a vector, or for each frame of a sequence.
    func linear(
        _ outputs: Int, hasBias: Bool = true, on input: Value, path: String, activation: Activation? = nil
    ) throws(NeuralError) -> Value {
        let (rows, inputs, shape): (Int, Int, TensorShape)
        switch input.shape {
        case .vector(let features): (rows, inputs, shape) = (batch, features, .vector(features: outputs))
        case .sequence(let frames, let features):
            (rows, inputs, shape) = (batch * frames, features, .sequence(frames: frames, features: outputs))
        case .image: throw .shape(layer: "linear", input: input.shape)
        }
        let layouts = try (
            source: Layout([rows, inputs]), weights: Layout.any([outputs, inputs]), target: Layout([rows, outputs]),
            bias: hasBias ? Layout([outputs]) : nil
        )
        let operation = try Operation("a linear layer", activation: activation) {
            onednn_inner_product_forward(
                $0, engine.engine, propagation, layouts.source.handle, layouts.weights.handle, layouts.bias?.handle,
                layouts.target.handle, $1)
        }
        let output = value(shape, try plainLayout(shape), after: input)
        let source = input.data.viewed(as: layouts.source)
        let weights = try weights(
            "\(path).weight", as: operation.layout(dnnl_query_weights_md, [outputs, inputs]))
        var arguments = [
            (onednn_source, source), (onednn_weights, weights),
            (onednn_target, output.data.viewed(as: layouts.target)),
        ]
        if hasBias { arguments.append((onednn_bias, try master("\(path).bias"))) }
        addForward(try step(operation, arguments))
        guard let gradient = output.gradient?.viewed(as: layouts.target) else { return output }

        let byWeights = try Operation("a linear layer's gradient by its weights") {
            onednn_inner_product_backward_weights(
                $0, engine.engine, layouts.source.handle, layouts.weights.handle, layouts.bias?.handle,
                layouts.target.handle, operation.description, $1)
        }
        let weightsGradient = try weightsGradient(
            "\(path).weight", from: byWeights.layout(dnnl_query_diff_weights_md, [outputs, inputs]))
        arguments = [
            (onednn_source, source), (onednn_target_gradient, gradient),
            (onednn_weights_gradient, weightsGradient.tensor),
        ]
        if let bias = layouts.bias {
            arguments.append((onednn_bias_gradient, try self.weightsGradient("\(path).bias", from: bias).tensor))
        }
        var steps = [try step(byWeights, arguments)] + weightsGradient.after
        if let target = input.gradient {
            let byInput = try Operation("a linear layer's gradient by its input") {
                onednn_inner_product_backward_data(
                    $0, engine.engine, layouts.source.handle, layouts.weights.handle, layouts.target.handle,
                    operation.description, $1)
            }
            let weights = try self.weights(
                "\(path).weight", as: byInput.layout(dnnl_query_weights_md, [outputs, inputs]))
            steps.append(
                try step(
                    byInput,
                    [
                        (onednn_weights, weights), (onednn_target_gradient, gradient),
                        (onednn_source_gradient, target.viewed(as: layouts.source)),
                    ]))
        }
        addBackward(steps)
        return output
    }
}
