import Foundation
import Undertone
import UndertoneAffect

/// Writes predictions to standard output, each as soon as it is there.
struct PredictionWriter {
    let format: PredictCommand.Format
    let timeline: Bool
    let labels: LabelSet
    private let table: PredictionTable

    init(format: PredictCommand.Format, timeline: Bool, labels: LabelSet, recordings: [String]) {
        self.format = format
        self.timeline = timeline
        self.labels = labels
        table = PredictionTable(recordings: recordings)
    }

    func writeHeader() {
        switch format {
        case .csv: print(PredictionCSV.header(labels: labels))
        case .table: print(table.header)
        case .json, .srt: break
        }
    }

    func write(_ prediction: Prediction) {
        switch format {
        case .json: print(PredictionJSON.line(prediction))
        case .csv: PredictionCSV.rows(prediction, timeline: timeline).forEach { print($0) }
        case .srt: print(PredictionSubtitles.text(prediction), terminator: "")
        case .table: table.lines(prediction, timeline: timeline).forEach { print($0) }
        }
        // Whoever reads from a pipe gets each answer when it is known.
        fflush(nil)
    }
}

enum PredictionJSON {
    static func line(_ prediction: Prediction) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        // A prediction holds only finite numbers and text, which always encode.
        guard let data = try? encoder.encode(prediction) else { return "{}" }
        return String(decoding: data, as: UTF8.self)
    }
}

/// Rows as the field's tools write them: file, start, end, then the answer.
enum PredictionCSV {
    static func header(labels: LabelSet) -> String {
        (["file", "start", "end", "emotion", "confidence"] + labels.map(\.rawValue)).joined(separator: ",")
    }

    static func rows(_ prediction: Prediction, timeline: Bool) -> [String] {
        let path = quoted(prediction.path ?? "")
        if timeline {
            return prediction.segments.map { segment in
                row(path, segment.start, segment.end, segment.probabilities)
            }
        }
        guard let probabilities = prediction.probabilities else {
            return ["\(path),0,\(number(prediction.duration)),,"]
        }
        return [row(path, 0, prediction.duration, probabilities)]
    }

    private static func row(_ path: String, _ start: Double, _ end: Double, _ answer: Probabilities) -> String {
        ([path, number(start), number(end), answer.emotion.rawValue, number(answer.confidence)]
            + answer.values.map(number)).joined(separator: ",")
    }

    private static func number(_ value: Double) -> String {
        value == value.rounded() && abs(value) < 1e9 ? String(Int(value)) : String(format: "%.4f", value)
    }

    private static func quoted(_ text: String) -> String {
        guard text.contains(where: { ",\"\n\r".contains($0) }) else { return text }
        return "\"" + text.replacingOccurrences(of: "\"", with: "\"\"") + "\""
    }
}

/// SubRip subtitles: a numbered block a segment, to lay under a video.
enum PredictionSubtitles {
    static func text(_ prediction: Prediction) -> String {
        prediction.segments.enumerated().map { index, segment in
            """
            \(index + 1)
            \(time(segment.start)) --> \(time(segment.end))
            \(segment.emotion) \(Int((100 * segment.confidence).rounded())) %


            """
        }.joined()
    }

    private static func time(_ seconds: Double) -> String {
        let milliseconds = Int((seconds * 1000).rounded())
        return String(
            format: "%02d:%02d:%02d,%03d", milliseconds / 3_600_000, milliseconds / 60_000 % 60,
            milliseconds / 1000 % 60, milliseconds % 1000)
    }
}
