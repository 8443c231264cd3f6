/// When a frame counts as speech, given the evidence's log-odds.
public struct SpeechDetectorOptions: Codable, Hashable, Sendable {
    /// Log-odds above which speech begins.
    public var onset: Float
    /// Log-odds below which speech may end: not above `onset`, so that a score between the two changes nothing.
    public var release: Float
    /// In seconds: for how long the score must stay below `release` before speech ends.
    public var hangover: Double

    public init(onset: Float = 0.3, release: Float = -0.3, hangover: Double = 0) {
        self.onset = onset
        self.release = release
        self.hangover = hangover
    }

    public func validate() throws(SegmentationError) {
        try SegmentationError.require(onset, in: -20...20, field: "onset")
        try SegmentationError.require(release, in: -20...20, field: "release")
        try SegmentationError.require(hangover, in: 0...2, field: "hangover")
        guard release <= onset else { throw .order(smaller: "release", larger: "onset") }
    }
}
