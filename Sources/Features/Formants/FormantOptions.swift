/// How formants, the resonances of the vocal tract, are measured.
///
/// The defaults are those that Praat made usual: an adult voice has five formants below 5500 Hz (women) or 5000 Hz (men); a
/// child's ceiling is about 8000 Hz.
public struct FormantOptions: Codable, Hashable, Sendable {
    /// The highest frequency that is looked at, in hertz: the signal is resampled to twice it. A signal whose own rate is lower
    /// is taken as it is, up to half its rate.
    public var ceiling: Double
    /// How many formants are modelled below the ceiling; the predictor has two poles for each.
    public var count: Int
    /// The effective length in seconds of the Gaussian window; the window itself is twice as long.
    public var windowLength: Double
    /// From where on, in hertz, the spectrum is raised by 6 dB an octave before the analysis.
    public var preEmphasis: Double
    /// From frame to frame, in seconds.
    public var timeStep: Double

    public init(
        ceiling: Double = 5500, count: Int = 5, windowLength: Double = 0.025, preEmphasis: Double = 50, timeStep: Double = 0.01
    ) {
        self.ceiling = ceiling
        self.count = count
        self.windowLength = windowLength
        self.preEmphasis = preEmphasis
        self.timeStep = timeStep
    }

    /// Throws `FeatureOptionsError.outOfRange` unless a tracker can be made of these options at some sample rate.
    public func validate() throws(FeatureOptionsError) {
        try require(ceiling, in: 500...20_000, field: "formants.ceiling")
        try require(count, in: 1...10, field: "formants.count")
        try require(windowLength, in: 0.005...0.5, field: "formants.windowLength")
        try require(preEmphasis, in: 1...20_000, field: "formants.preEmphasis")
        try require(timeStep, in: 0.0005...1, field: "formants.timeStep")
    }
}
