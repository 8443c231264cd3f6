import Foundation
import UndertoneAffect

extension EvaluationReport {
    /// The report for a terminal: the model's row beside the two baselines', each class, and who was taken for whom.
    public var table: String {
        var lines = ["\(protocolName): \(model), \(utterances) utterances of \(speakers) speakers"]
        if let joinedInWords { lines.append("trained together with \(joinedInWords)") }
        if !dropped.isEmpty { lines.append("left out: \(droppedInWords)") }
        lines.append("")
        lines += aligned(summaryRows)
        if !ci95.isEmpty { lines.append("[…]: 95 % interval over speakers, by bootstrap") }
        lines.append("ECE \(decimal(ece)) (15 bins)")
        lines.append("")
        lines += aligned(perClassRows)
        lines.append("")
        lines.append("Confusion (rows: truth, columns: prediction; counts)")
        lines += aligned(confusionRows)
        if let importance { lines += [""] + importance.tableLines }
        for note in notes { lines.append("! " + note) }
        return lines.joined(separator: "\n") + "\n"
    }

    /// The same as Markdown: `report.md`.
    public var markdown: String {
        var lines = [
            "# \(protocolName): \(model)", "",
            "\(utterances) utterances of \(speakers) speakers; "
                + (isSpeakerIndependent ? "no test speaker was trained on" : "test speakers were also trained on")
                + "; seed \(seed)." + (joinedInWords.map { " Trained together with \($0)." } ?? "")
                + (dropped.isEmpty ? "" : " Left out: \(droppedInWords)."), "",
        ]
        for note in notes { lines += ["> " + note, ""] }
        lines += markdownTable(summaryRows)
        if !ci95.isEmpty { lines += ["", "In brackets: the 95 % bootstrap interval over speakers."] }
        lines += ["", "Expected calibration error: \(decimal(ece)) (15 bins of equal width).", "", "## Each emotion", ""]
        lines += markdownTable(perClassRows)
        lines += ["", "## Confusion", "", "Rows are the truth, columns the prediction.", ""]
        lines += markdownTable(confusionRows)
        if let importance { lines += [""] + importance.markdownLines }
        if folds.count > 1 || folds.contains(where: { $0.parameters != nil }) {
            lines += ["", "## Folds", ""] + markdownTable(foldRows)
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private var droppedInWords: String {
        dropped.sorted { $0.key < $1.key }.map { "\($0.value) (\($0.key))" }.joined(separator: ", ")
    }

    private var joinedInWords: String? {
        joined.map { corpora in
            corpora.map { "\($0.corpus) (\($0.utterances) utterances of \($0.speakers) speakers)" }.joined(separator: ", ")
        }
    }

    private var summaryRows: [[String]] {
        func figure(_ value: Double, _ key: String) -> String {
            guard let interval = ci95[key] else { return decimal(value) }
            return "\(decimal(value)) [\(decimal(interval.low))–\(decimal(interval.high))]"
        }
        var rows = [["", "accuracy", "UAR", "macro-F1"]]
        rows.append(["model", figure(accuracy, "accuracy"), figure(uar, "uar"), figure(macroF1, "macro_f1")])
        for name in ["majority", "random"] {
            guard let baseline = baselines[name] else { continue }
            rows.append([name, decimal(baseline.accuracy), decimal(baseline.uar), decimal(baseline.macroF1)])
        }
        return rows
    }

    private var perClassRows: [[String]] {
        [["emotion", "precision", "recall", "F1", "utterances"]]
            + labels.compactMap { label in
                perClass[label.rawValue].map {
                    [label.rawValue, decimal($0.precision), decimal($0.recall), decimal($0.f1), String($0.support)]
                }
            }
    }

    private var confusionRows: [[String]] {
        [[""] + labels.map(\.rawValue)]
            + zip(labels, confusion).map { label, counts in [label.rawValue] + counts.map(String.init) }
    }

    private var foldRows: [[String]] {
        [["fold", "test speakers", "utterances", "accuracy", "UAR", "validation UAR", "chosen"]]
            + folds.enumerated().map { index, fold in
                let names = fold.speakers.prefix(6).joined(separator: " ") + (fold.speakers.count > 6 ? " …" : "")
                return [
                    String(index + 1), names, String(fold.utterances), decimal(fold.accuracy), decimal(fold.uar),
                    fold.validation.map { decimal($0.uar) } ?? "", fold.parameters ?? "",
                ]
            }
    }
}
