/// Where an utterance lies, in frames of 10 ms, and how much of it is speech.
struct UtterancePlan: Hashable, Sendable {
    let frames: Range<Int>
    let speechShare: Float
}

/// From the frames' decisions to utterances: ends them at pauses, cuts long ones, joins short ones, drops what is no voice.
struct UtterancePlanner: Hashable, Sendable {
    private let options: UtteranceCutterOptions
    private let pause: Int
    private let shortest: Int
    /// Without padding.
    private let longest: Int
    private let padding: Int
    private var next = 0
    /// The utterance that goes on.
    private var open: SpeechStretch?
    /// The last one that has ended, while a neighbour might still join it.
    private var pending: SpeechStretch?
    /// The frame after the last that was given away.
    private var given = 0

    init(_ options: UtteranceCutterOptions) {
        self.options = options
        func frames(_ seconds: Double) -> Int { Int((seconds * 100).rounded()) }
        pause = frames(options.minimumPause)
        shortest = frames(options.shortest)
        padding = frames(options.padding)
        longest = frames(options.longest) - 2 * padding
    }

    /// No utterance that is still to come starts before this frame.
    var firstNeededFrame: Int {
        max(given, min(pending?.start ?? .max, open?.start ?? .max, next) - padding)
    }

    mutating func add(_ frame: SpeechFrame) -> [UtterancePlan] {
        defer { next += 1 }
        var plans: [UtterancePlan] = []
        if frame.isSpeech, open == nil { open = SpeechStretch(start: next) }
        if open != nil {
            open?.add(frame)
            if let stretch = open, stretch.quietCount >= pause {
                open = nil
                close(stretch, into: &plans)
            } else if let stretch = open, stretch.frames.count >= longest {
                let parts = stretch.divided(shortest: max(1, shortest))
                open = parts.rest
                close(parts.first, into: &plans)
            }
        }
        release(into: &plans)
        return plans
    }

    mutating func finish() -> [UtterancePlan] {
        var plans: [UtterancePlan] = []
        if let stretch = open { close(stretch, into: &plans) }
        open = nil
        if let last = pending { give(last, before: next, into: &plans) }
        pending = nil
        return plans
    }

    /// An utterance has ended: it joins the one before, if one of them is short, or waits for the next.
    private mutating func close(_ stretch: SpeechStretch, into plans: inout [UtterancePlan]) {
        guard stretch.isVoice(options) else { return }
        guard let before = pending else {
            pending = stretch
            return
        }
        let isShort = before.speechSpan < shortest || stretch.speechSpan < shortest
        if isShort, stretch.start - before.speechEnd <= shortest, stretch.speechEnd - before.start <= longest {
            pending = before.joined(with: stretch)
        } else {
            give(before, before: stretch.start, into: &plans)
            pending = stretch
        }
    }

    /// Gives away what waits once no neighbour can join it any more.
    private mutating func release(into plans: inout [UtterancePlan]) {
        guard let waiting = pending else { return }
        if let open {
            let isTooLong = next - waiting.start >= longest
            let isLongEnough = waiting.speechSpan >= shortest && open.frames.count >= shortest + pause
            guard isTooLong || isLongEnough || open.start - waiting.speechEnd > shortest else { return }
            give(waiting, before: open.start, into: &plans)
        } else {
            guard next - waiting.speechEnd > max(shortest, padding) else { return }
            give(waiting, before: .max, into: &plans)
        }
        pending = nil
    }

    private mutating func give(_ stretch: SpeechStretch, before following: Int, into plans: inout [UtterancePlan]) {
        // Neighbours share the pause between them, and nothing reaches beyond what has been heard.
        let room = following == .max ? next + 1 : stretch.speechEnd + max(0, following - stretch.speechEnd) / 2
        let start = max(given, stretch.start - padding)
        let end = max(start + 1, min(stretch.speechEnd + padding, room))
        given = end
        let share = Float(stretch.speechCount) / Float(end - start)
        plans.append(UtterancePlan(frames: start..<end, speechShare: min(1, share)))
    }
}
