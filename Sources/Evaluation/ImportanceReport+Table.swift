extension ImportanceReport {
    /// How many descriptors a person is shown.
    static let shownDescriptors = 15

    /// For a terminal: families and the greatest descriptors, each with a bar.
    var tableLines: [String] {
        ["What carried the decision: \(measure)"] + aligned(rows) + footnotes
    }

    /// A section of `report.md`.
    var markdownLines: [String] {
        ["## What carried the decision", "", "Measured: \(measure).", ""] + markdownTable(rows) + [""] + footnotes
    }

    /// `importance.csv`: all families, then all descriptors.
    public var csv: String {
        let lines = [("family", families), ("descriptor", descriptors)].flatMap { level, rows in
            rows.map { row in
                [
                    level, quoted(row.name), quoted(row.family), String(row.columns), decimal(row.uarLost, 6),
                    row.ci95.map { decimal($0.low, 6) } ?? "", row.ci95.map { decimal($0.high, 6) } ?? "",
                    decimal(row.deviation, 6),
                ].joined(separator: ",")
            }
        }
        return (["level,name,family,columns,uar_lost,ci95_low,ci95_high,deviation"] + lines).joined(separator: "\n") + "\n"
    }

    private var measure: String {
        "UAR lost when a descriptor is shuffled among a fold's test utterances (mean of \(repeats) repeat"
            + "\(repeats == 1 ? "" : "s"))"
    }

    private var footnotes: [String] {
        var lines: [String] = []
        let hidden = descriptors.count - Self.shownDescriptors
        if hidden > 0 { lines.append("\(hidden) more descriptors, each with a smaller loss, are in the JSON report.") }
        if descriptors.contains(where: { $0.ci95 != nil }) { lines.append("[…]: 95 % interval over speakers, by bootstrap.") }
        lines.append("Related descriptors stand in for each other, so losses do not add up.")
        return lines
    }

    private var rows: [[String]] {
        // One family alone says what the figures above say already.
        let families = families.count > 1 ? families : []
        let shown = Array(descriptors.prefix(Self.shownDescriptors))
        func largest(_ rows: [Row]) -> Double { rows.map(\.uarLost).max() ?? 0 }
        // Whole families lose far more than descriptors do, so each kind has a scale of its own.
        let scales = (families: largest(families), descriptors: largest(shown))
        func cells(_ row: Row, kind: String, largest: Double) -> [String] {
            let interval = row.ci95.map { " [\(decimal($0.low))–\(decimal($0.high))]" } ?? ""
            let length = largest > 0 ? Int((20 * max(0, row.uarLost) / largest).rounded()) : 0
            let bar = String(repeating: "█", count: length) + String(repeating: "·", count: 20 - length)
            return [row.name, kind, String(row.columns), decimal(row.uarLost) + interval, bar]
        }
        return [["", "family", "columns", "UAR lost", ""]] + families.map { cells($0, kind: "(whole)", largest: scales.families) }
            + shown.map { cells($0, kind: $0.family, largest: scales.descriptors) }
    }
}
