/// What keeps a net from being built or run.
public enum NeuralError: Error, Hashable, Sendable {
    /// oneDNN refused an operation, with its own status.
    case operation(name: String, status: Int)
    /// A layer cannot take what the layers before it give.
    case shape(layer: String, input: TensorShape)
    /// A number of a declaration lies outside its bounds.
    case outOfBounds(field: String, value: Int, bounds: ClosedRange<Int>)
    /// The arena that the net would need, in bytes.
    case tooLarge(byteCount: Int, limit: Int)
    /// Weights that are missing, of another shape or not finite.
    case weights(name: String)
    /// The input or the targets have another count of numbers than the net was compiled for.
    case count(expected: Int, found: Int)
}
