/// Frames from the first that is speech on, with the pauses that are too short to end it.
struct SpeechStretch: Hashable, Sendable {
    let start: Int
    private(set) var frames: [Frame] = []
    /// How many frames at the end are no speech.
    private(set) var quietCount = 0

    struct Frame: Hashable, Sendable {
        let isSpeech: Bool
        let isVoiced: Bool
        let isSteady: Bool
        let score: Float
    }

    /// Above this the autocorrelation says that there is a pitch.
    private static let voiced: Float = 0.5

    init(start: Int) { self.start = start }

    private init(start: Int, frames: [Frame]) {
        self.start = start
        self.frames = frames
        quietCount = frames.reversed().prefix { !$0.isSpeech }.count
    }

    /// The frame after the last that is speech.
    var speechEnd: Int { start + frames.count - quietCount }
    var speechSpan: Int { speechEnd - start }
    var speechCount: Int { frames.count { $0.isSpeech } }

    mutating func add(_ frame: SpeechFrame) {
        let isVoiced = frame.evidence.periodicity > Self.voiced
        // The hum that is left in a pause is far quieter than the speech before it.
        let isSteady = frame.evidence.isSteady && frame.evidence.relativeLevel > -1.5
        frames.append(Frame(isSpeech: frame.isSpeech, isVoiced: isVoiced, isSteady: isSteady, score: frame.score))
        quietCount = frame.isSpeech ? 0 : quietCount + 1
    }

    /// Both and what lies between them, which is no speech.
    func joined(with next: SpeechStretch) -> SpeechStretch {
        let between = max(0, next.start - start - frames.count)
        let silence = Frame(isSpeech: false, isVoiced: false, isSteady: false, score: -10)
        return SpeechStretch(
            start: start,
            frames: frames.prefix(next.start - start) + [Frame](repeating: silence, count: between) + next.frames)
    }

    /// Two parts, divided where the score of a tenth of a second is least, neither of which is shorter than asked if that can be.
    func divided(shortest: Int) -> (first: SpeechStretch, rest: SpeechStretch?) {
        let half = 5
        let earliest = max(1, min(max(shortest, frames.count / 4), frames.count - 1))
        let latest = max(earliest, frames.count - shortest)
        // Steps of the running sum, so that the cost is that of the stretch.
        var best = (sum: Float.infinity, at: earliest)
        for cut in earliest...latest {
            var sum: Float = 0
            for index in max(0, cut - half)..<min(frames.count, cut + half) { sum += frames[index].score }
            if sum < best.sum { best = (sum, cut) }
        }
        let first = SpeechStretch(start: start, frames: Array(frames[..<best.at]))
        let rest = frames[best.at...]
        // What follows starts with speech, or has not started.
        guard let begin = rest.firstIndex(where: \.isSpeech) else { return (first, nil) }
        return (first, SpeechStretch(start: start + begin, frames: Array(frames[begin...])))
    }

    /// Whether it is long enough, has a voice, and changes as speech does.
    func isVoice(_ options: UtteranceCutterOptions) -> Bool {
        let speech = frames.filter(\.isSpeech)
        let voiced = speech.count { $0.isVoiced && !$0.isSteady }
        // Those after the speech too: a tone's beginning may pass for speech, until it is seen not to change.
        let steady = frames.count { $0.isSteady }
        return Double(speech.count) >= options.leastSpeech * 100 && Double(voiced) >= options.leastSpeech * 50
            && Double(steady) <= options.mostSteadyShare * Double(max(1, speech.count))
    }
}
