import Foundation
import UndertoneNeural

extension ReferenceNet {
    func pooling(_ input: ReferenceTensor, _ pooling: Layer.Pooling) -> ReferenceTensor {
        guard case .image(let channels, let frames, let bands) = input.shape else { return input }
        let kernel = pooling.kernel
        let (height, width) = (frames / kernel.frames, bands / kernel.bands)
        var values: [Double] = []
        for plane in 0..<batch * channels {
            for y in 0..<height {
                for x in 0..<width {
                    let neighbourhood = (0..<kernel.frames).flatMap { i in
                        (0..<kernel.bands).map { j in
                            input.values[(plane * frames + y * kernel.frames + i) * bands + x * kernel.bands + j]
                        }
                    }
                    values.append(
                        pooling.kind == .maximum
                            ? neighbourhood.max() ?? 0 : neighbourhood.reduce(0, +) / Double(neighbourhood.count))
                }
            }
        }
        return input.with(
            values, shape: .image(channels: channels, frames: height, bands: width), frameStride: kernel.frames)
    }

    func globalAverage(_ input: ReferenceTensor) -> ReferenceTensor {
        guard case .image(let channels, let frames, let bands) = input.shape else { return input }
        let size = frames * bands
        let means = (0..<batch * channels).map { plane in
            input.values[plane * size..<(plane + 1) * size].reduce(0, +) / Double(size)
        }
        return input.with(means, shape: .vector(features: channels))
    }

    func squeezeExcitation(_ input: ReferenceTensor, path: String) -> ReferenceTensor {
        let means = globalAverage(input)
        let channels = means.shape.count
        let hidden = numbers(path, "squeeze.bias").count
        let squeezed = affine(
            means.values, numbers(path, "squeeze.weight"), numbers(path, "squeeze.bias"), inputs: channels, outputs: hidden)
        let excited = affine(
            squeezed.map { max($0, 0) }, numbers(path, "excite.weight"), numbers(path, "excite.bias"), inputs: hidden,
            outputs: channels)
        var output = input
        let size = input.shape.count / channels
        for index in output.values.indices { output.values[index] /= 1 + exp(-excited[index / size]) }
        return output
    }

    /// Mean and deviation over the frames that count.
    func statistics(_ input: ReferenceTensor) -> ReferenceTensor {
        guard case .sequence(let frames, let features) = input.shape else { return input }
        let even = [Double](repeating: 0, count: input.values.count)
        return weighted(input, scores: even, frames: frames, features: features) { $0 + 1e-5 }
    }

    /// Each feature of each frame is weighted by what a small net makes of the frame: softmax over time of V tanh(W x + b) + c.
    func attentiveStatistics(_ input: ReferenceTensor, path: String) -> ReferenceTensor {
        guard case .sequence(let frames, let features) = input.shape else { return input }
        let hidden = numbers(path, "hidden.bias").count
        let inner = affine(
            input.values, numbers(path, "hidden.weight"), numbers(path, "hidden.bias"), inputs: features, outputs: hidden)
        let scores = affine(
            inner.map { tanh($0) }, numbers(path, "score.weight"), numbers(path, "score.bias"), inputs: hidden,
            outputs: features)
        return weighted(input, scores: scores, frames: frames, features: features) { max($0, 1e-5) }
    }

    /// Mean and deviation of each feature, its frames weighted by the softmax of their scores.
    ///
    /// - Parameter bounded: what keeps a variance from zero.
    private func weighted(
        _ input: ReferenceTensor, scores: [Double], frames: Int, features: Int, bounded: (Double) -> Double
    ) -> ReferenceTensor {
        var values = [Double](repeating: 0, count: batch * 2 * features)
        for utterance in 0..<batch {
            let count = length(utterance, of: input, frames: frames)
            for feature in 0..<features {
                let places = (0..<count).map { (utterance * frames + $0) * features + feature }
                let weights = softmax(places.map { scores[$0] })
                let mean = zip(weights, places).reduce(0) { $0 + $1.0 * input.values[$1.1] }
                let variance = zip(weights, places).reduce(0) { sum, pair in
                    let distance = input.values[pair.1] - mean
                    return sum + pair.0 * distance * distance
                }
                values[utterance * 2 * features + feature] = mean
                values[utterance * 2 * features + features + feature] = bounded(variance).squareRoot()
            }
        }
        return input.with(values, shape: .vector(features: 2 * features))
    }

    func softmax(_ scores: [Double]) -> [Double] {
        let largest = scores.max() ?? 0
        let shares = scores.map { exp($0 - largest) }
        let sum = shares.reduce(0, +)
        return shares.map { $0 / sum }
    }
}
