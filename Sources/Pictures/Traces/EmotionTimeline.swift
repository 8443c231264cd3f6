public import UndertoneAffect

/// What a recording expresses over time, as the recogniser answered.
public struct EmotionTimeline: Hashable, Sendable {
    /// A stretch of the recording with its answer; times in seconds.
    public struct Segment: Hashable, Sendable {
        public let start: Double
        public let end: Double
        public let probabilities: Probabilities

        public init(start: Double, end: Double, probabilities: Probabilities) {
            self.start = start
            self.end = end
            self.probabilities = probabilities
        }
    }

    /// From bottom to top of the picture.
    public let labels: LabelSet
    /// In order of time, all over `labels`; empty for a recording without speech.
    public let segments: [Segment]
    /// Of the recording as a whole; nil when nobody speaks in it.
    public let whole: Probabilities?

    public init(labels: LabelSet, segments: [Segment], whole: Probabilities?) {
        self.labels = labels
        self.segments = segments.filter { $0.probabilities.labels == labels && $0.end > $0.start }
        self.whole = whole
    }
}
