/// A stretch of speech between pauses.
public struct SpeechSegment: Hashable, Sendable {
    /// The first sample, counted from the start of the recording.
    public let start: Int
    /// The sample after the last.
    public let end: Int
    /// The samples from `start` to `end`, as they came.
    public let samples: [Float]
    /// The share of its frames that are speech, 0…1.
    public let speechShare: Float

    public var range: Range<Int> { start..<end }
}

/// What a driver has found since it was asked last.
public struct SpeechFindings: Hashable, Sendable {
    /// Finished segments, in order; none overlaps another.
    public var segments: [SpeechSegment] = []
    /// The decisions of the frames that have become certain, in order, 10 ms each.
    public var frames: [SpeechFrame] = []

    public init() {}
}
