/// Feeds a `PitchTracker` with samples that arrive in pieces.
///
///     var driver = tracker.online()
///     while let chunk = await source.next() { use(driver.accept(chunk)) }
///     use(driver.finish())
///
/// However the samples are cut, the frames are the same bits, and the same as `track(of:)` gives for the whole. Without a
/// `pathDelay` all frames come from `finish`, and about 100 bytes of each are held until then; with one they come that many
/// seconds and half a window after their time, in bounded memory.
public struct OnlinePitch: Sendable {
    private let tracker: PitchTracker
    /// Samples from position `bufferStart` of the signal on.
    private var buffer: [Float] = []
    private var bufferStart = 0
    private var sampleCount = 0
    private var nextFrame = 0
    private var peak = RunningPeak()
    private var frames = PitchFrames()
    private var path: PitchPath
    /// The time in seconds of frame 0; known at the start for frames at hops, after `finish` for those centred in the file.
    public private(set) var firstTime = 0.0

    init(_ tracker: PitchTracker) {
        self.tracker = tracker
        path = PitchPath(tracker.options)
    }

    /// Takes samples at the tracker's rate and returns the frames that were decided, in order; often none.
    public mutating func accept(_ samples: [Float]) -> [PitchCandidate] {
        buffer.append(contentsOf: samples.lazy.map { $0.isFinite ? $0 : 0 })
        sampleCount += samples.count
        guard tracker.options.alignment == .hops, sampleCount >= tracker.windowLength else { return [] }
        let step = tracker.options.timeStep * Double(tracker.sampleRate)
        // No fewer than fit; those that do not are left below.
        let reach = Int(Double(sampleCount) / step) + 1
        var starts: [Int] = []
        while nextFrame + starts.count <= reach {
            let start = max(0, windowStart(nextFrame + starts.count))
            guard start + tracker.windowLength <= sampleCount else { break }
            starts.append(start)
        }
        let decided = measure(starts)
        forget()
        return decided
    }

    /// Returns the frames that are left. Nothing may be accepted afterwards.
    public mutating func finish() -> [PitchCandidate] {
        let (first, count) = tracker.frames(sampleCount: sampleCount)
        firstTime = first
        guard count > 0 else { return [] }
        let length = tracker.windowLength
        // A signal shorter than a window stands in the middle of one.
        let padding = max(0, length - sampleCount)
        if padding > 0 {
            buffer = [Float](repeating: 0, count: padding / 2) + buffer + [Float](repeating: 0, count: padding - padding / 2)
        }
        let last = sampleCount + padding - length
        var decided = measure((nextFrame..<max(nextFrame, count)).map { min(last, max(0, windowStart($0))) })
        listen(to: bufferStart + buffer.count)
        if tracker.options.pathDelay == nil { return frames.points(peak: peak.value, options: tracker.options) }
        decided += path.choices().enumerated().map { frames.point($0.offset, choice: $0.element) }
        return decided
    }

    private func windowStart(_ frame: Int) -> Int {
        tracker.windowStart(firstTime + Double(frame) * tracker.options.timeStep)
    }

    /// Finds the candidates of the next frames and, with a delay, decides those that it has passed since.
    private mutating func measure(_ starts: [Int]) -> [PitchCandidate] {
        let measured = buffer.withUnsafeBufferPointer { samples in
            tracker.computer.frames(samples, starts: starts.map { $0 - bufferStart })
        }
        nextFrame += measured.count
        var decided: [PitchCandidate] = []
        for (start, frame) in zip(starts, measured) {
            frames.append(frame)
            guard let delay = tracker.options.pathDelay else { continue }
            listen(to: start + tracker.windowLength)
            let last = frames.count - 1
            path.append(frames.candidates(ofFrame: last), loudness: frames.loudness(last, peak: peak.value))
            guard path.count > Int(delay / tracker.options.timeStep + 1e-9) else { continue }
            decided.append(frames.point(0, choice: path.choices()[0]))
            path.removeFirst(1)
            frames.removeFirst(1)
        }
        return decided
    }

    /// Takes the samples up to a position into the peak.
    private mutating func listen(to position: Int) {
        let heard = peak.count
        guard position > heard else { return }
        peak.add(buffer[heard - bufferStart..<position - bufferStart])
    }

    /// Drops samples that no frame will read: the last window stays, for the frames near the end.
    private mutating func forget() {
        let length = tracker.windowLength
        let keepFrom = min(windowStart(nextFrame), sampleCount - length)
        guard keepFrom - bufferStart > length else { return }
        listen(to: keepFrom)
        buffer.removeFirst(keepFrom - bufferStart)
        bufferStart = keepFrom
    }
}
