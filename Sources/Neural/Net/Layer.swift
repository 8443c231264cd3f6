/// One layer of a net, as a value: what it does, not how.
///
/// Pictures are channels × frames × bands, sequences frames × features, as ``TensorShape`` has them. A kernel, a stride or a dilation is
/// given as frames and bands; for a sequence seen as a picture of one band, bands are 1.
public indirect enum Layer: Codable, Hashable, Sendable {
    /// A sequence as a picture of one channel: frames × bands.
    case image
    /// A picture as a sequence: each frame's channels and bands side by side.
    case sequence
    /// Everything of an utterance in one vector.
    case flatten
    /// y = W x + b for a vector, or for each frame of a sequence.
    case linear(Int, bias: Bool = true)
    /// On a picture, or over the frames of a sequence.
    case convolution(Convolution)
    /// Over the batch, and over frames and bands, for each channel of a picture or feature of a vector (Ioffe and Szegedy 2015).
    case batchNormalization
    /// Over the features of each frame or vector (Ba, Kiros and Hinton 2016).
    case layerNormalization
    case activation(Activation)
    case pooling(Pooling)
    /// The mean over frames and bands: a vector of as many features as the picture has channels.
    case globalAverage
    /// While training, sets numbers to zero with this probability and scales the others up (Srivastava et al. 2014).
    case dropout(Double)
    /// x + layers(x), or shortcut(x) + layers(x) (He et al. 2015).
    case residual([Layer], shortcut: [Layer] = [])
    /// Weighs each channel of a picture by what two linear layers make of all channels' means (Hu et al. 2017).
    case squeezeExcitation(reduction: Int)
    /// Several ways side by side, their channels or features joined.
    case concatenation([[Layer]])
    /// LSTM or GRU over the frames of a sequence. Padding is passed over, backwards too, and gives zeros.
    case recurrent(Recurrent)
    /// Multi-head self-attention over the frames of a sequence (Vaswani et al. 2017).
    case attention(heads: Int)
    /// Mean and deviation over frames, weighted by attention: twice as many features (Okabe et al. 2018).
    case attentiveStatistics(hidden: Int)
    /// Mean and deviation over frames: twice as many features.
    case statistics
}

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

/// So many frames and bands.
public struct Extent: Codable, Hashable, Sendable {
    public var frames: Int
    public var bands: Int

    public init(_ frames: Int, _ bands: Int) {
        self.frames = frames
        self.bands = bands
    }
}
