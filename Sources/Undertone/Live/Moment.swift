public import UndertoneAffect
public import UndertoneAudio

/// One live decision: what the last seconds of a stream express.
public struct Moment: Hashable, Sendable {
    /// Where the window begins, in seconds from the stream's first sample.
    public let start: Double
    /// Where the window ends, in seconds from the stream's first sample.
    public let end: Double
    /// Whether somebody speaks in the window.
    public let hasSpeech: Bool
    /// What the window expresses, taken for itself; nil when nobody speaks in it.
    public let probabilities: Probabilities?
    /// The same steadied by the windows before it; nil when nobody speaks in the window.
    public let smoothed: Probabilities?
    /// Of the window.
    public let quality: RecordingQuality

    /// The most probable expressed emotion, smoothed; nil when nobody speaks in the window.
    public var emotion: Emotion? { smoothed?.emotion }

    /// The smoothed probability of ``emotion``, zero when there is none.
    public var confidence: Double { smoothed?.confidence ?? 0 }
}

extension Moment: Encodable {
    private enum Key: String, CodingKey {
        case start, end, speech, emotion, confidence, probabilities, smoothed, quality
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(start, forKey: .start)
        try container.encode(end, forKey: .end)
        try container.encode(hasSpeech, forKey: .speech)
        try container.encode(emotion, forKey: .emotion)
        try container.encode(confidence, forKey: .confidence)
        try container.encode(probabilities?.byName ?? [:], forKey: .probabilities)
        try container.encode(smoothed?.byName ?? [:], forKey: .smoothed)
        try container.encode(quality, forKey: .quality)
    }
}
