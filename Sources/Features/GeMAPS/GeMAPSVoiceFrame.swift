/// What the 60 ms path of GeMAPS measures in one frame; the frame begins at sample t·hop, as the 20 ms frame t does.
///
/// In an unvoiced frame every value is 0, but for the harmonic ones, which are `unvoicedLevel`.
struct GeMAPSVoiceFrame: Hashable, Sendable {
    /// The level that stands for an undefined harmonic in dB: the reference prints −201, below any level of a voiced frame.
    static let unvoicedLevel: Float = -201

    /// In hertz, after the path search; 0 where unvoiced.
    var fundamentalFrequency: Float = 0
    /// Mean absolute difference of consecutive periods over the mean period.
    var jitter: Float = 0
    /// Mean absolute level difference of consecutive periods, in dB.
    var shimmer: Float = 0
    /// In dB.
    var harmonicsToNoise: Float = 0
    /// First harmonic over the second, in dB.
    var h1h2: Float = 0
    /// First harmonic over the highest one near the third formant, in dB.
    var h1a3: Float = 0
    /// The highest harmonics near the first three formants over the first harmonic, in dB.
    var formantAmplitudes = SIMD3<Float>(repeating: GeMAPSVoiceFrame.unvoicedLevel)
}
