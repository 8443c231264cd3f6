public import UndertoneAudio

/// Features of one segment of a recording.
public struct SegmentFeatures: Hashable, Sendable {
    /// In seconds from the start of the recording.
    public let start: Double
    /// In seconds from the start of the recording.
    public let end: Double
    /// One row in the order of `FeatureExtractor.featureNames`; where the recipe's level is frames, frames × columns row by row.
    public let values: [Float]
    /// False where every sample is zero: digital silence has features, but expresses nothing.
    public let hasSound: Bool

    public init(start: Double, end: Double, values: [Float], hasSound: Bool = true) {
        self.start = start
        self.end = end
        self.values = values
        self.hasSound = hasSound
    }
}

/// Takes sound as it comes and gives the features of each segment as soon as it is complete.
///
///     var stream = try SegmentStream(extractor)
///     while let block = try reader.nextBlock() { for segment in stream.accept(block) { … } }
///     for segment in stream.finish() { … }
///
/// However the samples are cut into blocks, the segments and their features are those of the whole recording. Holds little more than the
/// longest segment that may be (1.5 segments where the clock cuts), or the whole recording where the recipe does not cut.
///
/// Where pauses cut, a recording no longer than the longest utterance is one segment from its beginning to its end, if anybody speaks in
/// it: so it is measured as a labelled utterance is in training, with the silence around the words.
public struct SegmentStream: Sendable {
    private let extractor: FeatureExtractor
    private var conditioning: ConditioningStream?
    /// Cuts at pauses, or only listens for speech, or is not needed.
    private var cutter: UtteranceCutter?
    /// Nil where it is pauses that cut.
    private let rule: SegmentRule?
    /// Where the clock cuts: conditioned samples from `consumed` on.
    private var buffer: [Float] = []
    private var consumed = 0
    /// Where pauses cut: the recording so far, as long as it may turn out to be short; and its utterances.
    private var opening: (samples: [Float], utterances: [SpeechSegment])?
    /// How many samples a short recording has at most.
    private let shortLength: Int

    /// Where speech was found in the last call; empty unless the recipe cuts at pauses or the stream listens. Times count from the
    /// recording's first sample.
    public private(set) var findings = SpeechFindings()
    /// What the last call brought after the conditioning; nil where that is what came.
    package private(set) var conditioned: [Float]?

    /// Whether speech is looked for, so that `findings` say where it is.
    public var listens: Bool { cutter != nil }

    /// How many samples wait for their segment to be complete.
    public var heldSampleCount: Int { buffer.count + (cutter?.heldSampleCount ?? 0) + (opening?.samples.count ?? 0) }

    private static let sliceLength = 4096

    /// - Parameter listensForSpeech: give `findings` whatever the recipe cuts by, at the rates that a detector can listen at, 8 to 96 kHz.
    /// - Throws: `ConditioningError` or `SegmentationError` when what conditions or cuts the sound cannot be set up.
    public init(_ extractor: FeatureExtractor, listensForSpeech: Bool = false) throws {
        self.extractor = extractor
        conditioning = try extractor.conditioningStream()
        conditioned = conditioning == nil ? nil : []
        let recipe = extractor.recipe
        rule = recipe.segmentation.rule(sampleRate: recipe.sampleRate)
        if case .pauses(let options) = recipe.segmentation {
            cutter = try UtteranceCutter(options, sampleRate: recipe.sampleRate)
            opening = ([], [])
            shortLength = Int(options.longest * Double(recipe.sampleRate))
            opening?.samples.reserveForSound(shortLength + Self.sliceLength)
        } else if listensForSpeech {
            cutter = try? UtteranceCutter(sampleRate: recipe.sampleRate)
            shortLength = 0
        } else {
            shortLength = 0
        }
    }

    /// Samples at the recipe's rate; returns the segments that they complete, in order.
    public mutating func accept(_ samples: [Float]) -> [SegmentFeatures] {
        var memory: FrameMemory?
        return accept(samples, memory: &memory)
    }

    /// - Parameter memory: of the conditioned sound, where segments look up the frames that somebody has measured.
    package mutating func accept(_ samples: [Float], memory: inout FrameMemory?) -> [SegmentFeatures] {
        findings = SpeechFindings()
        conditioned?.removeAll(keepingCapacity: true)
        var result: [SegmentFeatures] = []
        var rest = samples[...]
        while !rest.isEmpty {
            // A slice at a time, so a huge block costs no huge buffer.
            let slice = Array(rest.prefix(Self.sliceLength))
            rest = rest.dropFirst(slice.count)
            result += take(conditioning?.accept(slice) ?? slice, &memory)
        }
        return result
    }

    /// Ends the recording; returns the segments that are left. Nothing may be accepted afterwards.
    public mutating func finish() -> [SegmentFeatures] {
        var memory: FrameMemory?
        return finish(memory: &memory)
    }

    /// - Parameter memory: as for `accept`.
    package mutating func finish(memory: inout FrameMemory?) -> [SegmentFeatures] {
        findings = SpeechFindings()
        conditioned?.removeAll(keepingCapacity: true)
        var result = take(conditioning?.finish() ?? [], &memory)
        result += utterances(cutter?.finish(), &memory)
        if let opening, !opening.utterances.isEmpty { result.append(segment(start: 0, opening.samples, &memory)) }
        opening = nil
        if !buffer.isEmpty {
            result.append(segment(start: consumed, buffer, &memory))
            consumed += buffer.count
            buffer.removeAll()
        }
        return result
    }

    private mutating func take(_ samples: [Float], _ memory: inout FrameMemory?) -> [SegmentFeatures] {
        conditioned? += samples
        var result = utterances(cutter?.accept(samples), &memory)
        guard let rule else { return result + longOpening(samples, &memory) }
        buffer += samples
        guard let length = rule.length, let capacity = rule.capacity else { return result }
        while buffer.count > capacity {
            result.append(segment(start: consumed, Array(buffer[..<length]), &memory))
            buffer.removeFirst(length)
            consumed += length
        }
        return result
    }

    /// Keeps what was found; measures the utterances where the recipe asks for them.
    private mutating func utterances(_ found: SpeechFindings?, _ memory: inout FrameMemory?) -> [SegmentFeatures] {
        guard let found else { return [] }
        findings.frames += found.frames
        findings.segments += found.segments
        guard rule == nil else { return [] }
        guard opening == nil else {
            opening?.utterances += found.segments
            return []
        }
        return found.segments.map { segment(start: $0.start, $0.samples, &memory) }
    }

    /// Remembers the recording while it may be short; when it is not, measures the utterances that have waited.
    private mutating func longOpening(_ samples: [Float], _ memory: inout FrameMemory?) -> [SegmentFeatures] {
        opening?.samples += samples
        guard let opening, opening.samples.count > shortLength else { return [] }
        self.opening = nil
        return opening.utterances.map { segment(start: $0.start, $0.samples, &memory) }
    }

    private func segment(start: Int, _ samples: [Float], _ memory: inout FrameMemory?) -> SegmentFeatures {
        let rate = Double(extractor.recipe.sampleRate)
        return SegmentFeatures(
            start: Double(start) / rate, end: Double(start + samples.count) / rate,
            values: extractor.features(ofSegment: samples, at: start, memory: &memory), hasSound: samples.contains { $0 != 0 })
    }
}
