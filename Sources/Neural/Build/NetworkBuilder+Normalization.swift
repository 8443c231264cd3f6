import CDNNL

extension NetworkBuilder {
    /// What is added to a variance before its root is taken.
    static let epsilon: Float = 1e-5
    /// How much a batch's statistics move the running ones.
    private static let momentum: Float = 0.1

    /// Batch normalisation, with the ReLU after it in the same operation where there is one.
    func batchNormalization(_ input: Value, path: String, fusesRelu: Bool) throws(NeuralError) -> Value {
        let source = try picture(input)
        guard case .image(let channels, let frames, let bands) = source.shape else {
            throw .shape(layer: "batch normalisation", input: input.shape)
        }
        var flags = onednn_scale_and_shift
        if fusesRelu { flags |= onednn_fuse_relu }
        if !isTraining { flags |= onednn_global_statistics }
        let layout = source.data.layout
        let operation = try Operation("a batch normalisation") {
            onednn_batch_normalization_forward($0, engine.engine, propagation, layout.handle, Self.epsilon, flags, $1)
        }
        let output = value(source.shape, layout, after: input)
        let statistics = try Layout([channels])
        let running = (
            mean: try master("\(path).running_mean"), variance: try master("\(path).running_var")
        )
        let (mean, variance) = isTraining ? (Tensor(statistics), Tensor(statistics)) : running
        let workspace = try isTraining ? operation.workspace().map { Tensor($0) } : nil
        let scale = try master("\(path).weight")
        addForward(
            try step(
                operation,
                [
                    (onednn_source, source.data), (onednn_target, output.data), (onednn_mean, mean),
                    (onednn_variance, variance), (onednn_scale, scale),
                    (onednn_shift, try master("\(path).bias")),
                ] + (workspace.map { [(onednn_workspace, $0)] } ?? [])))
        if isTraining {
            follow(running, mean: mean, variance: variance, channels: channels, count: batch * frames * bands)
        }
        if let gradient = output.gradient {
            let backward = try Operation("a batch normalisation's gradient") {
                onednn_batch_normalization_backward(
                    $0, engine.engine, layout.handle, Self.epsilon, flags, operation.description, $1)
            }
            // The operation cannot leave out its input's gradient.
            let target = source.gradient ?? Tensor(layout)
            let shift = try onednn_normalization_backward_takes_shift() ? [(onednn_shift, master("\(path).bias"))] : []
            addBackward([
                try step(
                    backward,
                    [
                        (onednn_source, source.data), (onednn_mean, mean), (onednn_variance, variance),
                        (onednn_target_gradient, gradient), (onednn_scale, scale), (onednn_source_gradient, target),
                        (onednn_scale_gradient, try weightsGradient("\(path).weight", from: statistics).tensor),
                        (onednn_shift_gradient, try weightsGradient("\(path).bias", from: statistics).tensor),
                    ] + shift + (workspace.map { [(onednn_workspace, $0)] } ?? []))
            ])
        }
        return output.viewed(as: input.shape, input.data.layout)
    }

    /// Moves the running statistics towards the batch's, with the variance of a sample, as PyTorch does.
    private func follow(
        _ running: (mean: Tensor, variance: Tensor), mean: Tensor, variance: Tensor, channels: Int, count: Int
    ) {
        let unbiased = Float(count) / Float(max(count - 1, 1))
        addForward(
            .function([running.mean, running.variance, mean, variance]) { numbers in
                for channel in 0..<channels {
                    numbers[0][channel] += Self.momentum * (numbers[2][channel] - numbers[0][channel])
                    numbers[1][channel] += Self.momentum * (unbiased * numbers[3][channel] - numbers[1][channel])
                }
            })
    }
}
