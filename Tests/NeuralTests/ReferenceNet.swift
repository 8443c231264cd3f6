import Foundation
import UndertoneNeural

/// What a batch of utterances is at some place in a net, in double precision: batch × shape, row by row.
struct ReferenceTensor {
    var shape: TensorShape
    var values: [Double]
    /// How many of the input's frames went into one of these.
    var frameStride = 1

    /// The same place in the net with other numbers.
    func with(_ values: [Double], shape: TensorShape? = nil, frameStride: Int = 1) -> ReferenceTensor {
        ReferenceTensor(shape: shape ?? self.shape, values: values, frameStride: frameStride * self.frameStride)
    }
}

/// A net worked out in double precision by plain loops, each layer by its definition: what the engine must agree with.
///
/// Dropout does nothing here.
struct ReferenceNet {
    let net: Net
    /// Parameters by name, row by row.
    var numbers: [String: [Double]]
    let batch: Int
    let frames: Int
    let lengths: [Int]
    /// Batch normalisation takes the batch's statistics rather than the running ones.
    let isTraining: Bool

    func output(of input: [Double]) -> [Double] {
        run(net.layers, on: ReferenceTensor(shape: net.input.shape(frames: frames), values: input), path: "").values
    }

    func run(_ layers: [Layer], on input: ReferenceTensor, path: String) -> ReferenceTensor {
        var tensor = input
        for (index, layer) in layers.enumerated() { tensor = run(layer, on: tensor, path: "\(path)\(index)") }
        return tensor
    }

    private func run(_ layer: Layer, on input: ReferenceTensor, path: String) -> ReferenceTensor {
        switch layer {
        case .image: image(input)
        case .sequence: sequence(input)
        case .flatten: input.with(input.values, shape: .vector(features: input.shape.count))
        case .linear(let outputs, _): linear(input, outputs: outputs, path: path)
        case .convolution(let convolution): self.convolution(input, convolution, path: path)
        case .batchNormalization: batchNormalization(input, path: path)
        case .layerNormalization: layerNormalization(input, path: path)
        case .activation(let activation): input.with(input.values.map(activation.value))
        case .pooling(let pooling): self.pooling(input, pooling)
        case .globalAverage: globalAverage(input)
        case .dropout: input
        case .residual(let layers, let shortcut):
            sum(
                run(layers, on: input, path: "\(path).layers."), run(shortcut, on: input, path: "\(path).shortcut."))
        case .squeezeExcitation: squeezeExcitation(input, path: path)
        case .concatenation(let ways):
            joined(ways.enumerated().map { run($1, on: input, path: "\(path).\($0).") })
        case .recurrent(let recurrent): self.recurrent(input, recurrent, path: path)
        case .attention(let heads): attention(input, heads: heads, path: path)
        case .attentiveStatistics: attentiveStatistics(input, path: path)
        case .statistics: statistics(input)
        }
    }

    /// The parameter of a layer.
    func numbers(_ path: String, _ name: String) -> [Double] { numbers["\(path).\(name)"] ?? [] }

    /// How many frames of an utterance count at this place.
    func length(_ utterance: Int, of tensor: ReferenceTensor, frames: Int) -> Int {
        min(frames, max(1, (lengths[utterance] + tensor.frameStride - 1) / tensor.frameStride))
    }

    private func sum(_ left: ReferenceTensor, _ right: ReferenceTensor) -> ReferenceTensor {
        var sum = left
        for index in sum.values.indices { sum.values[index] += right.values[index] }
        return sum
    }

    /// Channels or features side by side.
    private func joined(_ ways: [ReferenceTensor]) -> ReferenceTensor {
        let pictures = ways.map { channelsFirst($0) }
        let inner = pictures.map(\.values.count).map { $0 / batch }
        let rows = (0..<batch).flatMap { utterance in
            zip(pictures, inner).flatMap { $0.values[utterance * $1..<(utterance + 1) * $1] }
        }
        guard case .image(_, let frames, let bands) = pictures[0].shape else { return ways[0] }
        let channels = inner.reduce(0, +) / (frames * bands)
        return restored(
            ways[0].with(rows, shape: .image(channels: channels, frames: frames, bands: bands)), like: ways[0].shape)
    }
}

extension Activation {
    fileprivate var value: (Double) -> Double {
        switch self {
        case .relu: { max($0, 0) }
        case .gelu: { $0 / 2 * (1 + erf($0 / 2.0.squareRoot())) }
        case .silu: { $0 / (1 + exp(-$0)) }
        case .sigmoid: { 1 / (1 + exp(-$0)) }
        case .tanh: { Foundation.tanh($0) }
        }
    }
}
