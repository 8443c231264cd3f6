import Foundation
import Undertone
import UndertoneAffect

/// Rows as the field's tools write them: file, start, end, then the answer.
enum PredictionCSV {
    static func header(labels: LabelSet, explain: Bool) -> String {
        (["file", "start", "end", "emotion", "confidence"] + labels.map(\.rawValue) + (explain ? ["explanation"] : []))
            .joined(separator: ",")
    }

    static func rows(_ prediction: Prediction, timeline: Bool, labels: LabelSet) -> [String] {
        let path = CSV.quoted(prediction.path ?? "")
        if timeline, !prediction.timeline.isEmpty {
            return prediction.timeline.map { row(path, $0.start, $0.end, $0.probabilities) }
        }
        let explanation = prediction.explanation.map { "," + CSV.quoted($0.sentence) } ?? ""
        guard let probabilities = prediction.probabilities else {
            return ["\(path),0,\(number(prediction.duration)),," + String(repeating: ",", count: labels.count) + explanation]
        }
        return [row(path, 0, prediction.duration, probabilities) + explanation]
    }

    private static func row(_ path: String, _ start: Double, _ end: Double, _ answer: Probabilities) -> String {
        ([path, number(start), number(end), answer.emotion.rawValue, number(answer.confidence)]
            + answer.values.map(number)).joined(separator: ",")
    }

    private static func number(_ value: Double) -> String {
        value == value.rounded() && abs(value) < 1e9 ? String(Int(value)) : String(format: "%.4f", value)
    }
}
