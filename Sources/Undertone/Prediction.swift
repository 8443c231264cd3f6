public import UndertoneAffect
public import UndertoneAudio

/// What a recording expresses: as a whole, segment by segment, and over time.
///
/// Encoded as JSON it is the object that `undertone predict --format json` writes, one a line.
public struct Prediction: Hashable, Sendable {
    /// Where the recording lies, or the name it was given; nil for samples without a name.
    public let path: String?
    /// In seconds.
    public let duration: Double
    /// The most probable expressed emotion, or nil when nobody speaks in the recording.
    public let emotion: Emotion?
    /// The probability of `emotion`, zero when there is none.
    public let confidence: Double
    /// The mean of the segments' probabilities, weighted by their lengths, or nil when there is no speech.
    public let probabilities: Probabilities?
    /// Speech with an answer of its own each, in order of time.
    public let segments: [Segment]
    /// The segments' answers, smoothed and joined where they are the same emotion.
    public let timeline: [EmotionStretch]
    public let quality: RecordingQuality
    /// The name of the model that answered.
    public let model: String
    /// What in the voice speaks for the answer, where that was asked for.
    public internal(set) var explanation: Explanation?

    /// A stretch of the recording with its own answer.
    public struct Segment: Hashable, Sendable {
        /// In seconds from the beginning of the recording.
        public let start: Double
        /// In seconds from the beginning of the recording.
        public let end: Double
        public let probabilities: Probabilities

        public init(start: Double, end: Double, probabilities: Probabilities) {
            self.start = start
            self.end = end
            self.probabilities = probabilities
        }

        public var emotion: Emotion { probabilities.emotion }
        public var confidence: Double { probabilities.confidence }
    }

    /// Joins the segments' answers into the recording's.
    public init(
        path: String?, duration: Double, segments: [Segment], quality: RecordingQuality, model: String,
        smoothing: TimelineSmoothing = .default
    ) {
        let mean = Probabilities.mean(of: segments.map { ($0.probabilities, $0.end - $0.start) })
        self.path = path
        self.duration = duration
        self.emotion = mean?.emotion
        self.confidence = mean?.confidence ?? 0
        self.probabilities = mean
        self.segments = segments
        self.timeline = EmotionStretch.joining(segments, smoothing: smoothing)
        self.quality = quality
        self.model = model
    }

    /// When the timeline goes over from one emotion to another.
    public var changes: [EmotionChange] { EmotionChange.between(timeline) }
}

extension Prediction: Encodable {
    private enum Key: String, CodingKey {
        case path, duration, emotion, confidence, probabilities, segments, timeline, changes, quality, model, explanation
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(path, forKey: .path)
        try container.encode(duration, forKey: .duration)
        try container.encode(emotion, forKey: .emotion)
        try container.encode(confidence, forKey: .confidence)
        try container.encode(probabilities.map(\.byName) ?? [:], forKey: .probabilities)
        try container.encode(segments, forKey: .segments)
        try container.encode(timeline, forKey: .timeline)
        try container.encode(changes, forKey: .changes)
        try container.encode(quality, forKey: .quality)
        try container.encode(model, forKey: .model)
        try container.encodeIfPresent(explanation, forKey: .explanation)
    }
}

extension Prediction.Segment: Encodable {
    private enum Key: String, CodingKey {
        case start, end, emotion, confidence, probabilities
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(start, forKey: .start)
        try container.encode(end, forKey: .end)
        try container.encode(emotion, forKey: .emotion)
        try container.encode(confidence, forKey: .confidence)
        try container.encode(probabilities.byName, forKey: .probabilities)
    }
}
