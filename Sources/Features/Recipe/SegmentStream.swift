import UndertoneAudio

/// Features of one segment of a recording.
public struct SegmentFeatures: Hashable, Sendable {
    /// In seconds from the start of the recording.
    public let start: Double
    /// In seconds from the start of the recording.
    public let end: Double
    /// In the order of `FeatureExtractor.functionalNames`.
    public let values: [Float]

    public init(start: Double, end: Double, values: [Float]) {
        self.start = start
        self.end = end
        self.values = values
    }
}

/// Takes sound as it comes and gives the functionals of each segment as soon as it is complete.
///
///     var stream = try SegmentStream(extractor)
///     while let block = try reader.nextBlock() { for segment in stream.accept(block) { … } }
///     for segment in stream.finish() { … }
///
/// However the samples are cut into blocks, the segments and their features are those of the whole recording. Holds little more than the
/// longest segment that may be (1.5 segments where the clock cuts), or the whole recording where the recipe does not cut.
public struct SegmentStream: Sendable {
    private let extractor: FeatureExtractor
    private let speechOnly: Bool
    private var conditioning: ConditioningStream?
    private var detector: OnlineSpeechDetector?
    private var cutter: SegmentCutter
    /// Conditioned samples from `consumed` on.
    private var buffer: [Float] = []
    private var consumed = 0
    /// The detector's decisions from frame `firstFrame` on, which begins at `consumed` or just before.
    private var speech: [Bool] = []
    private var firstFrame = 0

    /// What the detector said in the last call, a decision every 10 ms; empty where none listens.
    public private(set) var decisions: [Bool] = []

    /// How many samples wait for their segment to be complete.
    public var heldSampleCount: Int { buffer.count }

    /// With less speech than this, in seconds, nobody is said to have spoken.
    public static let shortestSpeech = 0.1

    private static let sliceLength = 4096

    /// - Parameter speechOnly: leave out segments in which the detector (`SpeechDetector`) hears less than `shortestSpeech` of speech. Where
    ///   it cannot listen, at recipes' rates outside 8 to 96 kHz, digital silence alone is left out.
    /// - Throws: `ConditioningError` when what conditions the sound cannot be set up.
    public init(_ extractor: FeatureExtractor, speechOnly: Bool = false) throws {
        self.extractor = extractor
        self.speechOnly = speechOnly
        conditioning = try extractor.conditioningStream()
        cutter = try SegmentCutter(extractor.recipe)
        if speechOnly || cutter.needsSpeech {
            detector = try? SpeechDetector(sampleRate: extractor.recipe.sampleRate).online()
        }
    }

    /// Samples at the recipe's rate; returns the segments that they complete, in order.
    public mutating func accept(_ samples: [Float]) -> [SegmentFeatures] {
        decisions.removeAll(keepingCapacity: true)
        var result: [SegmentFeatures] = []
        var rest = samples[...]
        while !rest.isEmpty {
            // A slice at a time, so a huge block costs no huge buffer.
            let slice = Array(rest.prefix(Self.sliceLength))
            rest = rest.dropFirst(slice.count)
            result += take(conditioning?.accept(slice) ?? slice)
        }
        return result
    }

    /// Ends the recording; returns the segments that are left. Nothing may be accepted afterwards.
    public mutating func finish() -> [SegmentFeatures] {
        decisions.removeAll(keepingCapacity: true)
        var result = take(conditioning?.finish() ?? [])
        let heard = detector?.finish().map(\.isSpeech) ?? []
        hear(heard)
        result += segments(cutter.accept(heard, sampleCount: consumed + buffer.count))
        result += segments(cutter.finish(sampleCount: consumed + buffer.count))
        buffer.removeAll()
        speech.removeAll()
        return result
    }

    private mutating func take(_ samples: [Float]) -> [SegmentFeatures] {
        buffer += samples
        let heard = detector?.accept(samples).map(\.isSpeech) ?? []
        hear(heard)
        var available = consumed + buffer.count
        // What the detector has not decided yet cannot be judged.
        if let detector { available = min(available, detector.detector.frameStart(firstFrame + speech.count)) }
        return segments(cutter.accept(heard, sampleCount: available))
    }

    private mutating func hear(_ frames: [Bool]) {
        speech += frames
        decisions += frames
    }

    /// Measures what the cutter has cut, and forgets what no segment needs any more.
    private mutating func segments(_ ranges: [Range<Int>]) -> [SegmentFeatures] {
        let result = ranges.compactMap(segment)
        let used = min(max(0, cutter.start - consumed), buffer.count)
        if used > 0 {
            buffer.removeFirst(used)
            consumed += used
            if let detector {
                let frames = min(speech.count, consumed * 100 / detector.detector.sampleRate - firstFrame)
                speech.removeFirst(max(0, frames))
                firstFrame += max(0, frames)
            }
        }
        return result
    }

    /// Nil where nobody speaks and only speech is asked for.
    private func segment(_ range: Range<Int>) -> SegmentFeatures? {
        let samples = Array(buffer[range.lowerBound - consumed..<range.upperBound - consumed])
        if speechOnly, !hasSpeech(range, samples) { return nil }
        let rate = Double(extractor.recipe.sampleRate)
        return SegmentFeatures(
            start: Double(range.lowerBound) / rate, end: Double(range.upperBound) / rate,
            values: extractor.functionals(ofSegment: samples))
    }

    private func hasSpeech(_ range: Range<Int>, _ samples: [Float]) -> Bool {
        guard let detector else { return samples.contains { $0 != 0 } }
        let rate = detector.detector.sampleRate
        let first = min(speech.count, max(0, range.lowerBound * 100 / rate - firstFrame))
        let end = min(speech.count, max(first, (range.upperBound * 100 + rate - 1) / rate - firstFrame))
        return Double(speech[first..<end].count { $0 }) / 100 >= Self.shortestSpeech
    }
}
