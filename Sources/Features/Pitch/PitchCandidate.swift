/// A possible fundamental frequency of a frame.
public struct PitchCandidate: Codable, Hashable, Sendable {
    /// In hertz; 0 for unvoiced.
    public var frequency: Float
    /// From 0, no periodicity, to 1, perfect periodicity; of an unvoiced frame, that of its strongest candidate is not kept: 0.
    public var strength: Float

    public init(frequency: Float, strength: Float) {
        self.frequency = frequency
        self.strength = strength
    }

    /// No fundamental frequency.
    public static let unvoiced = PitchCandidate(frequency: 0, strength: 0)
}
