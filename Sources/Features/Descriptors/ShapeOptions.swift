import Foundation

/// The shape of a frame's spectrum within one frequency band, on logarithmic scales.
///
/// A band that every recording has keeps bandwidth, codec and sample rate out of the numbers; logarithms make them follow what is
/// heard. Levels are relative to full scale, so they do not depend on the
/// transform's length, and the floor is a constant, so that a stream has it too: it suits signals scaled to about −20 dBFS, as
/// `FeatureRecipe.isLevelNormalised` does.
///
/// With f in hertz, P the power spectrum with the floor added, A = √P, and sums over the band's bins, the columns are:
/// - `shape_level`: 10 log₁₀ of the band's mean square, in decibels relative to full scale.
/// - `shape_centroid`: log₂ of c = ΣfA/ΣA. `shape_bandwidth`: log₂(1 + √(Σ(f − c)²A/ΣA)).
/// - `shape_rolloff_25` …: log₂ of the first frequency at which the running sum of A reaches 25 % … of ΣA.
/// - `shape_flatness`: geometric over arithmetic mean of P, in decibels.
/// - `shape_flux`: Euclidean distance of A/ΣA from that of the frame before; 0 at the first frame.
/// - `shape_low_centroid_400` …: log₂(1 + ΣfP/ΣP) up to 400 Hz …, which follows pitch and first formant.
/// - `shape_slope_low`, `_mid`, `_high`: least-squares slope of 10 log₁₀ P within each range, in decibels per kilohertz.
/// - `shape_alpha_ratio`: ΣP below over ΣP above 1 kHz, in decibels, and `shape_hammarberg`: the largest P below over the largest
///   above 2 kHz, in decibels (Eyben et al. 2016, "The Geneva Minimalistic Acoustic Parameter Set", IEEE Transactions on
///   Affective Computing 7), each over this band.
/// - `shape_mel_flux`: mean over the mel bands of what each rises, in decibels, from the frame before; falls and the first frame
///   count 0.
/// - `shape_contrast_0` …: mean power of the strongest tenth of each range's bins over that of the weakest, in decibels, and
///   `shape_valley_0` …: the latter relative to full scale (Jiang et al. 2002, "Music type classification by spectral contrast
///   feature", ICME).
public struct ShapeOptions: Codable, Hashable, Sendable {
    /// The band's lower edge in hertz; bins at the edges belong to the band.
    public var minimumFrequency: Float
    /// The band's upper edge in hertz.
    public var maximumFrequency: Float
    /// Upper edges in hertz of the low centroids, which begin at `minimumFrequency`: near the first harmonics, and the first
    /// formant.
    public var lowCentroidLimits: [Float]
    /// The shares of the summed magnitude at or below each roll-off frequency, rising; columns are named by the percentage.
    public var rollOffShares: [Float]
    /// The three ranges of the spectral slopes, as four rising edges in hertz.
    public var slopeEdges: [Float]
    /// What parts low from high in the alpha ratio, in hertz.
    public var alphaRatioSplit: Float
    /// What parts low from high in the Hammarberg index, in hertz.
    public var hammarbergSplit: Float
    /// Rising edges in hertz of the bands of the spectral contrast, one more than there are bands.
    public var contrastEdges: [Float]
    /// The share of a contrast band's bins that make its peak, and its valley.
    public var contrastShare: Float
    /// How many mel bands (librosa's, between the band's edges) the mel flux looks at; they are its own, not those of
    /// `MelOptions`.
    public var melBands: Int
    /// White noise of this level, in decibels relative to full scale, is added to every power spectrum, so that silence has a
    /// shape and what lies far below speech has none of its own. −80 is 60 dB below the common level of speech.
    public var floor: Float

    public init(
        minimumFrequency: Float = 60, maximumFrequency: Float = 5000, lowCentroidLimits: [Float] = [400, 1000],
        rollOffShares: [Float] = [0.25, 0.5, 0.85, 0.95], slopeEdges: [Float] = [60, 500, 1500, 5000],
        alphaRatioSplit: Float = 1000, hammarbergSplit: Float = 2000,
        contrastEdges: [Float] = [60, 150, 300, 600, 1200, 2400, 5000], contrastShare: Float = 0.1, melBands: Int = 40,
        floor: Float = -80
    ) {
        self.minimumFrequency = minimumFrequency
        self.maximumFrequency = maximumFrequency
        self.lowCentroidLimits = lowCentroidLimits
        self.rollOffShares = rollOffShares
        self.slopeEdges = slopeEdges
        self.alphaRatioSplit = alphaRatioSplit
        self.hammarbergSplit = hammarbergSplit
        self.contrastEdges = contrastEdges
        self.contrastShare = contrastShare
        self.melBands = melBands
        self.floor = floor
    }

    func validate(sampleRate: Int) throws(FeatureOptionsError) {
        let nyquist = Float(sampleRate) / 2
        try require(minimumFrequency, in: 0...nyquist, field: "shape.minimumFrequency")
        try require(maximumFrequency, in: minimumFrequency...nyquist, field: "shape.maximumFrequency")
        let band = minimumFrequency...maximumFrequency
        try requireRising(lowCentroidLimits, count: 0...8, in: band, field: "shape.lowCentroidLimits")
        try requireRising(rollOffShares, count: 0...16, in: 0.01...0.99, field: "shape.rollOffShares")
        // Columns are named by these, rounded.
        guard Set(lowCentroidLimits.map(Self.whole)).count == lowCentroidLimits.count else {
            throw .outOfRange(field: "shape.lowCentroidLimits", value: "\(lowCentroidLimits)", allowed: "distinct whole hertz")
        }
        guard Set(rollOffShares.map(Self.percentage)).count == rollOffShares.count else {
            throw .outOfRange(field: "shape.rollOffShares", value: "\(rollOffShares)", allowed: "distinct whole percentages")
        }
        try requireRising(slopeEdges, count: 4...4, in: band, field: "shape.slopeEdges")
        try require(alphaRatioSplit, in: band, field: "shape.alphaRatioSplit")
        try require(hammarbergSplit, in: band, field: "shape.hammarbergSplit")
        try requireRising(contrastEdges, count: 2...17, in: band, field: "shape.contrastEdges")
        try require(contrastShare, in: 0.001...0.5, field: "shape.contrastShare")
        try require(melBands, in: 1...512, field: "shape.melBands")
        try require(floor, in: -200...0, field: "shape.floor")
    }

    private func requireRising(
        _ values: [Float], count: ClosedRange<Int>, in range: ClosedRange<Float>, field: String
    ) throws(FeatureOptionsError) {
        try require(values.count, in: count, field: field + " count")
        for value in values { try require(value, in: range, field: field) }
        guard zip(values, values.dropFirst()).allSatisfy({ $0 < $1 }) else {
            throw .outOfRange(field: field, value: "\(values)", allowed: "rising")
        }
    }

    static func percentage(_ share: Float) -> Int { Int((share * 100).rounded()) }
    static func whole(_ frequency: Float) -> Int { Int(frequency.rounded()) }

    var contrastCount: Int { contrastEdges.count - 1 }

    /// The columns, in order.
    var names: [String] {
        var names = ["level", "centroid", "bandwidth"]
        names += rollOffShares.map { "rolloff_\(Self.percentage($0))" }
        names += ["flatness", "flux"]
        names += lowCentroidLimits.map { "low_centroid_\(Self.whole($0))" }
        names += ["slope_low", "slope_mid", "slope_high", "alpha_ratio", "hammarberg", "mel_flux"]
        names += (0..<contrastCount).map { "contrast_\($0)" }
        names += (0..<contrastCount).map { "valley_\($0)" }
        return names.map { "shape_" + $0 }
    }
}
