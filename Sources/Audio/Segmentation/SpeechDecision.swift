/// From evidence to decisions: the regression over a frame and its neighbours, then hysteresis and hangover.
struct SpeechDecision: Hashable, Sendable {
    private let options: SpeechDetectorOptions
    private let hangover: Int
    private var history = SpeechWeights.History()
    /// The frame that waits for the next one's evidence.
    private var waiting: SpeechEvidence?
    private var isSpeech = false
    private var quietFrames = 0

    init(_ options: SpeechDetectorOptions) {
        self.options = options
        hangover = Int((options.hangover * 100).rounded())
    }

    /// Takes a frame's evidence and decides the frame before it.
    mutating func add(_ evidence: SpeechEvidence) -> SpeechFrame? {
        defer { waiting = evidence }
        return waiting.map { decide($0, next: evidence) }
    }

    mutating func finish() -> SpeechFrame? {
        defer { waiting = nil }
        return waiting.map { decide($0, next: $0) }
    }

    private mutating func decide(_ evidence: SpeechEvidence, next: SpeechEvidence) -> SpeechFrame {
        let score = history.score(evidence, next: next)
        if score > options.onset, evidence.isSound {
            isSpeech = true
            quietFrames = 0
        } else if score > options.release {
            quietFrames = 0
        } else {
            quietFrames += 1
            if quietFrames > hangover { isSpeech = false }
        }
        return SpeechFrame(isSpeech: isSpeech, score: score, evidence: evidence)
    }
}
