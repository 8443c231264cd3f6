/// How `SpectralSuppressor` works.
public struct SpectralSuppressionOptions: Codable, Hashable, Sendable {
    /// Length of a frame in seconds, which is also the delay.
    public var frameDuration: Double
    /// How many frames cover a sample: 2 or 4.
    public var overlap: Int
    /// The most that any bin is attenuated by, in decibels.
    public var attenuation: Double
    /// The share of the frame before in the decision-directed estimate of the signal-to-noise ratio (Ephraim & Malah 1984), for
    /// frames 10 ms apart.
    public var decisionSmoothing: Double
    /// The share of the frame before in the tracked noise, for frames 10 ms apart.
    public var noiseSmoothing: Double
    /// The signal-to-noise ratio that speech is expected to have where there is speech, in decibels (Gerkmann & Hendriks 2012).
    public var expectedSpeech: Double

    public init(
        frameDuration: Double = 0.02, overlap: Int = 2, attenuation: Double = 15, decisionSmoothing: Double = 0.95,
        noiseSmoothing: Double = 0.93, expectedSpeech: Double = 15
    ) {
        self.frameDuration = frameDuration
        self.overlap = overlap
        self.attenuation = attenuation
        self.decisionSmoothing = decisionSmoothing
        self.noiseSmoothing = noiseSmoothing
        self.expectedSpeech = expectedSpeech
    }

    public static let `default` = SpectralSuppressionOptions()

    /// Throws `ConditioningError` for the first number outside its range.
    public func validate() throws(ConditioningError) {
        try ConditioningError.require(frameDuration, in: 0.005...0.06, field: "frameDuration")
        guard overlap == 2 || overlap == 4 else {
            throw .outOfRange(field: "overlap", value: Double(overlap), lowest: 2, highest: 4)
        }
        try ConditioningError.require(attenuation, in: 0...60, field: "attenuation")
        try ConditioningError.require(decisionSmoothing, in: 0...0.999, field: "decisionSmoothing")
        try ConditioningError.require(noiseSmoothing, in: 0...0.999, field: "noiseSmoothing")
        try ConditioningError.require(expectedSpeech, in: 1...40, field: "expectedSpeech")
    }
}
