/// The shape of a frame's magnitude spectrum in a few numbers, as librosa defines them.
public struct SpectralOptions: Codable, Hashable, Sendable {
    /// The share of the summed magnitude at or below the roll-off frequency.
    public var rollOffShare: Float
    /// Octave bands above the first; the contrast has one column more than this.
    public var contrastBands: Int
    /// The upper edge in hertz of the first contrast band.
    public var contrastMinimumFrequency: Float
    /// The share of a band's bins that make its peak, and its valley.
    public var contrastQuantile: Float
    /// Peaks and valleys further than this below the signal's largest are raised to that limit, as librosa's contrast does; nil
    /// for none. It needs the whole signal, so a stream cannot have it.
    public var contrastTopDecibels: Float?
    /// Power below this counts as this in the flatness.
    public var flatnessFloor: Float

    public init(
        rollOffShare: Float = 0.85, contrastBands: Int = 6, contrastMinimumFrequency: Float = 200,
        contrastQuantile: Float = 0.02, contrastTopDecibels: Float? = 80, flatnessFloor: Float = 1e-10
    ) {
        self.rollOffShare = rollOffShare
        self.contrastBands = contrastBands
        self.contrastMinimumFrequency = contrastMinimumFrequency
        self.contrastQuantile = contrastQuantile
        self.contrastTopDecibels = contrastTopDecibels
        self.flatnessFloor = flatnessFloor
    }

    func validate(sampleRate: Int) throws(FeatureOptionsError) {
        try require(rollOffShare, in: 0.01...0.999, field: "spectral.rollOffShare")
        try require(contrastBands, in: 1...16, field: "spectral.contrastBands")
        try require(contrastMinimumFrequency, in: 1...1e6, field: "spectral.contrastMinimumFrequency")
        try require(contrastQuantile, in: 0.001...0.5, field: "spectral.contrastQuantile")
        try require(flatnessFloor, in: 1e-30...1, field: "spectral.flatnessFloor")
        if let contrastTopDecibels { try require(contrastTopDecibels, in: 0...1e6, field: "spectral.contrastTopDecibels") }
        let nyquist = Float(sampleRate) / 2
        guard contrastMinimumFrequency * Float(1 << (contrastBands - 1)) < nyquist else {
            throw .contrastRange(bands: contrastBands, minimum: contrastMinimumFrequency, nyquist: nyquist)
        }
    }
}
