import CDNNL

extension NetworkBuilder {
    /// A convolution of a picture, or over the frames of a sequence.
    ///
    /// - Parameters:
    ///   - normalisation: the path of a batch normalisation to be folded in, for inference.
    ///   - activation: applied to the result within the operation, for inference.
    func convolution(
        _ convolution: Layer.Convolution, on input: Value, path: String, folding normalisation: String? = nil,
        activation: Activation? = nil
    ) throws(NeuralError) -> Value {
        let source = try picture(input)
        guard case .image(let channels, let frames, let bands) = source.shape else {
            throw .shape(layer: "convolution", input: input.shape)
        }
        let shape = TensorShape.image(
            channels: convolution.channels, frames: convolution.outputExtent(of: frames, along: \.frames),
            bands: convolution.outputExtent(of: bands, along: \.bands))
        let geometry = ConvolutionGeometry(convolution, inputs: channels)
        let isSequence = if case .sequence = input.shape { true } else { false }
        let bias = try convolution.hasBias || normalisation != nil ? Layout([convolution.channels]) : nil
        func operation(
            _ source: Layout, _ target: Layout, _ format: NumberFormat = .single
        ) throws(NeuralError) -> Operation {
            let anyWeights = try Layout.any(geometry.weights, format)
            return try Operation("a convolution", activation: activation) {
                onednn_convolution_forward(
                    $0, engine.engine, propagation, source.handle, anyWeights.handle, bias?.handle, target.handle,
                    geometry.strides, geometry.dilations, geometry.before, geometry.after, $1)
            }
        }
        /// A picture's layout is the operation's choice, but for that of a single channel.
        func ofPicture(_ format: NumberFormat) throws(NeuralError) -> Operation {
            let dimensions = (source: dimensions(source.shape), target: dimensions(shape))
            let layout =
                if channels > 1 {
                    try Layout.any(dimensions.source, format)
                } else if source.data.layout.format == format {
                    source.data.layout
                } else {
                    try Layout(dimensions.source, format: format)
                }
            return try operation(layout, .any(dimensions.target, format), format)
        }
        let operation =
            if isSequence {
                // Stays frame by frame.
                try operation(
                    source.data.layout,
                    channelsLast(
                        features: convolution.channels, frames: convolution.outputExtent(of: frames, along: \.frames)))
            } else if format == .bfloat16, let operation = try? ofPicture(.bfloat16),
                isFast(operation, convolution, geometry, on: source, target: dimensions(shape))
            {
                operation
            } else {
                try ofPicture(.single)
            }
        let liked = try reordered(source, to: operation.layout(dnnl_query_src_md, dimensions(source.shape)))
        let output = value(
            shape, try operation.layout(dnnl_query_dst_md, dimensions(shape)), after: input,
            frameStride: convolution.stride.frames)
        let chosen = try operation.layout(dnnl_query_weights_md, geometry.weights)
        var arguments = [(onednn_source, liked.data), (onednn_target, output.data)]
        if let normalisation {
            let folded = try folded(convolution, geometry, path: path, normalisation: normalisation)
            arguments.append((onednn_weights, try prepared(folded.weights, as: chosen)))
            arguments.append((onednn_bias, folded.bias))
        } else {
            arguments.append((onednn_weights, try weights("\(path).weight", as: chosen)))
            if convolution.hasBias { arguments.append((onednn_bias, try master("\(path).bias"))) }
        }
        addForward(try step(operation, arguments))
        if let gradient = output.gradient {
            var steps = try backward(
                convolution, geometry, hint: operation, input: liked.data, outputGradient: gradient, path: path)
            if let inputGradient = liked.gradient {
                steps += try backward(geometry, hint: operation, onto: inputGradient, outputGradient: gradient, path: path)
            }
            addBackward(steps)
        }
        guard isSequence, case .image(let features, let length, _) = shape else { return output }
        let sequence = TensorShape.sequence(frames: length, features: features)
        return output.viewed(as: sequence, try plainLayout(sequence))
    }

    /// The steps to the gradients by the weights and the bias.
    private func backward(
        _ convolution: Layer.Convolution, _ geometry: ConvolutionGeometry, hint: Operation, input: Tensor,
        outputGradient: Tensor, path: String
    ) throws(NeuralError) -> [Step] {
        let bias = try convolution.hasBias ? Layout([convolution.channels]) : nil
        var steps: [Step] = []
        var byWeights = try gradientByWeights(
            geometry, bias: bias, hint: hint, source: input.layout, target: outputGradient.layout)
        var (source, target) = (input, outputGradient)
        if byWeights.isReference {
            // No fast way for the layouts at hand, such as a single channel's on AVX2: then in those that it likes.
            if let steps = try oneChannelBackward(
                convolution, geometry, hint: hint, input: input, outputGradient: outputGradient, path: path)
            {
                return steps
            }
            byWeights = try gradientByWeights(
                geometry, bias: bias, hint: hint, source: .any(input.layout.dimensions, input.layout.format),
                target: .any(outputGradient.layout.dimensions, outputGradient.layout.format))
            (source, target) = (
                try moved(source, to: byWeights.layout(dnnl_query_src_md, source.layout.dimensions), in: &steps),
                try moved(target, to: byWeights.layout(dnnl_query_diff_dst_md, target.layout.dimensions), in: &steps)
            )
        }
        let gradient = try weightsGradient(
            "\(path).weight", from: byWeights.layout(dnnl_query_diff_weights_md, geometry.weights))
        var arguments = [
            (onednn_source, source), (onednn_target_gradient, target), (onednn_weights_gradient, gradient.tensor),
        ]
        if let bias { arguments.append((onednn_bias_gradient, try weightsGradient("\(path).bias", from: bias).tensor)) }
        return try steps + [step(byWeights, arguments)] + gradient.after
    }

    /// The steps to the gradient by the input.
    private func backward(
        _ geometry: ConvolutionGeometry, hint: Operation, onto inputGradient: Tensor, outputGradient: Tensor, path: String
    ) throws(NeuralError) -> [Step] {
        var steps: [Step] = []
        var operation = try gradientByInput(
            geometry, hint: hint, source: inputGradient.layout, target: outputGradient.layout)
        var (source, target) = (inputGradient, outputGradient)
        if operation.isReference {
            // Such as unequal strides on AVX2.
            operation = try gradientByInput(
                geometry, hint: hint, source: .any(source.layout.dimensions, source.layout.format),
                target: .any(target.layout.dimensions, target.layout.format))
            let liked = try operation.layout(dnnl_query_diff_src_md, source.layout.dimensions)
            if !liked.isEqual(to: source.layout) { source = Tensor(liked) }
            target = try moved(
                target, to: operation.layout(dnnl_query_diff_dst_md, target.layout.dimensions), in: &steps)
        }
        let weights = try weights(
            "\(path).weight", as: operation.layout(dnnl_query_weights_md, geometry.weights))
        steps.append(
            try step(
                operation, [(onednn_weights, weights), (onednn_target_gradient, target), (onednn_source_gradient, source)]))
        if source.buffer !== inputGradient.buffer { steps.append(try reorder(source, inputGradient)) }
        return steps
    }

    private func gradientByWeights(
        _ geometry: ConvolutionGeometry, bias: Layout?, hint: Operation, source: Layout, target: Layout
    ) throws(NeuralError) -> Operation {
        // Sums of many: single precision.
        let anyWeights = try Layout.any(geometry.weights)
        return try Operation("a convolution's gradient by its weights") {
            onednn_convolution_backward_weights(
                $0, engine.engine, source.handle, anyWeights.handle, bias?.handle, target.handle, geometry.strides,
                geometry.dilations, geometry.before, geometry.after, hint.description, $1)
        }
    }

    private func gradientByInput(
        _ geometry: ConvolutionGeometry, hint: Operation, source: Layout, target: Layout
    ) throws(NeuralError) -> Operation {
        let anyWeights = try Layout.any(geometry.weights, source.format)
        return try Operation("a convolution's gradient by its input") {
            onednn_convolution_backward_data(
                $0, engine.engine, source.handle, anyWeights.handle, target.handle, geometry.strides,
                geometry.dilations, geometry.before, geometry.after, hint.description, $1)
        }
    }

    /// Whether oneDNN has something better than plain loops for a convolution, and in training for its gradients too.
    ///
    /// - Parameters:
    ///   - source: the input, whose gradient need not be fast where nobody asks for it.
    ///   - target: the output's dimensions.
    private func isFast(
        _ operation: Operation, _ convolution: Layer.Convolution, _ geometry: ConvolutionGeometry, on source: Value, target: [Int]
    ) -> Bool {
        guard isTraining else { return !operation.isReference }
        guard !operation.isReference,
            let input = try? operation.layout(dnnl_query_src_md, dimensions(source.shape)),
            let output = try? operation.layout(dnnl_query_dst_md, target),
            let bias = try? Layout([convolution.channels]),
            let byWeights = try? gradientByWeights(
                geometry, bias: convolution.hasBias ? bias : nil, hint: operation, source: input, target: output)
        else { return false }
        guard !byWeights.isReference, source.gradient != nil else { return !byWeights.isReference }
        let byInput = try? gradientByInput(geometry, hint: operation, source: input, target: output)
        return byInput.map { !$0.isReference } ?? false
    }

    /// Weights and bias of a convolution that does the work of the batch normalisation after it.
    private func folded(
        _ convolution: Layer.Convolution, _ geometry: ConvolutionGeometry, path: String, normalisation: String
    ) throws(NeuralError) -> (weights: Tensor, bias: Tensor) {
        let weights = Tensor(try Layout(geometry.weights), home: .permanent)
        let bias = Tensor(try Layout([convolution.channels]), home: .permanent)
        var sources = [
            try master("\(path).weight"), try master("\(normalisation).weight"), try master("\(normalisation).bias"),
            try master("\(normalisation).running_mean"), try master("\(normalisation).running_var"), weights, bias,
        ]
        if convolution.hasBias { sources.append(try master("\(path).bias")) }
        let channels = convolution.channels
        let count = geometry.weights.reduce(1, *) / channels
        addPreparation(
            .function(sources) { numbers in
                for channel in 0..<channels {
                    let scale = numbers[1][channel] / (numbers[4][channel] + Self.epsilon).squareRoot()
                    for index in channel * count..<(channel + 1) * count { numbers[5][index] = scale * numbers[0][index] }
                    let own = numbers.count > 7 ? numbers[7][channel] : 0
                    numbers[6][channel] = numbers[2][channel] + scale * (own - numbers[3][channel])
                }
            })
        return (weights, bias)
    }
}

/// A convolution's numbers as oneDNN takes them.
struct ConvolutionGeometry {
    /// Outputs × inputs × frames × bands, with the groups in front where there are some.
    let weights: [Int]
    let strides: [Int64]
    let dilations: [Int64]
    let before: [Int64]
    let after: [Int64]

    init(_ convolution: Layer.Convolution, inputs: Int) {
        let groups = convolution.groups
        weights =
            (groups > 1 ? [groups] : []) + [
                convolution.channels / groups, inputs / groups, convolution.kernel.frames, convolution.kernel.bands,
            ]
        strides = [Int64(convolution.stride.frames), Int64(convolution.stride.bands)]
        // oneDNN counts what lies between, so that no dilation is 0.
        dilations = [Int64(convolution.dilation.frames - 1), Int64(convolution.dilation.bands - 1)]
        let (frames, bands) = (convolution.padding(along: \.frames), convolution.padding(along: \.bands))
        before = [Int64(frames.before), Int64(bands.before)]
        after = [Int64(frames.after), Int64(bands.after)]
    }
}
