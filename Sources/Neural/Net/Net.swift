/// A net as a value: what goes in, and the layers it goes through.
///
///     let net = Net(
///         input: .frames(columns: 64),
///         layers: [.image] + Net.block(32) + Net.block(64) + [.globalAverage, .linear(6)])
///     print(try net.table(frames: 300))
///
/// A net has no numbers of its own: they are in a ``ParameterStore``. It runs once it is compiled for a shape, as a ``Network``.
public struct Net: Codable, Hashable, Sendable {
    public enum Input: Codable, Hashable, Sendable {
        /// One vector an utterance, such as its functionals.
        case vector(features: Int)
        /// Frames × columns, such as a log-mel spectrogram.
        case frames(columns: Int)

        /// - Parameter frames: how many frames an utterance has; nothing to a vector.
        public func shape(frames: Int) -> TensorShape {
            switch self {
            case .vector(let features): .vector(features: features)
            case .frames(let columns): .sequence(frames: frames, features: columns)
            }
        }
    }

    public var input: Input
    public var layers: [Layer]

    public init(input: Input, layers: [Layer]) {
        self.input = input
        self.layers = layers
    }

    /// What comes out.
    ///
    /// - Throws: ``NeuralError`` when the layers do not fit together.
    public func output(frames: Int) throws(NeuralError) -> TensorShape {
        try shapes(frames: frames).last?.output ?? input.shape(frames: frames)
    }

    /// Convolution, batch normalisation, ReLU, and the larger of two by two.
    public static func block(_ channels: Int, pooling: Extent = Extent(2, 2)) -> [Layer] {
        [
            .convolution(Layer.Convolution(channels, kernel: Extent(3, 3))), .batchNormalization, .activation(.relu),
            .pooling(Layer.Pooling(.maximum, pooling)),
        ]
    }
}
