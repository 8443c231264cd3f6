/// What the detector says of 10 ms of sound.
public struct SpeechFrame: Hashable, Sendable {
    /// After hysteresis and hangover.
    public let isSpeech: Bool
    /// The log-odds of speech from this frame's and its neighbours' evidence alone; 0 is even.
    public let score: Float
    /// The evidence for the score.
    public let evidence: SpeechEvidence
}
