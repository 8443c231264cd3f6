/// What the 20 ms frames of a GeMAPS set say, before any smoothing.
///
/// openSMILE prints the mean over three frames: of the values before, at and after a frame, the first frame standing in for the
/// one before it, and after the last printed row the following 20 ms frame, which exists there, as there are more of these than
/// of 60 ms frames. Formants alone are averaged over those of the three that are not 0, and stay 0 where they are 0 themselves.
struct GeMAPSSpectralFrame: Hashable, Sendable {
    /// The sum over 26 mel bands of auditorily weighted power to the 0.33.
    var loudness: Float = 0
    /// 10 log₁₀ of the power in 1–5 kHz over that below 1 kHz, in dB.
    var alphaRatio: Float = 0
    /// 10 log₁₀ of the strongest bin below 2 kHz over the strongest in 2–5 kHz, in dB.
    var hammarbergIndex: Float = 0
    /// Slope of the logarithmic power spectrum over 0–500 Hz, in dB per Hz.
    var slope0to500: Float = 0
    /// The same over 500–1500 Hz.
    var slope500to1500: Float = 0
    /// Root of the mean squared difference of the magnitude spectrum below 5 kHz from the frame's before; 0 at the first frame.
    var spectralFlux: Float = 0
    /// Mel-frequency cepstral coefficients 1–4.
    var mfcc: SIMD4<Float> = .zero
    /// F1, F2 and F3 in Hz, 0 where there are fewer.
    var formantFrequencies: SIMD3<Float> = .zero
    /// Their bandwidths in Hz.
    var formantBandwidths: SIMD3<Float> = .zero
    /// Of the frame's samples, without a window.
    var rootMeanSquare: Float = 0
}

/// What a frame needs of the one before.
struct GeMAPSSpectralState: Hashable, Sendable {
    /// The magnitude spectrum below 5 kHz; empty before the first frame.
    var previousMagnitude: [Double] = []

    init() {}
}
