import UndertoneAffect
import UndertoneFeatures
import UndertoneLearning

/// One recording on its way through the recogniser: blocks of samples in, segments with answers kept.
struct Listener {
    private let model: ModelBundle
    private var segmenter: SegmentStream
    private var meter = QualityMeter()
    private var segments: [Prediction.Segment] = []
    private var sampleCount = 0

    init(model: ModelBundle) {
        self.model = model
        segmenter = SegmentStream(recipe: model.recipe)
    }

    /// - Parameter samples: at the model's sample rate.
    mutating func accept(_ samples: [Float]) throws {
        meter.add(samples)
        sampleCount += samples.count
        try judge(segmenter.accept(samples))
    }

    /// Judges what is left and joins the answers.
    mutating func finish(path: String?) throws -> Prediction {
        try judge(segmenter.finish())
        return Prediction(
            path: path, duration: Double(sampleCount) / Double(model.recipe.sampleRate), segments: segments,
            quality: meter.quality, model: model.name)
    }

    private mutating func judge(_ ready: [SegmentStream.Segment]) throws {
        for segment in ready {
            // Digital silence expresses nothing.
            guard segment.hasSound else { continue }
            let probabilities = try model.probabilities(of: segment.features)
            segments.append(Prediction.Segment(start: segment.start, end: segment.end, probabilities: probabilities))
        }
    }
}
