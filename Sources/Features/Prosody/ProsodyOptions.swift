/// How rhythm and intonation are measured.
///
/// Every level is relative to the recording's own: the intensity above which half of its energy lies. Silence, however much of
/// it, does not move that level, nor does a click.
public struct ProsodyOptions: Codable, Hashable, Sendable {
    /// Its `pathDelay` holds for frames only: functionals know the whole recording, and decide over the whole.
    public var pitch: PitchOptions
    public var intensity: IntensityOptions
    public var syllables: SyllableOptions
    /// Frames so many decibels below the recording's level are silent.
    public var silenceDepth: Double
    /// Silences between two sounds from this many seconds on are pauses; shorter ones are taken for the closures of consonants
    /// (250 ms: Goldman-Eisler 1968, "Psycholinguistics").
    public var shortestPause: Double
    /// Sounds shorter than this, in seconds, are clicks: they neither begin nor end the speech, nor part a pause in two.
    public var shortestSound: Double
    /// A rise or a fall moves the pitch by so many semitones at least, about what a listener notices in speech
    /// ('t Hart 1981, "Differential sensitivity to pitch distance, particularly in speech", JASA 69).
    public var smallestPitchMovement: Double
    /// A rise or a fall of the intensity moves it by so many decibels at least.
    public var smallestIntensityMovement: Double

    public init(
        pitch: PitchOptions = PitchOptions(pathDelay: 0.5), intensity: IntensityOptions = IntensityOptions(),
        syllables: SyllableOptions = SyllableOptions(), silenceDepth: Double = 22, shortestPause: Double = 0.25,
        shortestSound: Double = 0.05, smallestPitchMovement: Double = 1, smallestIntensityMovement: Double = 3
    ) {
        self.pitch = pitch
        self.intensity = intensity
        self.syllables = syllables
        self.silenceDepth = silenceDepth
        self.shortestPause = shortestPause
        self.shortestSound = shortestSound
        self.smallestPitchMovement = smallestPitchMovement
        self.smallestIntensityMovement = smallestIntensityMovement
    }

    /// Throws `FeatureOptionsError.outOfRange` for a number outside its range; pitch and intensity must have frames at hops of
    /// 10 ms.
    public func validate() throws(FeatureOptionsError) {
        try pitch.validate()
        try intensity.validate()
        try require(pitch.timeStep, in: 0.01...0.01, field: "prosody.pitch.timeStep")
        try require(intensity.timeStep, in: 0.01...0.01, field: "prosody.intensity.timeStep")
        try syllables.validate()
        try require(silenceDepth, in: 1...100, field: "prosody.silenceDepth")
        try require(shortestPause, in: 0.01...10, field: "prosody.shortestPause")
        try require(shortestSound, in: 0...1, field: "prosody.shortestSound")
        try require(smallestPitchMovement, in: 0.1...24, field: "prosody.smallestPitchMovement")
        try require(smallestIntensityMovement, in: 0.1...60, field: "prosody.smallestIntensityMovement")
    }
}
