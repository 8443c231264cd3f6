import UndertoneAffect
import UndertoneAudio
import UndertoneFeatures
import UndertoneLearning

/// One recording on its way through the recogniser: blocks of samples in, segments with answers kept.
struct Listener {
    private let model: ModelBundle
    private var segmenter: SegmentStream
    private var meter: QualityMeter
    private var segments: [Prediction.Segment] = []
    private var sampleCount = 0
    /// Nil when no explanation is asked for: measuring pitch and syllables takes longer than recognising does.
    private var voice: VoiceSummaryStream?

    init(model: ModelBundle, extractor: FeatureExtractor, explaining: Bool) {
        self.model = model
        segmenter = SegmentStream(extractor)
        meter = QualityMeter(sampleRate: model.recipe.sampleRate)
        voice = explaining ? VoiceSummaryStream(sampleRate: model.recipe.sampleRate) : nil
    }

    /// - Parameter samples: at the model's sample rate.
    mutating func accept(_ samples: [Float]) throws {
        meter.add(samples)
        voice?.accept(samples)
        sampleCount += samples.count
        try judge(segmenter.accept(samples))
    }

    /// Judges what is left and joins the answers.
    mutating func finish(path: String?) throws -> Prediction {
        try judge(segmenter.finish().map { [$0] } ?? [])
        var prediction = Prediction(
            path: path, duration: Double(sampleCount) / Double(model.recipe.sampleRate), segments: segments,
            quality: meter.quality, model: model.provenance.name)
        if let summary = voice?.finish() {
            prediction.explanation = Explanation(
                of: prediction.emotion, voice: summary, reference: model.reference, model: model.provenance.name)
        }
        return prediction
    }

    private mutating func judge(_ ready: [SegmentFeatures]) throws {
        for segment in ready {
            // Digital silence expresses nothing.
            guard segment.hasSound else { continue }
            let probabilities = try model.model.probabilities(row(segment))[0]
            segments.append(Prediction.Segment(start: segment.start, end: segment.end, probabilities: probabilities))
        }
    }

    private func row(_ segment: SegmentFeatures) -> FeatureMatrix {
        FeatureMatrix(names: model.model.featureNames, values: segment.values)
    }
}
