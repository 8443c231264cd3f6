public import UndertoneAffect

/// What a model that never saw an utterance said about it: one row of `predictions.csv`.
public struct PredictionRow: Hashable, Sendable {
    /// Where the recording lies, as the corpus names it.
    public let file: String
    /// The speaker across corpora, for example `emodb/03`.
    public let speaker: String
    public let truth: Emotion
    public let probabilities: Probabilities
    /// Which fold held the utterance in its test part, from 0.
    public let fold: Int

    public init(file: String, speaker: String, truth: Emotion, probabilities: Probabilities, fold: Int = 0) {
        self.file = file
        self.speaker = speaker
        self.truth = truth
        self.probabilities = probabilities
        self.fold = fold
    }

    public var predicted: Emotion { probabilities.emotion }
}

extension Sequence<PredictionRow> {
    /// The rows as CSV (RFC 4180): `file,speaker,fold,truth,predicted,confidence` and one probability a label.
    public func csv(labels: LabelSet) -> String {
        var lines = ["file,speaker,fold,truth,predicted,confidence," + labels.map { quoted($0.rawValue) }.joined(separator: ",")]
        for row in self {
            let fields =
                [quoted(row.file), quoted(row.speaker), String(row.fold), quoted(row.truth.rawValue),
                    quoted(row.predicted.rawValue), decimal(row.probabilities.confidence, 6)]
                + labels.map { decimal(row.probabilities[$0], 6) }
            lines.append(fields.joined(separator: ","))
        }
        return lines.joined(separator: "\n") + "\n"
    }
}

/// A field of a CSV row (RFC 4180).
func quoted(_ field: String) -> String {
    guard field.contains(where: { $0 == "," || $0 == "\"" || $0.isNewline }) else { return field }
    return "\"" + field.replacing("\"", with: "\"\"") + "\""
}
