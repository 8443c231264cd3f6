extension RobustnessReport {
    /// The report for a terminal: each test beside its thresholds, the two baselines, and each group beside everybody.
    public var table: String {
        var lines = [
            "\(protocolName): \(model), \(utterances) utterances of \(speakers) speakers, UAR \(decimal(uar)) as they are",
        ]
        if !dropped.isEmpty { lines.append("left out: \(droppedInWords)") }
        lines.append("")
        lines += aligned(testRows(heading: { [$0] }))
        lines += ["", passedInWords] + legend
        if !fairness.isEmpty {
            lines += ["", "Fairness: each group minus all"] + aligned(fairnessRows) + [""] + fairnessLegend
        }
        for note in notes { lines.append("! " + note) }
        // Empty cells at the end of a row are padded too.
        return lines.map { line in String(line[..<(line.lastIndex { $0 != " " }.map(line.index(after:)) ?? line.startIndex)]) }
            .joined(separator: "\n") + "\n"
    }

    /// The same as Markdown: `battery.md`.
    public var markdown: String {
        var lines = [
            "# Robustness by \(protocolName): \(model)", "",
            "\(utterances) utterances of \(speakers) speakers; "
                + (isSpeakerIndependent ? "no test speaker was trained on" : "test speakers were also trained on")
                + "; seed \(seed)." + (dropped.isEmpty ? "" : " Left out: \(droppedInWords).")
                + " UAR \(decimal(uar)) as they are.", "",
        ]
        for note in notes { lines += ["> " + note, ""] }
        let empty = [String](repeating: "", count: Self.testHeader.count - 1)
        lines += markdownTable(testRows(heading: { ["**\($0)**"] + empty }))
        lines += ["", passedInWords, ""] + [legend.joined(separator: " ")]
        if !fairness.isEmpty {
            lines += ["", "## Fairness", "", "Each group minus all.", ""] + markdownTable(fairnessRows)
            lines += ["", fairnessLegend.joined(separator: " ")]
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static let testHeader = ["", "unchanged", "above", "published", "UAR", "change", "above", ""]

    private func testRows(heading: (String) -> [String]) -> [[String]] {
        var rows = [Self.testHeader]
        for group in RobustnessTest.Group.allCases {
            let members = tests.filter { $0.test.group == group }
            if !members.isEmpty { rows.append(heading(group.rawValue)) }
            for row in members {
                rows.append([
                    row.test.name, decimal(row.unchanged), decimal(row.test.minimumUnchanged, 2),
                    row.test.publishedMedian.map { decimal($0, 2) } ?? "–", decimal(row.uar), signed(row.uarChange),
                    row.test.minimumRecallChange.map { signed($0, 2) } ?? "–", row.passed ? "pass" : "FAIL",
                ])
            }
        }
        rows.append(heading("without listening"))
        for name in ["majority", "random"] {
            guard let reference = baselines[name] else { continue }
            rows.append([name, decimal(reference.unchanged), "", "", decimal(reference.uar), signed(0), "", ""])
        }
        return rows
    }

    private var passedInWords: String {
        "\(tests.count(where: \.passed)) of \(tests.count) tests passed."
    }

    private var legend: [String] {
        [
            "unchanged: share of clips with the same answer; UAR and its change: on the perturbed clips (room and position are",
            "compared with a booth and with one metre straight ahead); above: the thresholds of Derington et al. (arXiv",
            "2312.06270); published: the median of their eleven models on their corpora, with recorded noise and rooms.",
        ]
    }

    private var fairnessRows: [[String]] {
        let header = ["", "utterances", "UAR", "change", "within", "recall", "within", "precision", "within", ""]
        let all = ["all", String(utterances), decimal(uar)] + [String](repeating: "", count: header.count - 3)
        return [header, all]
            + fairness.map { row in
                [
                    "\(row.test.attribute): \(row.group)", String(row.utterances), decimal(row.uar), signed(row.uarChange),
                    decimal(row.test.maximumRecallChange), inWords(row.recallChanges),
                    decimal(row.test.maximumClassRecallChange), inWords(row.precisionChanges),
                    decimal(row.test.maximumClassPrecisionChange), row.passed ? "pass" : "FAIL",
                ]
            }
    }

    private var fairnessLegend: [String] {
        [
            "recall and precision: the class with the largest difference. The thresholds are the paper's, for 1000",
            "utterances a group; with fewer, chance alone may pass them.",
        ]
    }

    private func inWords(_ changes: [String: Double]) -> String {
        FairnessRow.largest(changes).map { "\($0.label) \(signed($0.change))" } ?? "–"
    }

    private var droppedInWords: String {
        dropped.sorted { $0.key < $1.key }.map { "\($0.value) (\($0.key))" }.joined(separator: ", ")
    }

    private func signed(_ value: Double, _ places: Int = 3) -> String {
        let text = decimal(value, places)
        return text.hasPrefix("-") || Double(text) == 0 ? text : "+" + text
    }
}
