/// How well a recording can be judged, measured on its samples while they flow through a `QualityMeter`.
public struct RecordingQuality: Hashable, Sendable {
    /// Root-mean-square level in decibels relative to full scale; `silence` when every sample is zero.
    public var level: Double
    /// Largest magnitude in decibels relative to full scale; `silence` when every sample is zero.
    public var peak: Double
    /// Share of samples, 0…1, at full scale (magnitude ≥ 0.999).
    public var clipping: Double
    /// Share of the time that holds speech, 0…1; nil when nothing decided about speech.
    public var speechShare: Double?
    /// How much speech there is, in seconds; nil when nothing decided about speech.
    public var speechDuration: Double?
    /// The speech's power over that of the noise beneath it, estimated, in decibels within −20…60; nil without speech.
    public var signalToNoise: Double?
    /// Where the spectrum ends, in hertz; nil for silence and for less than 0.1 s.
    public var bandwidth: Double?

    public init(
        level: Double, peak: Double, clipping: Double, speechShare: Double? = nil, speechDuration: Double? = nil,
        signalToNoise: Double? = nil, bandwidth: Double? = nil
    ) {
        self.level = level
        self.peak = peak
        self.clipping = clipping
        self.speechShare = speechShare
        self.speechDuration = speechDuration
        self.signalToNoise = signalToNoise
        self.bandwidth = bandwidth
    }

    /// What stands for the level of digital silence, in decibels: below one step of 24-bit sound.
    public static let silence = -144.0
}

extension RecordingQuality: Codable {
    private enum CodingKeys: String, CodingKey {
        case level = "level_db"
        case peak = "peak_db"
        case clipping = "clipping_share"
        case speechShare = "speech_share"
        case speechDuration = "speech_seconds"
        case signalToNoise = "snr_db"
        case bandwidth = "bandwidth_hz"
        case reliability, issues
    }

    /// What is worked out from the measures is not read.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            level: try container.decode(Double.self, forKey: .level), peak: try container.decode(Double.self, forKey: .peak),
            clipping: try container.decode(Double.self, forKey: .clipping),
            speechShare: try container.decodeIfPresent(Double.self, forKey: .speechShare),
            speechDuration: try container.decodeIfPresent(Double.self, forKey: .speechDuration),
            signalToNoise: try container.decodeIfPresent(Double.self, forKey: .signalToNoise),
            bandwidth: try container.decodeIfPresent(Double.self, forKey: .bandwidth))
    }

    /// Always all keys; null stands for what is not known.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(level, forKey: .level)
        try container.encode(peak, forKey: .peak)
        try container.encode(clipping, forKey: .clipping)
        try container.encode(speechShare, forKey: .speechShare)
        try container.encode(speechDuration, forKey: .speechDuration)
        try container.encode(signalToNoise, forKey: .signalToNoise)
        try container.encode(bandwidth, forKey: .bandwidth)
        try container.encode(reliability, forKey: .reliability)
        try container.encode(issues, forKey: .issues)
    }
}
