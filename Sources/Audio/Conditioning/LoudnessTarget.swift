/// The loudness that a segment is brought to by one gain.
///
/// The gain is at most +30 dB, never lifts the largest sample above −1 dB of full scale, and leaves alone what lies below −70
/// (LUFS or dB of full scale, the absolute gate of EBU R 128): silence stays silence.
public enum LoudnessTarget: Hashable, Sendable {
    /// Integrated loudness in LUFS (EBU R 128, ITU-R BS.1770-4), the one channel counted as a centre. Sound without a full
    /// measuring block of 400 ms, or at less than 4 kHz, is measured as by `rms`.
    case integrated(Double)
    /// Root mean square of the frames at most 30 dB below the energy-weighted level, in decibels of full scale.
    case rms(Double)
    /// The largest magnitude, in decibels of full scale.
    case peak(Double)

    /// −23 LUFS, the target of EBU R 128.
    public static let broadcast = LoudnessTarget.integrated(-23)

    /// The target in decibels (LUFS for `integrated`).
    public var level: Double {
        switch self {
        case .integrated(let level), .rms(let level), .peak(let level): level
        }
    }

    /// Throws `ConditioningError` unless the target lies between −60 and −1.
    public func validate() throws(ConditioningError) {
        try ConditioningError.require(level, in: -60...(-1), field: "loudness")
    }
}

/// `{"integrated": -23}`, `{"rms": -26}` or `{"peak": -3}`.
extension LoudnessTarget: Codable {
    private enum Measure: String, CodingKey, CaseIterable {
        case integrated, rms, peak
    }

    public init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: Measure.self)
        guard let measure = fields.allKeys.first, fields.allKeys.count == 1 else {
            throw DecodingError.dataCorrupted(
                DecodingError.Context(
                    codingPath: decoder.codingPath, debugDescription: "A loudness has one of integrated, rms and peak."))
        }
        let level = try fields.decode(Double.self, forKey: measure)
        self =
            switch measure {
            case .integrated: .integrated(level)
            case .rms: .rms(level)
            case .peak: .peak(level)
            }
    }

    public func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: Measure.self)
        switch self {
        case .integrated(let level): try fields.encode(level, forKey: .integrated)
        case .rms(let level): try fields.encode(level, forKey: .rms)
        case .peak(let level): try fields.encode(level, forKey: .peak)
        }
    }
}
