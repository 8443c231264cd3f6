/// Columns padded to their widest cell: the first to the left, the others to the right.
func aligned(_ rows: [[String]]) -> [String] {
    let columns = rows.map(\.count).max() ?? 0
    let widths = (0..<columns).map { column in rows.map { column < $0.count ? $0[column].count : 0 }.max() ?? 0 }
    return rows.map { row in
        row.enumerated().map { column, cell in
            let padding = String(repeating: " ", count: widths[column] - cell.count)
            return column == 0 ? cell + padding : padding + cell
        }.joined(separator: "  ")
    }
}

/// The first row is the header; the first column stands to the left, the others to the right.
func markdownTable(_ rows: [[String]]) -> [String] {
    guard let header = rows.first else { return [] }
    func line(_ cells: [String]) -> String {
        "| " + cells.map { $0.replacing("|", with: "\\|") }.joined(separator: " | ") + " |"
    }
    let rule = "|" + header.indices.map { $0 == 0 ? "---|" : "---:|" }.joined()
    return [line(header), rule] + rows.dropFirst().map(line)
}
