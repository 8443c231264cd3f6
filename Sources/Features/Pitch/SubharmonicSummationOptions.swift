/// How fundamental frequencies are found by sub-harmonic summation.
///
/// D. J. Hermes, "Measurement of pitch by subharmonic summation", JASA 83(1), 1988: the magnitude spectrum is cleared of all
/// but its peaks, smoothed, put on an octave scale, weighted as the ear hears, and added to itself shifted by each harmonic's
/// distance in octaves. The sum has its maxima at the fundamental and, lower, at its sub-harmonics. The defaults are those of
/// GeMAPS.
public struct SubharmonicSummationOptions: Codable, Hashable, Sendable {
    /// The lowest fundamental frequency, in hertz.
    public var floor: Double
    /// The highest fundamental frequency, in hertz.
    public var ceiling: Double
    /// The number of harmonics that are added up, the fundamental included.
    public var harmonics: Int
    /// What each harmonic counts in proportion to the one before it.
    public var compression: Double
    /// At most so many candidates a frame.
    public var candidateCount: Int
    /// From this strength on a candidate counts as voiced.
    public var voicingCutoff: Double
    /// Where the octave scale begins, in hertz; it ends at half the sample rate and has as many points as the spectrum has
    /// bins.
    public var lowestFrequency: Double

    public init(
        floor: Double = 55, ceiling: Double = 1000, harmonics: Int = 15, compression: Double = 0.85, candidateCount: Int = 6,
        voicingCutoff: Double = 0.7, lowestFrequency: Double = 25
    ) {
        self.floor = floor
        self.ceiling = ceiling
        self.harmonics = harmonics
        self.compression = compression
        self.candidateCount = candidateCount
        self.voicingCutoff = voicingCutoff
        self.lowestFrequency = lowestFrequency
    }

    /// Throws `FeatureOptionsError.outOfRange` unless every field can be computed with.
    public func validate() throws(FeatureOptionsError) {
        try require(lowestFrequency, in: 5...500, field: "subharmonicSummation.lowestFrequency")
        try require(floor, in: lowestFrequency...2000, field: "subharmonicSummation.floor")
        try require(ceiling, in: floor...max(floor, 4000), field: "subharmonicSummation.ceiling")
        try require(harmonics, in: 1...50, field: "subharmonicSummation.harmonics")
        try require(compression, in: 0.1...1, field: "subharmonicSummation.compression")
        try require(candidateCount, in: 1...20, field: "subharmonicSummation.candidateCount")
        try require(voicingCutoff, in: 0...1, field: "subharmonicSummation.voicingCutoff")
    }
}
