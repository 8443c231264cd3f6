extension Layer {
    /// A convolution, without padding its result away: with stride 1 it has as many frames and bands as its input.
    public struct Convolution: Codable, Hashable, Sendable {
        public var channels: Int
        public var kernel: Extent
        public var stride: Extent
        public var dilation: Extent
        /// Of input and output channels that see one another only within their group; as many as input channels: depthwise.
        public var groups: Int
        public var hasBias: Bool

        public init(
            _ channels: Int, kernel: Extent, stride: Extent = Extent(1, 1), dilation: Extent = Extent(1, 1), groups: Int = 1,
            hasBias: Bool = false
        ) {
            self.channels = channels
            self.kernel = kernel
            self.stride = stride
            self.dilation = dilation
            self.groups = groups
            self.hasBias = hasBias
        }

        /// What is added around the input, before and after it, so that stride 1 keeps its size.
        func padding(along axis: KeyPath<Extent, Int>) -> (before: Int, after: Int) {
            let reach = (kernel[keyPath: axis] - 1) * dilation[keyPath: axis]
            return (reach / 2, reach - reach / 2)
        }

        func outputExtent(of input: Int, along axis: KeyPath<Extent, Int>) -> Int {
            (input - 1) / stride[keyPath: axis] + 1
        }
    }
}
