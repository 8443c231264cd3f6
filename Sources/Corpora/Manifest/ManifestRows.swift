import Foundation

/// What a column of a manifest holds.
enum ManifestColumn: CaseIterable {
    case path, label, speaker, sex, sentence, intensity

    /// The names that a column goes by, in lower case.
    var names: [String] {
        switch self {
        case .path: ["path", "file", "filename", "file_name", "wav", "audio"]
        case .label: ["label", "emotion"]
        case .speaker: ["speaker", "speaker_id"]
        case .sex: ["sex", "gender"]
        case .sentence: ["sentence", "text", "transcript"]
        case .intensity: ["intensity"]
        }
    }

    static let required: [ManifestColumn] = [.path, .label]
}

struct ManifestRow {
    let line: Int
    let values: [ManifestColumn: String]

    /// The text in a column; nil when it is empty or the column is not there.
    subscript(column: ManifestColumn) -> String? {
        values[column].flatMap { $0.isEmpty ? nil : $0 }
    }
}

/// The rows of a manifest, in whichever of its forms.
struct ManifestRows {
    private(set) var rows: [ManifestRow] = []
    private(set) var problems: [ManifestProblem] = []

    /// - Parameter path: ends in `.jsonl`, `.ndjson` or `.json` (an object a line), `.tsv` or `.tab`; anything else is CSV.
    init(_ path: String) throws {
        switch (path as NSString).pathExtension.lowercased() {
        case "jsonl", "ndjson", "json": try readLines(path)
        case "tsv", "tab": try readTable(path, delimiter: "\t")
        default: try readTable(path, delimiter: ",")
        }
    }

    private mutating func readTable(_ path: String, delimiter: Character) throws {
        let table = try DelimitedTable(contentsOf: path, delimiter: delimiter)
        var positions: [ManifestColumn: Int] = [:]
        for column in ManifestColumn.allCases {
            // The first name in the list of names that the header has: a table may well have both path and file.
            guard let name = column.names.first(where: { table.column($0) != nil }) else { continue }
            if table.header.count(where: { $0.lowercased() == name }) > 1 {
                problems.append(ManifestProblem(line: 1, fact: .repeatedColumn(name)))
            }
            positions[column] = table.column(name)
        }
        for column in ManifestColumn.required where positions[column] == nil {
            problems.append(ManifestProblem(line: 1, fact: .missingColumn(column.names[0])))
        }
        guard problems.isEmpty else { return }
        for row in table.rows {
            guard row.fields.count == table.header.count else {
                problems.append(
                    ManifestProblem(
                        line: row.line, fact: .fieldCount(found: row.fields.count, expected: table.header.count)))
                continue
            }
            rows.append(ManifestRow(line: row.line, values: positions.mapValues { row.fields[$0] }))
        }
    }

    private mutating func readLines(_ path: String) throws {
        let text = try ManifestText.read(path)
        let decoder = JSONDecoder()
        for (index, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isLineEnd).enumerated()
        where !line.allSatisfy(\.isWhitespace) {
            guard let object = try? decoder.decode([String: JSONText].self, from: Data(line.utf8)) else {
                problems.append(ManifestProblem(line: index + 1, fact: .notAnObject))
                continue
            }
            let byName = Dictionary(object.map { ($0.key.lowercased(), $0.value) }) { first, _ in first }
            var values: [ManifestColumn: String] = [:]
            for column in ManifestColumn.allCases {
                guard let name = column.names.first(where: { byName[$0] != nil }) else { continue }
                switch byName[name] {
                case .text(let text): values[column] = text.trimmingCharacters(in: .whitespaces)
                case .other: problems.append(ManifestProblem(line: index + 1, fact: .notText(name)))
                case .null, nil: break
                }
            }
            // One sentence a line is enough.
            if problems.last?.line != index + 1 { rows.append(ManifestRow(line: index + 1, values: values)) }
        }
    }
}

extension Character {
    /// LF, CRLF or CR; JSON text may hold the other characters that Unicode counts as line ends.
    fileprivate var isLineEnd: Bool { self == "\n" || self == "\r\n" || self == "\r" }
}

/// A JSON value that a manifest's column may hold: text, or a number read as text.
private enum JSONText: Decodable {
    case text(String)
    case null
    case other

    init(from decoder: any Decoder) throws {
        guard let container = try? decoder.singleValueContainer() else {
            self = .other
            return
        }
        if container.decodeNil() {
            self = .null
        } else if let text = try? container.decode(String.self) {
            self = .text(text)
        } else if (try? container.decode(Bool.self)) != nil {
            self = .other
        } else if let number = try? container.decode(Int.self) {
            self = .text(String(number))
        } else if let number = try? container.decode(Double.self) {
            self = .text(String(number))
        } else {
            self = .other
        }
    }
}
