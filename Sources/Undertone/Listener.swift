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
    private var segments: [Prediction.Segment] = []
    private var sampleCount = 0
    /// Nil when no explanation is asked for: measuring pitch and syllables takes longer than recognising does.
    private var voice: VoiceSummaryStream?

    /// Throws `ConditioningError` when what conditions the sound cannot be set up.
    init(model: ModelBundle, extractor: FeatureExtractor, smoothing: TimelineSmoothing, explaining: Bool) throws {
        self.model = model
        self.smoothing = smoothing
        segmenter = try SegmentStream(extractor, speechOnly: true)
        meter = QualityMeter(sampleRate: model.recipe.sampleRate)
        voice = explaining ? VoiceSummaryStream(sampleRate: model.recipe.sampleRate) : nil
    }

    /// - Parameter samples: at the model's sample rate.
    mutating func accept(_ samples: [Float]) throws {
        sampleCount += samples.count
        voice?.accept(samples)
        // A slice at a time: the meter waits for the detector's decisions, but not forever.
        var rest = samples[...]
        while !rest.isEmpty {
            let slice = Array(rest.prefix(Self.sliceLength))
            rest = rest.dropFirst(slice.count)
            meter.add(slice)
            try judge(segmenter.accept(slice))
            meter.add(decisions: segmenter.decisions)
        }
    }

    private static let sliceLength = 1 << 14

    /// Judges what is left and joins the answers.
    mutating func finish(path: String?) throws -> Prediction {
        try judge(segmenter.finish())
        meter.add(decisions: segmenter.decisions)
        let quality = meter.quality
        let segments = segments.map {
            Prediction.Segment(
                start: $0.start, end: $0.end, probabilities: $0.probabilities.flattened(reliability: quality.reliability))
        }
        var prediction = Prediction(
            path: path, duration: Double(sampleCount) / Double(model.recipe.sampleRate), segments: segments,
            quality: quality, model: model.provenance.name, smoothing: smoothing)
        if let summary = voice?.finish() {
            prediction.explanation = Explanation(
                of: prediction.emotion, voice: summary, reference: model.reference, model: model.provenance.name)
        }
        return prediction
    }

    private mutating func judge(_ ready: [SegmentFeatures]) throws {
        for segment in ready {
            let probabilities = try model.model.probabilities(row(segment))[0]
            segments.append(Prediction.Segment(start: segment.start, end: segment.end, probabilities: probabilities))
        }
    }

    private func row(_ segment: SegmentFeatures) -> FeatureMatrix {
        FeatureMatrix(names: model.model.featureNames, values: segment.values)
    }
}
