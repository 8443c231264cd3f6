/// Follows the periods of the voice through the samples, for jitter and shimmer.
struct GeMAPSPeriods: Sendable {
    private let sampleRate: Int
    /// Where the next period begins, as a position in the recording.
    private(set) var position = 0

    init(sampleRate: Int) { self.sampleRate = sampleRate }

    mutating func measure(
        _ samples: UnsafeBufferPointer<Float>, start: Int, length: Int, bufferStart: Int, frequency: Float
    ) -> (jitter: Float, shimmer: Float) {
        position = bufferStart + start
        return (0, 0)
    }
}
