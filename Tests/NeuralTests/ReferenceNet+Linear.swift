import UndertoneNeural

extension ReferenceNet {
    func linear(_ input: ReferenceTensor, outputs: Int, path: String) -> ReferenceTensor {
        let (weights, bias) = (numbers(path, "weight"), numbers(path, "bias"))
        let shape: TensorShape
        let inputs: Int
        switch input.shape {
        case .sequence(let frames, let features):
            (shape, inputs) = (.sequence(frames: frames, features: outputs), features)
        default: (shape, inputs) = (.vector(features: outputs), input.shape.count)
        }
        return input.with(affine(input.values, weights, bias, inputs: inputs, outputs: outputs), shape: shape)
    }

    /// W x + b for each row of so many inputs; W is outputs × inputs, and an empty b adds nothing.
    func affine(_ rows: [Double], _ weights: [Double], _ bias: [Double], inputs: Int, outputs: Int) -> [Double] {
        var result: [Double] = []
        result.reserveCapacity(rows.count / inputs * outputs)
        for row in 0..<rows.count / inputs {
            for output in 0..<outputs {
                var sum = bias.isEmpty ? 0 : bias[output]
                for input in 0..<inputs { sum += weights[output * inputs + input] * rows[row * inputs + input] }
                result.append(sum)
            }
        }
        return result
    }

    func convolution(_ input: ReferenceTensor, _ convolution: Layer.Convolution, path: String) -> ReferenceTensor {
        let source = channelsFirst(input)
        guard case .image(let channels, let frames, let bands) = source.shape else { return input }
        let (weights, bias) = (numbers(path, "weight"), numbers(path, "bias"))
        let (kernel, stride, dilation) = (convolution.kernel, convolution.stride, convolution.dilation)
        let (height, width) = ((frames - 1) / stride.frames + 1, (bands - 1) / stride.bands + 1)
        // Half of what a kernel reaches over lies before its first place.
        let top = (kernel.frames - 1) * dilation.frames / 2
        let left = (kernel.bands - 1) * dilation.bands / 2
        let inputs = channels / convolution.groups
        let outputs = convolution.channels / convolution.groups
        var values: [Double] = []
        for utterance in 0..<batch {
            for output in 0..<convolution.channels {
                for y in 0..<height {
                    for x in 0..<width {
                        var sum = bias.isEmpty ? 0 : bias[output]
                        for inner in 0..<inputs {
                            let channel = output / outputs * inputs + inner
                            for i in 0..<kernel.frames {
                                let frame = y * stride.frames - top + i * dilation.frames
                                guard frame >= 0, frame < frames else { continue }
                                for j in 0..<kernel.bands {
                                    let band = x * stride.bands - left + j * dilation.bands
                                    guard band >= 0, band < bands else { continue }
                                    let weight = weights[((output * inputs + inner) * kernel.frames + i) * kernel.bands + j]
                                    sum +=
                                        weight
                                        * source.values[((utterance * channels + channel) * frames + frame) * bands + band]
                                }
                            }
                        }
                        values.append(sum)
                    }
                }
            }
        }
        let shape = TensorShape.image(channels: convolution.channels, frames: height, bands: width)
        return restored(source.with(values, shape: shape, frameStride: stride.frames), like: input.shape)
    }
}
