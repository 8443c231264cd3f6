/// Feeds a `FormantTracker` with samples that arrive in pieces.
///
/// However the samples are cut, the frames are the same bits, and the same as `track(of:)` gives for the whole; each comes half a
/// window and a few milliseconds after its time. Memory is a few windows.
public struct OnlineFormants: Sendable {
    private let tracker: FormantTracker
    private var resampler: PolyphaseResampler?
    /// Samples at the analysis rate from position `bufferStart` on; what lies before the signal is zeros.
    private var buffer: [Float]
    private var bufferStart: Int
    private var sampleCount = 0
    private var nextFrame = 0

    init(_ tracker: FormantTracker) {
        self.tracker = tracker
        resampler = tracker.filter.map(PolyphaseResampler.init)
        bufferStart = tracker.windowStart(ofFrame: 0) - 1
        buffer = [Float](repeating: 0, count: -bufferStart)
    }

    /// Takes samples at the tracker's rate and returns the frames that are ready.
    public mutating func accept(_ samples: [Float]) -> [[Formant]] {
        let finite = samples.map { $0.isFinite ? $0 : 0 }
        sampleCount += finite.count
        buffer += resampler?.process(finite) ?? finite
        return measure(until: Int.max)
    }

    /// Returns the frames that are left. Nothing may be accepted afterwards.
    public mutating func finish() -> [[Formant]] {
        guard sampleCount > 0 else { return [] }
        buffer += resampler?.finish() ?? []
        // A step that fits but for rounding fits.
        let end = Int(Double(sampleCount) / (tracker.options.timeStep * Double(tracker.sampleRate)) + 1e-9) + 1
        let needed = tracker.windowStart(ofFrame: end) + tracker.windowLength - bufferStart
        if needed > buffer.count { buffer += [Float](repeating: 0, count: needed - buffer.count) }
        return measure(until: end)
    }

    /// Every whole frame before `end`.
    private mutating func measure(until end: Int) -> [[Formant]] {
        var frames: [[Formant]] = []
        buffer.withUnsafeBufferPointer { buffer in
            guard let base = buffer.baseAddress else { return }
            while nextFrame < end {
                let start = tracker.windowStart(ofFrame: nextFrame) - bufferStart
                guard start + tracker.windowLength <= buffer.count else { break }
                frames.append(tracker.formants(base + start))
                nextFrame += 1
            }
        }
        let unneeded = min(buffer.count, tracker.windowStart(ofFrame: nextFrame) - 1 - bufferStart)
        if unneeded > tracker.windowLength {
            buffer.removeFirst(unneeded)
            bufferStart += unneeded
        }
        return frames
    }
}
