extension Layer {
    /// A recurrent layer over the frames of a sequence.
    public struct Recurrent: Codable, Hashable, Sendable {
        public enum Cell: String, Codable, Hashable, Sendable {
            /// Hochreiter and Schmidhuber 1997, with a forget gate.
            case lstm
            /// Cho et al. 2014, with the reset gate after the product, as cuDNN and PyTorch have it.
            case gru
        }

        public var cell: Cell
        /// Of each direction.
        public var features: Int
        /// Runs backwards too; both outputs stand side by side.
        public var isBidirectional: Bool

        public init(_ cell: Cell, _ features: Int, isBidirectional: Bool = true) {
            self.cell = cell
            self.features = features
            self.isBidirectional = isBidirectional
        }
    }
}
