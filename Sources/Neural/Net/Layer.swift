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
