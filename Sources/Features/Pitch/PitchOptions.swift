/// How the fundamental frequency of a voice is tracked.
///
/// A frame has candidates, each a frequency with a strength from 0 to 1, and the possibility that it is unvoiced; the track is
/// the path through them that costs least. The methods differ in where the candidates come from; the path is the one of Boersma
/// (1993), "Accurate short-term analysis of the fundamental frequency and the harmonics-to-noise ratio of a sampled sound",
/// Proceedings of the Institute of Phonetic Sciences 17. The defaults are those that Praat made usual.
public struct PitchOptions: Codable, Hashable, Sendable {
    /// Where the candidates come from.
    public enum Method: String, Codable, Hashable, Sendable, CaseIterable {
        /// Maxima of the windowed frame's autocorrelation, divided by the window's own (Boersma 1993).
        case autocorrelation
        /// Minima of the cumulative mean normalised difference function (de Cheveigné & Kawahara 2002); a strength is 1 − d′.
        case yin
        /// Maxima of the sub-harmonic sum of the spectrum on an octave scale (Hermes 1988).
        case subharmonicSummation = "subharmonic-summation"
    }

    /// The window of a frame; YIN has none, and looks at three periods of the floor.
    public enum Window: String, Codable, Hashable, Sendable, CaseIterable {
        /// Three periods of the floor.
        case hann
        /// Six periods of the floor, for half the spread between harmonics: slower, more accurate in steady vowels.
        case gaussian
    }

    public var method: Method
    public var window: Window
    /// With `hops`, a frame near an end takes the nearest window inside the signal.
    public var alignment: TrackAlignment
    /// The lowest fundamental frequency, in hertz; it sets the window's length.
    public var floor: Double
    /// The highest fundamental frequency, in hertz.
    public var ceiling: Double
    /// From frame to frame, in seconds.
    public var timeStep: Double
    /// At most so many candidates a frame, the unvoiced one included.
    public var candidateCount: Int
    /// Frames whose peak is below this share of the signal's peak are likely silent.
    public var silenceThreshold: Double
    /// The strength of the unvoiced candidate in a frame that is not silent.
    public var voicingThreshold: Double
    /// YIN's absolute threshold: of the minima of d′ below it, the one at the shortest lag is the strongest.
    public var dipThreshold: Double
    /// What an octave upwards is worth, so that of equally strong candidates the highest wins.
    public var octaveCost: Double
    /// What a jump by one octave costs, in steps of 0.01 s; it is scaled to the `timeStep`.
    public var octaveJumpCost: Double
    /// What going from voiced to unvoiced or back costs, in steps of 0.01 s; it is scaled to the `timeStep`.
    public var voicedUnvoicedCost: Double
    /// Within how many seconds after a frame its pitch is decided; nil to decide all at the end, as Boersma does.
    ///
    /// With a delay memory is bounded and a stream gives rows live, but a frame knows only the loudest moment so far, and only
    /// the path up to the delay. Without it, about 100 bytes are kept of every frame.
    public var pathDelay: Double?

    public init(
        method: Method = .autocorrelation, window: Window = .hann, alignment: TrackAlignment = .hops, floor: Double = 75,
        ceiling: Double = 600, timeStep: Double = 0.01, candidateCount: Int = 15, silenceThreshold: Double = 0.03,
        voicingThreshold: Double = 0.45, dipThreshold: Double = 0.1, octaveCost: Double = 0.01,
        octaveJumpCost: Double = 0.35, voicedUnvoicedCost: Double = 0.14, pathDelay: Double? = nil
    ) {
        self.method = method
        self.window = window
        self.alignment = alignment
        self.floor = floor
        self.ceiling = ceiling
        self.timeStep = timeStep
        self.candidateCount = candidateCount
        self.silenceThreshold = silenceThreshold
        self.voicingThreshold = voicingThreshold
        self.dipThreshold = dipThreshold
        self.octaveCost = octaveCost
        self.octaveJumpCost = octaveJumpCost
        self.voicedUnvoicedCost = voicedUnvoicedCost
        self.pathDelay = pathDelay
    }

    /// Throws `FeatureOptionsError.outOfRange` unless a tracker can be made of these options at some sample rate.
    public func validate() throws(FeatureOptionsError) {
        try require(floor, in: 10...2000, field: "pitch.floor")
        try require(ceiling, in: floor * 1.1...max(floor * 1.1, 10_000), field: "pitch.ceiling")
        try require(timeStep, in: 0.0005...1, field: "pitch.timeStep")
        try require(candidateCount, in: 2...100, field: "pitch.candidateCount")
        try require(silenceThreshold, in: 0...1, field: "pitch.silenceThreshold")
        try require(voicingThreshold, in: 0...1, field: "pitch.voicingThreshold")
        try require(dipThreshold, in: 0...1, field: "pitch.dipThreshold")
        try require(octaveCost, in: 0...1, field: "pitch.octaveCost")
        try require(octaveJumpCost, in: 0...100, field: "pitch.octaveJumpCost")
        try require(voicedUnvoicedCost, in: 0...100, field: "pitch.voicedUnvoicedCost")
        if let pathDelay { try require(pathDelay, in: 0...60, field: "pitch.pathDelay") }
    }

    /// The window in periods of the floor.
    var windowPeriods: Double { window == .gaussian && method != .yin ? 6 : 3 }
}
