/// A tensor on its way through a net: what a layer gave, and room for the loss's gradient by it.
struct Value {
    let shape: TensorShape
    let data: Tensor
    /// In the same layout as the data; nil in inference and for what nobody learns, such as the input.
    let gradient: Tensor?
    /// How many of the input's frames went into one of these, so that lengths can follow.
    let frameStride: Int

    /// The same numbers seen as another shape.
    func viewed(as shape: TensorShape, _ layout: Layout) -> Value {
        Value(
            shape: shape, data: data.viewed(as: layout), gradient: gradient?.viewed(as: layout), frameStride: frameStride)
    }
}
