public import UndertoneAffect

/// A stretch of a recording over which the smoothed answer is one emotion.
public struct EmotionStretch: Hashable, Sendable {
    /// In seconds from the beginning of the recording.
    public let start: Double
    /// In seconds from the beginning of the recording.
    public let end: Double
    /// The mean of its segments' smoothed probabilities, weighted by their lengths.
    public let probabilities: Probabilities

    public init(start: Double, end: Double, probabilities: Probabilities) {
        self.start = start
        self.end = end
        self.probabilities = probabilities
    }

    public var emotion: Emotion { probabilities.emotion }
    public var confidence: Double { probabilities.confidence }

    /// A stretch goes on over a silence of up to so many seconds; after a longer one the same emotion begins anew.
    static let longestGap = 2.0

    /// Joins neighbouring segments whose smoothed answers are the same emotion.
    ///
    /// - Parameter segments: in order of time, over the same labels. No two stretches overlap where no two segments do.
    public static func joining(_ segments: [Prediction.Segment], smoothing: TimelineSmoothing) -> [EmotionStretch] {
        var stretches: [EmotionStretch] = []
        var parts: [Prediction.Segment] = []
        func join() {
            guard let first = parts.first, let last = parts.last else { return }
            let mean = Probabilities.mean(of: parts.map { ($0.probabilities, $0.end - $0.start) })
            stretches.append(
                EmotionStretch(start: first.start, end: last.end, probabilities: mean ?? first.probabilities))
            parts.removeAll()
        }
        for (segment, probabilities) in zip(segments, smoothing.probabilities(of: segments)) {
            if let last = parts.last,
                last.emotion != probabilities.emotion || segment.start - last.end > Self.longestGap {
                join()
            }
            parts.append(Prediction.Segment(start: segment.start, end: segment.end, probabilities: probabilities))
        }
        join()
        return stretches
    }
}

/// A moment at which a voice goes over from one expressed emotion to another.
public struct EmotionChange: Hashable, Sendable, Encodable {
    /// Where the new emotion begins, in seconds from the beginning of the recording.
    public let time: Double
    public let from: Emotion
    public let to: Emotion

    public init(time: Double, from: Emotion, to: Emotion) {
        self.time = time
        self.from = from
        self.to = to
    }

    /// The changes between the stretches of a timeline.
    public static func between(_ stretches: [EmotionStretch]) -> [EmotionChange] {
        zip(stretches, stretches.dropFirst())
            .filter { $0.emotion != $1.emotion }
            .map { EmotionChange(time: $1.start, from: $0.emotion, to: $1.emotion) }
    }
}

extension EmotionStretch: Encodable {
    private enum Key: String, CodingKey {
        case start, end, emotion, confidence
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(start, forKey: .start)
        try container.encode(end, forKey: .end)
        try container.encode(emotion, forKey: .emotion)
        try container.encode(confidence, forKey: .confidence)
    }
}
