import Foundation
import UndertoneAudio

/// Takes sound as it comes and sums up the voice in it, however long it is, in bounded memory.
///
/// A recording of up to 45 s is measured as a whole. A longer one is measured in pieces of 30 s (the last of 15 to 45 s, as
/// `SegmentRule` cuts), and each measure is the mean of the pieces that define it, weighted by their lengths; of pitch, the
/// geometric mean. How the samples are cut into blocks changes nothing. Holds 45 s at most: 2.9 MB at 16 kHz.
public struct VoiceSummaryStream: Sendable {
    /// In seconds.
    public static let pieceDuration = 30.0

    private let sampleRate: Int
    private let rule: SegmentRule
    private var buffer: [Float] = []
    private var pieces: [(voice: VoiceSummary, weight: Double)] = []

    /// - Precondition: `sampleRate`, in hertz, is positive.
    public init(sampleRate: Int) {
        precondition(sampleRate > 0, "a positive sample rate")
        self.sampleRate = sampleRate
        rule = SegmentRule(duration: Self.pieceDuration, sampleRate: sampleRate)
    }

    public mutating func accept(_ samples: [Float]) {
        guard let length = rule.length, let capacity = rule.capacity else { return }
        var rest = samples[...]
        while !rest.isEmpty {
            let taken = rest.prefix(capacity + 1 - buffer.count)
            buffer += taken
            rest = rest.dropFirst(taken.count)
            if buffer.count > capacity { measure(length) }
        }
    }

    /// Ends the recording and sums it up; without samples every measure is nil.
    public mutating func finish() -> VoiceSummary {
        if !buffer.isEmpty { measure(buffer.count) }
        return VoiceSummary(meanOf: pieces)
    }

    private mutating func measure(_ count: Int) {
        let voice = VoiceSummary(of: Signal(samples: Array(buffer[..<count]), sampleRate: sampleRate))
        pieces.append((voice, Double(count)))
        buffer.removeFirst(count)
    }
}

extension VoiceSummary {
    /// The weighted mean of each measure over the parts that define it; of pitch, the geometric mean.
    package init(meanOf parts: [(voice: VoiceSummary, weight: Double)]) {
        func mean(_ measure: (VoiceSummary) -> Double?) -> Double? {
            let defined = parts.compactMap { part in measure(part.voice).map { ($0, part.weight) } }
            guard defined.count > 1 else { return defined.first?.0 }
            return defined.reduce(0) { $0 + $1.0 * $1.1 } / defined.reduce(0) { $0 + $1.1 }
        }
        let onePitch = parts.compactMap(\.voice.medianPitch)
        self.init(
            // A logarithm and back would change the last bits of a pitch that stands alone.
            medianPitch: onePitch.count > 1 ? mean { $0.medianPitch.map(log2) }.map(exp2) : onePitch.first,
            pitchRange: mean(\.pitchRange), speechRate: mean(\.speechRate), pauseShare: mean(\.pauseShare),
            intensityVariation: mean(\.intensityVariation), voicedShare: mean(\.voicedShare),
            alphaRatio: mean(\.alphaRatio))
    }
}
