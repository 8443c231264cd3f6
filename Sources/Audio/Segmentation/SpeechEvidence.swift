/// What is measured in a frame to tell speech from other sound; none of it depends on the level of the recording.
public struct SpeechEvidence: Hashable, Sendable {
    /// Mean over the bands of their level over the noise floor, in units of 10 dB.
    public var excess: Float = 0
    /// The same of the quarter of the bands that stand out most.
    public var strongestExcess: Float = 0
    /// The same of the bands from 200 to 1130 Hz, where vowels have their first formant.
    public var lowExcess: Float = 0
    /// The same of the bands above 2.8 kHz, where fricatives are.
    public var highExcess: Float = 0
    /// The highest peak of the normalised autocorrelation at 70–500 Hz, after the noise floor has been subtracted: 0…1.
    public var periodicity: Float = 0
    /// Arithmetic over geometric mean of the power spectrum below 4 kHz, in units of 10 dB: 0 for a flat spectrum.
    public var contrast: Float = 0
    /// Level below the loudest of the last seconds, in units of 10 dB: 0 or less.
    public var relativeLevel: Float = 0
    /// The loudest of the last seconds over the noise floor, in units of 10 dB.
    public var range: Float = 0
    /// How unlike the last two tenths of a second are: log₁₀ of 1 − the cosine between their spectra, −6…0.
    public var change: Float = 0
    /// Whether there is anything but digital silence.
    public var isSound = false

    public init() {}

    /// The frame is like a tenth of a second before, so much as a voice never is.
    public var isSteady: Bool { isSound && change < SpectralChange.steady }
}
