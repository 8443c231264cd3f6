/// A stretch of a signal in memory, addressed by the samples' positions in the whole signal.
struct SampleSpan {
    /// The sample at `range.lowerBound`.
    let memory: UnsafePointer<Float>
    let range: Range<Int>

    /// A pointer from which the samples of a range can be read; nil where the span does not hold them all.
    @inline(__always)
    func samples(_ wanted: Range<Int>) -> UnsafePointer<Float>? {
        guard wanted.lowerBound >= range.lowerBound, wanted.upperBound <= range.upperBound else { return nil }
        return memory + (wanted.lowerBound - range.lowerBound)
    }
}

extension Array<Float> {
    /// Calls `body` with the samples as a span whose first has the position `start`; not at all where there are none.
    func withSpan(from start: Int, _ body: (SampleSpan) -> Void) {
        withUnsafeBufferPointer { buffer in
            guard let memory = buffer.baseAddress, !buffer.isEmpty else { return }
            body(SampleSpan(memory: memory, range: start..<start + buffer.count))
        }
    }
}
