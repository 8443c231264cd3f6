extension Layer {
    /// The largest or the mean of each neighbourhood; what does not fill a neighbourhood at the end is left out.
    public struct Pooling: Codable, Hashable, Sendable {
        public enum Kind: String, Codable, Hashable, Sendable { case maximum, average }

        public var kind: Kind
        public var kernel: Extent

        public init(_ kind: Kind, _ kernel: Extent) {
            self.kind = kind
            self.kernel = kernel
        }
    }
}
