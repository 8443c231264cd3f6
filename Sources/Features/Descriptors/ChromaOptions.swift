/// Energy by pitch class, as librosa's `chroma_stft` defines it.
public struct ChromaOptions: Codable, Hashable, Sendable {
    /// Pitch classes to the octave, counted from C.
    public var classes: Int
    /// How far the recording is tuned from A4 = 440 Hz, in fractions of a class. librosa estimates it from the whole signal
    /// unless told; here it is fixed, so that a stream and a file agree.
    public var tuning: Float
    /// The octave, counted from A0 = 27.5 Hz, about which pitches weigh most.
    public var centreOctave: Float
    /// The width in octaves of that weighting.
    public var octaveWidth: Float

    public init(classes: Int = 12, tuning: Float = 0, centreOctave: Float = 5, octaveWidth: Float = 2) {
        self.classes = classes
        self.tuning = tuning
        self.centreOctave = centreOctave
        self.octaveWidth = octaveWidth
    }

    func validate() throws(FeatureOptionsError) {
        try require(classes, in: 2...120, field: "chroma.classes")
        try require(tuning, in: -1...1, field: "chroma.tuning")
        try require(centreOctave, in: 0...20, field: "chroma.centreOctave")
        try require(octaveWidth, in: 0.01...100, field: "chroma.octaveWidth")
    }
}
