import Foundation

/// What is done to a signal before its features are measured; everything is off unless asked for.
///
/// The order is fixed. Before the recording is cut, as streaming filters (`stream(sampleRate:)`): direct current removed →
/// band limited → noise suppressed. After it is cut, on each segment (`segment(_:sampleRate:)`): silence trimmed at both ends →
/// brought to a loudness.
public struct Conditioning: Codable, Hashable, Sendable {
    /// A first-order high-pass at 15 Hz, far below any voice.
    public var removesDirectCurrent: Bool
    public var band: FrequencyBand?
    public var noiseSuppression: NoiseSuppression?
    public var trimming: SilenceTrimming?
    public var loudness: LoudnessTarget?

    public init(
        removesDirectCurrent: Bool = false, band: FrequencyBand? = nil, noiseSuppression: NoiseSuppression? = nil,
        trimming: SilenceTrimming? = nil, loudness: LoudnessTarget? = nil
    ) {
        self.removesDirectCurrent = removesDirectCurrent
        self.band = band
        self.noiseSuppression = noiseSuppression
        self.trimming = trimming
        self.loudness = loudness
    }

    /// Changes nothing.
    public static let none = Conditioning()

    /// In hertz.
    static let directCurrentCorner = 15.0

    /// Whether anything is done before the recording is cut.
    public var changesStream: Bool { removesDirectCurrent || band != nil || noiseSuppression != nil }

    /// Whether anything is done to a segment.
    public var changesSegments: Bool { trimming != nil || loudness != nil }

    /// Throws `ConditioningError` for the first option outside its range.
    public func validate() throws(ConditioningError) {
        try band?.validate()
        try trimming?.validate()
        try loudness?.validate()
    }

    /// What is missing is off.
    public init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            removesDirectCurrent: try fields.decodeIfPresent(Bool.self, forKey: .removesDirectCurrent) ?? false,
            band: try fields.decodeIfPresent(FrequencyBand.self, forKey: .band),
            noiseSuppression: try fields.decodeIfPresent(NoiseSuppression.self, forKey: .noiseSuppression),
            trimming: try fields.decodeIfPresent(SilenceTrimming.self, forKey: .trimming),
            loudness: try fields.decodeIfPresent(LoudnessTarget.self, forKey: .loudness))
        try validate()
    }
}

extension Conditioning {
    /// The part before the cut, for samples in blocks.
    public func stream(sampleRate: Int) throws(ConditioningError) -> ConditioningStream {
        try ConditioningStream(self, sampleRate: sampleRate)
    }

    /// The part after the cut: the finished segment's samples without the silence at its ends, at the loudness asked for.
    ///
    /// A sample that is not finite counts as 0; without both steps the samples come back as they are.
    public func segment(_ samples: [Float], sampleRate: Int) -> [Float] {
        guard changesSegments, !samples.isEmpty, sampleRate > 0 else { return samples }
        var samples = samples.boundedSamples
        if let trimming { samples = Array(samples[trimming.range(of: samples, sampleRate: sampleRate)]) }
        if let loudness { samples = loudness.apply(to: samples, sampleRate: sampleRate) }
        return samples
    }
}
