import Foundation
import UndertoneAffect
import UndertoneLearning

extension Explanation {
    /// For example `Speaks for anger: pitch 62 % higher, speech 20 % faster and level 4 dB livelier than the neutral average.`
    static func sentence(for emotion: Emotion, _ measures: [VoiceReference.Comparison]) -> String {
        switch (emotion == .neutral, measures.isEmpty) {
        case (true, true):
            "No single plain measure lies close to the neutral average; the answer rests on timbre."
        case (true, false):
            "Speaks for \(emotion): \(list(measures.map(\.measure.words))) close to the neutral average."
        case (false, true):
            "No single plain measure stands out for \(emotion); the answer rests on timbre."
        case (false, false):
            "Speaks for \(emotion): \(list(measures.map(\.words))) than the neutral average."
        }
    }

    /// `a`, `a and b`, or `a, b and c`.
    private static func list(_ items: [String]) -> String {
        guard let last = items.last, items.count > 1 else { return items.first ?? "" }
        return items.dropLast().joined(separator: ", ") + " and " + last
    }
}

extension VoiceMeasure {
    fileprivate var words: String {
        switch self {
        case .pitch: "pitch"
        case .pitchRange: "pitch range"
        case .speechRate: "speech rate"
        case .pauseShare: "share of pauses"
        case .levelVariation: "variation of level"
        case .voicedShare: "share of voiced sound"
        case .brightness: "brightness"
        }
    }
}

extension VoiceReference.Comparison {
    fileprivate var words: String {
        let isMore = value > neutral
        let ratio = number(100 * abs(value / neutral - 1)) + " %"
        let points = number(100 * abs(value - neutral)) + " points"
        let difference = number(abs(value - neutral), decimals: abs(value - neutral) < 2 ? 1 : 0)
        return switch measure {
        case .pitch: "pitch \(ratio) \(isMore ? "higher" : "lower")"
        case .pitchRange: "pitch range \(difference) semitone\(difference == "1.0" ? "" : "s") \(isMore ? "wider" : "narrower")"
        case .speechRate: "speech \(ratio) \(isMore ? "faster" : "slower")"
        case .pauseShare: "share of pauses \(points) \(isMore ? "larger" : "smaller")"
        case .levelVariation: "level \(difference) dB \(isMore ? "livelier" : "steadier")"
        case .voicedShare: "share of voiced sound \(points) \(isMore ? "larger" : "smaller")"
        case .brightness: "sound \(difference) dB \(isMore ? "brighter" : "darker")"
        }
    }

    private func number(_ value: Double, decimals: Int = 0) -> String {
        String(format: "%.\(decimals)f", locale: Locale(identifier: "en_US_POSIX"), value)
    }
}
