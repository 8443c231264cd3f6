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
        let (conditions, stride) = (conditions, input.frameStride)

        let data = projected.data
        let (queries, keys, values) = try (
            extent.part(.queries, of: data), extent.part(.keys, of: data), extent.part(.values, of: data)
        )
        let transposedKeys = try extent.part(.keys, of: data, isTransposed: true)
        addForward(try product(queries, transposedKeys, weights))
        addForward(
            .pieces([weights], count: batch) { numbers, utterance in
                softmax.forward(
                    numbers[0] + utterance * softmax.count,
                    length: conditions.length(utterance, frameStride: stride, of: frames))
            })
        let ofHeads = try extent.joined()
        addForward(try product(weights, values, joined.data.viewed(as: ofHeads)))
        if let gradient = joined.gradient?.viewed(as: ofHeads), let target = projected.gradient {
            let flipped = try Layout(square.dimensions, strides: square.strides + [1, softmax.step])
            let slopes = Tensor(weights.layout)
            let transposedValues = try extent.part(.values, of: data, isTransposed: true)
            addBackward([
                try product(weights.viewed(as: flipped), gradient, extent.part(.values, of: target)),
                try product(gradient, transposedValues, slopes),
                .pieces([weights, slopes], count: batch) { numbers, utterance in
                    softmax.backward(
                        numbers[0] + utterance * softmax.count, gradient: numbers[1] + utterance * softmax.count,
                        length: conditions.length(utterance, frameStride: stride, of: frames))
                },
                try product(slopes, keys, extent.part(.queries, of: target)),
                try product(slopes.viewed(as: flipped), queries, extent.part(.keys, of: target)),
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
    ///
    /// Where they begin is left to the tensor: oneDNN 2.6 forgets a layout's own offset in the product of a single pair of matrices.
    func part(_ part: Part, of all: Tensor, isTransposed: Bool = false) throws(NeuralError) -> Tensor {
        let width = 3 * heads * features
        let (rows, columns) = isTransposed ? (features, frames) : (frames, features)
        let layout = try Layout(
            [batch, heads, rows, columns], strides: [frames * width, features] + (isTransposed ? [1, width] : [width, 1]))
        return all.viewed(as: layout, from: part.rawValue * heads * features)
    }
}
