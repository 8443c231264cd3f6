import UndertoneAffect
import UndertoneAudio
import UndertoneFeatures
import UndertoneLearning

/// One recording on its way through the recogniser: blocks of samples in, segments with answers kept.
///
/// A speech detector listens whatever the recipe says: where it hears nobody there is no answer, and what it hears as speech says how far
/// the voice stands out of the noise.
struct Listener {
    private let model: ModelBundle
    private let smoothing: TimelineSmoothing
    private var segmenter: SegmentStream
    private var meter: QualityMeter
    /// Measured, and not yet judged.
    private var measured: [SegmentFeatures] = []
    private var segments: [Prediction.Segment] = []
    /// How many of them `takeSegments` has told, or left out since nobody speaks in them.
    private var toldCount = 0
    /// Where the detector heard utterances, in seconds.
    private var utterances: [Range<Double>] = []
    private var sampleCount = 0
    private var isFinished = false
    /// Nil when no explanation is asked for: measuring pitch and syllables takes longer than recognising does.
    private var voice: VoiceSummaryStream?

    /// Throws `ConditioningError` when what conditions the sound cannot be set up.
    init(model: ModelBundle, extractor: FeatureExtractor, smoothing: TimelineSmoothing, explaining: Bool) throws {
        self.model = model
        self.smoothing = smoothing
        segmenter = try SegmentStream(extractor, listensForSpeech: true)
        meter = QualityMeter(sampleRate: model.recipe.sampleRate)
        voice = explaining ? VoiceSummaryStream(sampleRate: model.recipe.sampleRate) : nil
    }

    /// - Parameter samples: at the model's sample rate.
    mutating func accept(_ samples: [Float]) throws {
        var memory: FrameMemory?
        // A slice at a time: the meter waits for the detector's decisions, but not forever.
        for start in stride(from: 0, to: samples.count, by: Self.sliceLength) {
            _ = try hear(Array(samples[start..<min(samples.count, start + Self.sliceLength)]), memory: &memory)
            try judge()
        }
    }

    /// So many samples at most are to be heard at once.
    static let sliceLength = 1 << 14

    /// Takes a slice, and says what it heard in it; samples that are not finite count as 0. The segments that it completes are to be judged.
    ///
    /// - Parameter memory: of the voice, where utterances look up the frames that moments have measured.
    mutating func hear(_ slice: [Float], memory: inout FrameMemory?) throws -> Heard {
        let sound = slice.boundedSamples
        sampleCount += sound.count
        voice?.accept(sound)
        let spectra = meter.hear(sound)
        measured += try segmenter.accept(sound, memory: &memory).filter(\.hasSound)
        note(segmenter.findings)
        return Heard(sound: sound, conditioned: segmenter.conditioned, frames: segmenter.findings.frames, spectra: spectra)
    }

    /// Takes what is left when all has been heard.
    mutating func hearRest(memory: inout FrameMemory?) throws -> Heard {
        measured += try segmenter.finish(memory: &memory).filter(\.hasSound)
        note(segmenter.findings)
        return Heard(conditioned: segmenter.conditioned, frames: segmenter.findings.frames)
    }

    /// Judges what is left and joins the answers.
    mutating func finish(path: String?) throws -> Prediction {
        var memory: FrameMemory?
        _ = try hearRest(memory: &memory)
        try judge()
        return prediction(path: path)
    }

    /// Joins the answers; all has been heard.
    mutating func prediction(path: String?) -> Prediction {
        isFinished = true
        let judged = segments.filter(hasSpeech)
        var quality = meter.quality
        if judged.isEmpty, segmenter.listens {
            // What sounded like speech for moments was no utterance.
            (quality.speechShare, quality.speechDuration, quality.signalToNoise) = (0, 0, nil)
        }
        let segments = judged.map { $0.flattened(reliability: quality.reliability) }
        var prediction = Prediction(
            path: path, duration: Double(sampleCount) / Double(model.recipe.sampleRate), segments: segments,
            quality: quality, model: model.provenance.name, smoothing: smoothing)
        if let summary = voice?.finish() {
            prediction.explanation = Explanation(
                of: prediction.emotion, voice: summary, reference: model.reference, model: model.provenance.name)
        }
        return prediction
    }

    /// The segments in which somebody speaks that are finished and have not been told before, flattened by the quality so far.
    ///
    /// Where the clock cuts, a segment waits until the detector has heard an utterance that ends after it has begun, or the recording ends.
    mutating func takeSegments() -> [Prediction.Segment] {
        let latest = utterances.last?.upperBound ?? 0
        let decided = segments[toldCount...].prefix { isFinished || !segmenter.listens || $0.start < latest }
        toldCount += decided.count
        let spoken = decided.filter { hasSpeech($0) }
        guard !spoken.isEmpty else { return [] }
        let reliability = meter.quality.reliability
        return spoken.map { $0.flattened(reliability: reliability) }
    }

    /// The features of the segments that are to be judged; not those of digital silence, which expresses nothing.
    var questions: [[Float]] { measured.map(\.values) }

    /// - Parameter answers: one to each question, in order.
    mutating func judge(_ answers: some Collection<Probabilities>) {
        segments += zip(measured, answers).map { Prediction.Segment(start: $0.start, end: $0.end, probabilities: $1) }
        measured = []
    }

    private mutating func judge() throws {
        if !measured.isEmpty { judge(try model.model.probabilities(ofSegments: questions)) }
    }

    private mutating func note(_ findings: SpeechFindings) {
        meter.add(decisions: findings.frames.map(\.isSpeech))
        let rate = Double(model.recipe.sampleRate)
        utterances += findings.segments.map { Double($0.start) / rate..<Double($0.end) / rate }
    }

    /// Whether anybody speaks in a segment; one that was cut at pauses is an utterance itself. Where the detector cannot listen, somebody is
    /// supposed to.
    private func hasSpeech(_ segment: Prediction.Segment) -> Bool {
        guard segmenter.listens else { return true }
        // The utterances are in order and do not overlap: the first that ends after the segment's start is the one to ask.
        var (low, high) = (0, utterances.count)
        while low < high {
            let middle = (low + high) / 2
            if utterances[middle].upperBound > segment.start { high = middle } else { low = middle + 1 }
        }
        return low < utterances.count && utterances[low].lowerBound < segment.end
    }
}

extension Prediction.Segment {
    fileprivate func flattened(reliability: Double) -> Prediction.Segment {
        Prediction.Segment(start: start, end: end, probabilities: probabilities.flattened(reliability: reliability))
    }
}
