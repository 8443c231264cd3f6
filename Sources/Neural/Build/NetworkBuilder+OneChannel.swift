import CDNNL

extension NetworkBuilder {
    /// The steps to the gradients by the weights and the bias of a convolution of one channel, which oneDNN would do as one of
    /// eight: the bands under the kernel become channels, so that fewer of these are nothing but zeros.
    ///
    /// - Returns: nil where there is nothing to be gained, or oneDNN has no fast way for that either.
    func oneChannelBackward(
        _ convolution: Layer.Convolution, _ geometry: ConvolutionGeometry, hint: Operation, input: Tensor,
        outputGradient: Tensor, path: String
    ) throws(NeuralError) -> [Step]? {
        let (kernel, outputs) = (convolution.kernel, outputGradient.layout.dimensions)
        guard input.layout.dimensions[1] == 1, kernel.bands > 1,
            input.layout.isEqual(to: try Layout(input.layout.dimensions))
        else { return nil }
        let unfolding = BandUnfolding(convolution, bands: input.layout.dimensions[3], outputBands: outputs[3])
        let frames = input.layout.dimensions[2]
        let (anySource, anyWeights) = (
            try Layout.any([batch, kernel.bands, frames, outputs[3]]),
            try Layout.any([convolution.channels, kernel.bands, kernel.frames, 1])
        )
        let bias = try convolution.hasBias ? Layout([convolution.channels]) : nil
        let operation = try Operation("a convolution's gradient by its weights") {
            onednn_convolution_backward_weights(
                $0, engine.engine, anySource.handle, anyWeights.handle, bias?.handle, outputGradient.layout.handle,
                [geometry.strides[0], 1], [geometry.dilations[0], 0], [geometry.before[0], 0], [geometry.after[0], 0],
                hint.description, $1)
        }
        let unfolded = Tensor(try operation.layout(dnnl_query_src_md, anySource.dimensions))
        guard !operation.isReference, let runs = try ChannelRuns(unfolded.layout) else { return nil }
        let gradient = Tensor(try operation.layout(dnnl_query_diff_weights_md, anyWeights.dimensions))
        // The parameter's own order of dimensions: outputs × 1 × frames × bands.
        let target = try self.gradient("\(path).weight").viewed(
            as: Layout(anyWeights.dimensions, strides: [kernel.frames * kernel.bands, 1, kernel.bands, 1]))
        var arguments = [
            (onednn_source, unfolded), (onednn_target_gradient, outputGradient), (onednn_weights_gradient, gradient),
        ]
        if let bias { arguments.append((onednn_bias_gradient, try weightsGradient("\(path).bias", from: bias).tensor)) }
        let unfold = Step.pieces([input, unfolded], count: batch) { numbers, utterance in
            unfolding.unfold(
                numbers[0] + utterance * frames * unfolding.bands, frames: frames, to: numbers[1] + utterance * runs.count,
                runs: runs)
        }
        return [unfold, try step(operation, arguments), try reorder(gradient, target)]
    }
}

/// For each band that a convolution gives, the bands under its kernel side by side.
struct BandUnfolding {
    let bands: Int
    private let outputBands: Int
    private let kernel: Int
    private let stride: Int
    private let dilation: Int
    private let before: Int

    init(_ convolution: Layer.Convolution, bands: Int, outputBands: Int) {
        self.bands = bands
        self.outputBands = outputBands
        kernel = convolution.kernel.bands
        stride = convolution.stride.bands
        dilation = convolution.dilation.bands
        before = convolution.padding(along: \.bands).before
    }

    /// - Parameters:
    ///   - source: frames × bands.
    ///   - target: as many channels as the kernel has bands, in the given runs; zeros where the kernel reaches over the edge.
    func unfold(
        _ source: UnsafePointer<Float>, frames: Int, to target: UnsafeMutablePointer<Float>, runs: ChannelRuns
    ) {
        target.update(repeating: 0, count: runs.count)
        for channel in 0..<kernel {
            let shift = channel * dilation - before
            // The first and last output whose band lies within the source.
            let first = shift < 0 ? (-shift + stride - 1) / stride : 0
            let last = min(outputBands - 1, (bands - 1 - shift) / stride)
            guard shift < bands, first <= last else { continue }
            let place = channel / runs.run * runs.run * runs.positions + channel % runs.run
            for frame in 0..<frames {
                for band in first...last {
                    target[place + (frame * outputBands + band) * runs.run] = source[frame * bands + band * stride + shift]
                }
            }
        }
    }
}
