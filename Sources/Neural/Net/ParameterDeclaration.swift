/// Some of a net's numbers: their name, shape, and what they are before training.
public struct ParameterDeclaration: Hashable, Sendable {
    public enum Start: Hashable, Sendable {
        case constant(Float)
        /// Normal with this deviation around zero.
        case normal(Float)
        /// Uniform between minus and plus this.
        case uniform(Float)
    }

    /// The path of layers, such as `3.residual.0.weight`.
    public let name: String
    public let shape: [Int]
    public let start: Start
    /// False for running statistics, which training updates but no gradient does.
    public let isTrained: Bool

    init(_ name: String, _ shape: [Int], _ start: Start, isTrained: Bool = true) {
        self.name = name
        self.shape = shape
        self.start = start
        self.isTrained = isTrained
    }

    public var count: Int { shape.reduce(1, *) }
}
