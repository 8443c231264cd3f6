import CDNNL

extension NetworkBuilder {
    /// Multi-head self-attention: softmax(Q Kᵀ / √d) V for each head of d features, between two linear layers (Vaswani et al. 2017),
    /// with the parameters of PyTorch's `MultiheadAttention`. No frame sees padding.
    func attention(heads: Int, on input: Value, path: String) throws(NeuralError) -> Value {
        guard case .sequence(let frames, let features) = input.shape else {
            throw .shape(layer: "attention", input: input.shape)
        }
        let projected = try linear(3 * features, on: input, path: "\(path).in")
        let joined = value(input.shape, try plainLayout(input.shape), after: input)
        let extent = HeadExtent(batch: batch, heads: heads, frames: frames, features: features / heads)
        let softmax = AttentionSoftmax(
            heads: heads, frames: frames, scale: 1 / Float(features / heads).squareRoot())
        let square = (dimensions: [batch, heads, frames, frames], strides: [softmax.count, frames * softmax.step])
        let weights = Tensor(try Layout(square.dimensions, strides: square.strides + [softmax.step, 1]))
        let (batch, conditions, stride) = (batch, conditions, input.frameStride)

        let (queries, keys, values) = (projected.data, projected.data, projected.data)
        addForward(
            try product(
                queries.viewed(as: extent.third(0)), keys.viewed(as: extent.third(1, isTransposed: true)), weights))
        addForward(
            .function([weights]) { numbers in
                for utterance in 0..<batch {
                    softmax.forward(
                        numbers[0] + utterance * softmax.count,
                        length: conditions.length(utterance, frameStride: stride, of: frames))
                }
            })
        let ofHeads = try extent.joined()
        addForward(try product(weights, values.viewed(as: extent.third(2)), joined.data.viewed(as: ofHeads)))
        if let gradient = joined.gradient?.viewed(as: ofHeads), let target = projected.gradient {
            let flipped = try Layout(square.dimensions, strides: square.strides + [1, softmax.step])
            let slopes = Tensor(weights.layout)
            addBackward([
                try product(weights.viewed(as: flipped), gradient, target.viewed(as: extent.third(2))),
                try product(gradient, values.viewed(as: extent.third(2, isTransposed: true)), slopes),
                .function([weights, slopes]) { numbers in
                    for utterance in 0..<batch {
                        softmax.backward(
                            numbers[0] + utterance * softmax.count, gradient: numbers[1] + utterance * softmax.count,
                            length: conditions.length(utterance, frameStride: stride, of: frames))
                    }
                },
                try product(slopes, keys.viewed(as: extent.third(1)), target.viewed(as: extent.third(0))),
                try product(
                    slopes.viewed(as: flipped), queries.viewed(as: extent.third(0)), target.viewed(as: extent.third(1))),
            ])
        }
        return try linear(features, on: joined, path: "\(path).out")
    }

    /// The matrices of two tensors multiplied, one by one.
    private func product(_ left: Tensor, _ right: Tensor, _ target: Tensor) throws(NeuralError) -> Step {
        let operation = try Operation("a product of matrices") {
            onednn_matmul(
                $0, engine.engine, left.layout.handle, right.layout.handle, nil, target.layout.handle, $1)
        }
        return try step(operation, [(onednn_source, left), (onednn_weights, right), (onednn_target, target)])
    }
}

/// How a sequence is seen as one matrix, frames × features, for each utterance and head.
private struct HeadExtent {
    let batch: Int
    let heads: Int
    let frames: Int
    /// Of one head.
    let features: Int

    /// All heads' features side by side in each frame.
    func joined() throws(NeuralError) -> Layout {
        let width = heads * features
        return try Layout([batch, heads, frames, features], strides: [frames * width, features, width, 1])
    }

    /// The queries, keys or values of a sequence that has all of them side by side in each frame.
    func third(_ index: Int, isTransposed: Bool = false) throws(NeuralError) -> Layout {
        let width = 3 * heads * features
        let (rows, columns) = isTransposed ? (features, frames) : (frames, features)
        let whole = try Layout(
            [batch, 3 * heads, rows, columns],
            strides: [frames * width, features] + (isTransposed ? [1, width] : [width, 1]))
        return try whole.part([batch, heads, rows, columns], at: [0, index * heads, 0, 0])
    }
}

/// The softmax over the frames that are not padding, for each head and frame of one utterance, and its gradient.
struct AttentionSoftmax {
    let heads: Int
    let frames: Int
    /// What products of queries and keys are multiplied by.
    let scale: Float

    /// From one row to the next: whole lanes, so that none are left over. What lies beyond the last frame is of no account.
    var step: Int { Self.rounded(frames) }
    /// Numbers of one utterance: heads × frames × step.
    var count: Int { heads * frames * step }

    private static func rounded(_ count: Int) -> Int {
        (count + Lanes.scalarCount - 1) / Lanes.scalarCount * Lanes.scalarCount
    }

    /// - Parameter numbers: products of queries and keys that become weights, zero for padding.
    func forward(_ numbers: UnsafeMutablePointer<Float>, length: Int) {
        let (width, end) = (Lanes.scalarCount, Self.rounded(length))
        for row in 0..<heads * frames {
            let numbers = numbers + row * step
            (numbers + length).update(repeating: -.infinity, count: end - length)
            var largest = Lanes(numbers, count: width)
            for start in stride(from: width, to: end, by: width) {
                largest = largest.larger(Lanes(numbers + start, count: width))
            }
            let shift = largest.max()
            var sum = Lanes.zero
            for start in stride(from: 0, to: end, by: width) {
                let power = (scale * (Lanes(numbers + start, count: width) - shift)).exponential()
                power.store(numbers + start, count: width)
                sum += power
            }
            let share = 1 / sum.sum()
            for start in stride(from: 0, to: end, by: width) {
                (share * Lanes(numbers + start, count: width)).store(numbers + start, count: width)
            }
            (numbers + length).update(repeating: 0, count: step - length)
        }
    }

    /// - Parameters:
    ///   - weights: what `forward` gave.
    ///   - gradient: that by the weights, which becomes that by the products.
    func backward(_ weights: UnsafePointer<Float>, gradient: UnsafeMutablePointer<Float>, length: Int) {
        let (width, end) = (Lanes.scalarCount, Self.rounded(length))
        for row in 0..<heads * frames {
            let (weights, gradient) = (weights + row * step, gradient + row * step)
            // The weights of padding are zero, but what comes back to them may be anything.
            (gradient + length).update(repeating: 0, count: step - length)
            var sum = Lanes.zero
            for start in stride(from: 0, to: end, by: width) {
                sum += Lanes(weights + start, count: width) * Lanes(gradient + start, count: width)
            }
            let mean = sum.sum()
            for start in stride(from: 0, to: end, by: width) {
                let distance = Lanes(gradient + start, count: width) - mean
                (scale * Lanes(weights + start, count: width) * distance).store(gradient + start, count: width)
            }
        }
    }
}
