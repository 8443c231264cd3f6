/// Takes sound as it comes and decides each frame as soon as its evidence and that of the next are there.
///
/// However the samples are cut, the frames are those of `SpeechDetector.frames(of:)`, to the bit. Holds a few frames of samples.
public struct OnlineSpeechDetector: Sendable {
    public let detector: SpeechDetector
    private var spectrum: SpeechSpectrum
    private var decision: SpeechDecision
    /// Samples from `bufferStart` on; before the first there is as much silence as the first window needs.
    private var buffer: [Float]
    private var bufferStart: Int
    private var sampleCount = 0
    private var nextFrame = 0

    public init(_ detector: SpeechDetector) {
        self.detector = detector
        spectrum = SpeechSpectrum(detector)
        decision = SpeechDecision(detector.options)
        let hop = detector.sampleRate / 100
        buffer = [Float](repeating: 0, count: hop)
        bufferStart = -hop
    }

    /// Samples at the detector's rate, one channel; those that are not finite count as 0. Returns the frames that they decide.
    public mutating func accept(_ samples: [Float]) -> [SpeechFrame] {
        var frames: [SpeechFrame] = []
        frames.reserveCapacity(samples.count / (detector.sampleRate / 100) + 1)
        // A slice at a time, so that a huge block is not held twice.
        var rest = samples[...]
        while !rest.isEmpty {
            let slice = rest.prefix(Self.sliceLength)
            rest = rest.dropFirst(slice.count)
            sampleCount += slice.count
            // Squares stay far within Double, whatever comes.
            buffer.append(contentsOf: slice.lazy.map { $0.isFinite ? min(1e6, max(-1e6, $0)) : 0 })
            analyse(upTo: .max, into: &frames)
        }
        return frames
    }

    /// Ends the recording; returns the frames that are left. The driver is used up afterwards.
    public mutating func finish() -> [SpeechFrame] {
        var frames: [SpeechFrame] = []
        let rate = detector.sampleRate
        let frameCount = (sampleCount * 100 + rate - 1) / rate
        buffer.append(contentsOf: repeatElement(0, count: 4 * (rate / 100)))
        analyse(upTo: frameCount, into: &frames)
        if let last = decision.finish() { frames.append(last) }
        return frames
    }

    private static let sliceLength = 16384

    private mutating func analyse(upTo end: Int, into frames: inout [SpeechFrame]) {
        let hop = detector.sampleRate / 100
        let available = bufferStart + buffer.count - detector.window.count + hop
        var used = 0
        buffer.withUnsafeBufferPointer { samples in
            guard let samples = samples.baseAddress else { return }
            while nextFrame < end, detector.frameStart(nextFrame) <= available {
                let first = detector.frameStart(nextFrame) - hop - bufferStart
                let hasSecond = nextFrame + 1 < end && detector.frameStart(nextFrame + 1) <= available
                let second = hasSecond ? detector.frameStart(nextFrame + 1) - hop - bufferStart : first
                spectrum.transform(samples + first, samples + second, detector)
                let evidence = spectrum.evidence(laneCount: hasSecond ? 2 : 1, detector)
                if let frame = decision.add(evidence.0) { frames.append(frame) }
                if hasSecond, let frame = decision.add(evidence.1) { frames.append(frame) }
                nextFrame += hasSecond ? 2 : 1
            }
            used = min(samples.distance(to: samples + buffer.count), detector.frameStart(nextFrame) - hop - bufferStart)
        }
        guard used > 0 else { return }
        buffer.removeFirst(used)
        bufferStart += used
    }
}
