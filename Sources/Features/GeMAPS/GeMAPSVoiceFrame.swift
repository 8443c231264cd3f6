/// What the 60 ms path of GeMAPS measures in one frame; the frame begins at sample t·hop, as the 20 ms frame t does.
///
/// In an unvoiced frame all is 0 but the formants' amplitudes, which are `undefinedAmplitude`.
struct GeMAPSVoiceFrame: Hashable, Sendable {
    /// In dB; what the reference prints where there is no formant or no voice.
    static let undefinedAmplitude: Float = -201

    /// In hertz, after the path search; 0 where unvoiced.
    var fundamentalFrequency: Float = 0
    /// Mean absolute difference of consecutive periods over the mean period.
    var jitter: Float = 0
    /// Mean absolute level difference of consecutive periods, in dB.
    var shimmer: Float = 0
    /// In dB.
    var harmonicsToNoise: Float = 0
    /// `logRelF0-H1-H2` in dB: measured, the reference counts from 0, so that H1 is the second partial and H2 the third.
    var h1h2: Float = 0
    /// `logRelF0-H1-A3` in dB: the second partial over the highest harmonic near the third formant.
    var h1a3: Float = 0
    /// The highest harmonics near the first three formants over the fundamental, in dB.
    var formantAmplitudes = SIMD3<Float>(repeating: GeMAPSVoiceFrame.undefinedAmplitude)
}
