/// Cuts sound at pauses into utterances, and leaves out what is no speech.
///
///     var cutter = try UtteranceCutter(UtteranceCutterOptions(), sampleRate: 16000)
///     while let block = try reader.nextBlock() { for segment in cutter.accept(block).segments { … } }
///     for segment in cutter.finish().segments { … }
///
/// However the samples are cut into blocks, the segments are the same. Holds what may still become part of an utterance: less than
/// `longest` + 2 × `shortest` + `minimumPause`, whatever comes.
public struct UtteranceCutter: Sendable {
    public let options: UtteranceCutterOptions
    private var detector: OnlineSpeechDetector
    private var planner: UtterancePlanner
    /// Samples from `bufferStart` on, as they came.
    private var buffer: [Float] = []
    private var bufferStart = 0
    private let sampleRate: Int

    /// - Parameter sampleRate: in hertz, 8000 to 96000.
    public init(_ options: UtteranceCutterOptions = UtteranceCutterOptions(), sampleRate: Int) throws(SegmentationError) {
        try options.validate()
        self.options = options
        self.sampleRate = sampleRate
        detector = try SpeechDetector(options.detector, sampleRate: sampleRate).online()
        planner = UtterancePlanner(options)
        let longest = options.longest + 2 * options.shortest + options.minimumPause + 1
        buffer.reserveForSound(Int(longest * Double(sampleRate)))
    }

    /// The segments of a whole recording.
    public static func segments(
        of samples: [Float], sampleRate: Int, options: UtteranceCutterOptions = UtteranceCutterOptions()
    ) throws(SegmentationError) -> [SpeechSegment] {
        var cutter = try UtteranceCutter(options, sampleRate: sampleRate)
        return cutter.accept(samples).segments + cutter.finish().segments
    }

    /// The detector's delay in seconds: what is added before a frame's decision. A segment ends when its pause is certain.
    public var delay: Double { detector.detector.delay }

    /// How many samples are held at present.
    public var heldSampleCount: Int { buffer.count }

    /// One channel at the cutter's rate; returns the frames that it decides and the segments that it completes.
    public mutating func accept(_ samples: [Float]) -> SpeechFindings {
        var findings = SpeechFindings()
        var rest = samples[...]
        while !rest.isEmpty {
            // A tenth of a second at a time, so that a huge block is not held twice.
            let slice = Array(rest.prefix(sampleRate / 10))
            rest = rest.dropFirst(slice.count)
            buffer += slice
            take(detector.accept(slice), into: &findings)
        }
        return findings
    }

    /// Ends the recording; returns what is left. The cutter is used up afterwards.
    public mutating func finish() -> SpeechFindings {
        var findings = SpeechFindings()
        take(detector.finish(), into: &findings)
        for plan in planner.finish() { findings.segments.append(segment(plan)) }
        buffer.removeAll()
        return findings
    }

    private mutating func take(_ frames: [SpeechFrame], into findings: inout SpeechFindings) {
        findings.frames += frames
        for frame in frames {
            for plan in planner.add(frame) { findings.segments.append(segment(plan)) }
        }
        // In pieces of half a second, since what stays must be moved.
        let unneeded = detector.detector.frameStart(planner.firstNeededFrame) - bufferStart
        guard unneeded >= sampleRate / 2 else { return }
        let dropped = min(unneeded, buffer.count)
        buffer.removeFirst(dropped)
        bufferStart += dropped
    }

    private func segment(_ plan: UtterancePlan) -> SpeechSegment {
        let end = min(detector.detector.frameStart(plan.frames.upperBound), bufferStart + buffer.count)
        let start = min(detector.detector.frameStart(plan.frames.lowerBound), end)
        return SpeechSegment(
            start: start, end: end, samples: Array(buffer[(start - bufferStart)..<(end - bufferStart)]),
            speechShare: plan.speechShare)
    }
}
