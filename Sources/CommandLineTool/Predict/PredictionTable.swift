import Foundation
import Undertone
import UndertoneAffect

/// Answers for a person: a line a recording, and with a timeline a line a stretch below it.
struct PredictionTable {
    private let pathWidth: Int

    init(recordings: [String]) {
        pathWidth = min(48, max(9, recordings.map(\.count).max() ?? 0))
    }

    var header: String {
        "\(padded("RECORDING", to: pathWidth))  \(padded("LENGTH", to: 8))  \(padded("EMOTION", to: 10))  SURE   NEXT"
    }

    func lines(_ prediction: Prediction, timeline: Bool) -> [String] {
        let path = padded(shortened(prediction.path ?? "samples"), to: pathWidth)
        let length = padded(Self.time(prediction.duration), to: 8)
        guard let probabilities = prediction.probabilities else {
            return ["\(path)  \(length)  no speech"] + explanation(prediction)
        }
        let next = zip(probabilities.labels, probabilities.values)
            .filter { $0.0 != probabilities.emotion }
            .sorted { $0.1 > $1.1 }
            .prefix(2)
            .map { "\($0.0) \(Self.percent($0.1))" }
            .joined(separator: ", ")
        var lines = [
            "\(path)  \(length)  \(padded(probabilities.emotion.rawValue, to: 10))"
                + "  \(Self.percent(probabilities.confidence))  \(next)"
        ]
        lines += explanation(prediction)
        guard timeline else { return lines }
        for stretch in prediction.timeline {
            let bar = String(repeating: "█", count: Int((20 * stretch.confidence).rounded()))
            let times = "\(Self.time(stretch.start)) – \(Self.time(stretch.end))"
            lines.append(
                "    \(padded(times, to: 19))  \(padded(stretch.emotion.rawValue, to: 10))"
                    + "  \(Self.percent(stretch.confidence))  \(bar)")
        }
        return lines
    }

    private func explanation(_ prediction: Prediction) -> [String] {
        prediction.explanation.map { ["    " + $0.sentence] } ?? []
    }

    private func padded(_ text: String, to width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }

    /// A long path keeps its end, which tells recordings apart.
    private func shortened(_ path: String) -> String {
        path.count <= pathWidth ? path : "…" + path.suffix(pathWidth - 1)
    }

    /// For example `0:03.6` or `1:02:03.0`.
    static func time(_ seconds: Double) -> String {
        let tenths = Int((seconds * 10).rounded())
        let (hours, minutes, rest) = (tenths / 36000, tenths / 600 % 60, Double(tenths % 600) / 10)
        return hours > 0
            ? String(format: "%d:%02d:%04.1f", hours, minutes, rest) : String(format: "%d:%04.1f", minutes, rest)
    }

    /// For example `  7 %`, always five wide.
    static func percent(_ share: Double) -> String {
        String(format: "%3d %%", Int((100 * share).rounded()))
    }
}
