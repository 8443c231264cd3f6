import CDNNL

extension NetworkBuilder {
    /// Multi-head self-attention: softmax(Q Kᵀ / √d) V for each head of d features, between two linear layers (Vaswani et al.
    /// 2017), with the parameters of PyTorch's `MultiheadAttention`. No frame sees padding.
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

        let data = projected.data
        let (queries, keys, values) = try (
            data.viewed(as: extent.part(.queries)), data.viewed(as: extent.part(.keys)), data.viewed(as: extent.part(.values))
        )
        let transposedKeys = try data.viewed(as: extent.part(.keys, isTransposed: true))
        addForward(try product(queries, transposedKeys, weights))
        addForward(
            .function([weights]) { numbers in
                for utterance in 0..<batch {
                    softmax.forward(
                        numbers[0] + utterance * softmax.count,
                        length: conditions.length(utterance, frameStride: stride, of: frames))
                }
            })
        let ofHeads = try extent.joined()
        addForward(try product(weights, values, joined.data.viewed(as: ofHeads)))
        if let gradient = joined.gradient?.viewed(as: ofHeads), let target = projected.gradient {
            let flipped = try Layout(square.dimensions, strides: square.strides + [1, softmax.step])
            let slopes = Tensor(weights.layout)
            let transposedValues = try data.viewed(as: extent.part(.values, isTransposed: true))
            addBackward([
                try product(weights.viewed(as: flipped), gradient, target.viewed(as: extent.part(.values))),
                try product(gradient, transposedValues, slopes),
                .function([weights, slopes]) { numbers in
                    for utterance in 0..<batch {
                        softmax.backward(
                            numbers[0] + utterance * softmax.count, gradient: numbers[1] + utterance * softmax.count,
                            length: conditions.length(utterance, frameStride: stride, of: frames))
                    }
                },
                try product(slopes, keys, target.viewed(as: extent.part(.queries))),
                try product(slopes.viewed(as: flipped), queries, target.viewed(as: extent.part(.keys))),
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

    /// In the order in which they stand in each frame.
    enum Part: Int { case queries, keys, values }

    /// The queries, keys or values of a sequence that has all of them side by side in each frame.
    func part(_ part: Part, isTransposed: Bool = false) throws(NeuralError) -> Layout {
        let width = 3 * heads * features
        let (rows, columns) = isTransposed ? (features, frames) : (frames, features)
        let whole = try Layout(
            [batch, 3 * heads, rows, columns],
            strides: [frames * width, features] + (isTransposed ? [1, width] : [width, 1]))
        return try whole.part([batch, heads, rows, columns], at: [0, part.rawValue * heads, 0, 0])
    }
}
