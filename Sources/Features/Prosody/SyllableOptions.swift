/// How syllable nuclei are found: maxima of the intensity, with a dip on either side, in which the voice sounds.
///
/// That is the method of de Jong & Wempe (2009), "Praat script to detect syllable nuclei and measure speech rate automatically",
/// Behavior Research Methods 41(2). Two things differ. The intensity is that of the band in which vowels are strong and nasals,
/// voice bars and fricatives are weak, so that a nasal parts two vowels and /s/ makes no syllable; and what lies far below the
/// recording's level is flattened by a floor, so that ripples of the background count for nothing.
public struct SyllableOptions: Codable, Hashable, Sendable {
    /// The lower edge of the vowels' band in hertz (24 dB an octave).
    public var lowestFrequency: Double
    /// Its upper edge in hertz (24 dB an octave).
    public var highestFrequency: Double
    /// The band's intensity shows no periods from this frequency in hertz on, as in `IntensityOptions`.
    public var intensityFloor: Double
    /// How far below the recording's level the intensity is flattened, in decibels: energy of so much less is added.
    public var floorDepth: Double
    /// The depth in decibels that the dips on both sides of a nucleus have at least.
    public var smallestDip: Double
    /// The voice must sound within so many seconds of a nucleus: a creaking vowel is often called unvoiced in its middle.
    public var voicingReach: Double

    public init(
        lowestFrequency: Double = 600, highestFrequency: Double = 2500, intensityFloor: Double = 60,
        floorDepth: Double = 36, smallestDip: Double = 2.5, voicingReach: Double = 0.03
    ) {
        self.lowestFrequency = lowestFrequency
        self.highestFrequency = highestFrequency
        self.intensityFloor = intensityFloor
        self.floorDepth = floorDepth
        self.smallestDip = smallestDip
        self.voicingReach = voicingReach
    }

    func validate() throws(FeatureOptionsError) {
        try require(lowestFrequency, in: 20...20_000, field: "prosody.syllables.lowestFrequency")
        try require(
            highestFrequency, in: lowestFrequency...max(lowestFrequency, 100_000),
            field: "prosody.syllables.highestFrequency")
        try require(intensityFloor, in: 10...2000, field: "prosody.syllables.intensityFloor")
        try require(floorDepth, in: 0...200, field: "prosody.syllables.floorDepth")
        try require(smallestDip, in: 0.1...60, field: "prosody.syllables.smallestDip")
        try require(voicingReach, in: 0...1, field: "prosody.syllables.voicingReach")
    }
}
