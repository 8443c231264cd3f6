/// How a long recording falls into segments: of L seconds each, the last of 0.5 L to 1.5 L.
///
/// While more than 1.5 L is left, the next L is a segment; what is left then is the last one. So a recording of at most 1.5 L
/// is one segment, no rest is shorter than half of L, and a stream that sees only 1.5 L ahead cuts exactly as a file does.
public struct SegmentRule: Hashable, Sendable {
    /// L in samples; nil: a recording is one segment, whatever its length.
    public let length: Int?

    /// - Parameters:
    ///   - duration: L in seconds, positive; nil for one segment a recording.
    ///   - sampleRate: in hertz.
    public init(duration: Double?, sampleRate: Int) {
        length = duration.map { max(2, Int(($0 * Double(sampleRate)).rounded())) }
    }

    /// How many samples are waited for: with one more, a segment of `length` is complete.
    public var capacity: Int? { length.map { $0 + $0 / 2 } }

    /// The segments of a recording of `sampleCount` samples, gapless and in order; none for an empty one.
    public func segments(sampleCount: Int) -> [Range<Int>] {
        guard sampleCount > 0 else { return [] }
        guard let length, let capacity else { return [0..<sampleCount] }
        var result: [Range<Int>] = []
        var start = 0
        while sampleCount - start > capacity {
            result.append(start..<start + length)
            start += length
        }
        result.append(start..<sampleCount)
        return result
    }
}
