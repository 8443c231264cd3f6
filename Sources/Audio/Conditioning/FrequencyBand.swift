/// What a channel lets through, in hertz.
public struct FrequencyBand: Codable, Hashable, Sendable {
    public var low: Double
    public var high: Double

    public init(low: Double, high: Double) {
        self.low = low
        self.high = high
    }

    /// 300–3400 Hz, analogue telephony (ITU-T G.120).
    public static let telephone = FrequencyBand(low: 300, high: 3400)

    /// Throws `ConditioningError` unless 1 Hz ≤ low < high ≤ 400 kHz. What passes the sample rate's half is cut down to it later.
    public func validate() throws(ConditioningError) {
        try ConditioningError.require(low, in: 1...400_000, field: "band.low")
        try ConditioningError.require(high, in: 1...400_000, field: "band.high")
        guard low < high else { throw .emptyBand(low: low, high: high) }
    }

    /// Butterworth filters of order 4 at both ends, −3 dB at the two frequencies; an end beyond the sound's own is left open.
    public func filter(sampleRate: Int) -> FilterCascade {
        guard high < 0.49 * Double(sampleRate) else { return .highPass(frequency: low, sampleRate: sampleRate) }
        return .bandPass(from: low, to: high, sampleRate: sampleRate)
    }
}
