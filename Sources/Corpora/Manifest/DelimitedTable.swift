import Foundation

/// A table of text: comma-separated values as RFC 4180 has them, or tab-separated.
///
/// A byte order mark is dropped; lines end in LF, CRLF or CR; fields may be quoted and then hold delimiters, line ends
/// and doubled quotation marks. Empty lines are left out. Fields lose surrounding blanks unless they were quoted.
struct DelimitedTable {
    struct Row: Equatable {
        /// Where the row begins, counted from 1.
        let line: Int
        let fields: [String]
    }

    let header: [String]
    let rows: [Row]

    /// - Parameter isQuoted: whether a quotation mark at the start of a field quotes it.
    /// - Throws: ``CorpusError`` for a file that cannot be read, is not UTF-8, or leaves a quotation open.
    init(contentsOf path: String, delimiter: Character, isQuoted: Bool = true) throws {
        var parser = Parser(delimiter: delimiter, isQuoted: isQuoted)
        var rows = try parser.parse(try ManifestText.read(path), path: path)
        guard !rows.isEmpty else {
            throw CorpusError.manifestProblems(path: path, problems: [ManifestProblem(line: 1, fact: .noHeader)])
        }
        header = rows.removeFirst().fields
        self.rows = rows
    }

    /// The position of a column by its name, letter case aside.
    func column(_ name: String) -> Int? {
        header.firstIndex { $0.lowercased() == name.lowercased() }
    }
}

private struct Parser {
    let delimiter: Character
    let isQuoted: Bool
    private var rows: [DelimitedTable.Row] = []
    private var fields: [String] = []
    private var field = ""
    private var wasQuoted = false
    private var line = 1
    private var rowLine = 1

    init(delimiter: Character, isQuoted: Bool) {
        self.delimiter = delimiter
        self.isQuoted = isQuoted
    }

    mutating func parse(_ text: String, path: String) throws -> [DelimitedTable.Row] {
        var openedAt: Int?
        var iterator = text.makeIterator()
        var pushedBack: Character?
        while let character = pushedBack ?? iterator.next() {
            pushedBack = nil
            if openedAt != nil {
                if character != "\"" {
                    if character.isNewline { line += 1 }
                    field.append(character)
                } else if let following = iterator.next() {
                    if following == "\"" {
                        field.append("\"")
                    } else {
                        openedAt = nil
                        pushedBack = following
                    }
                } else {
                    openedAt = nil
                }
            } else if isQuoted, character == "\"", field.allSatisfy(\.isWhitespace), !wasQuoted {
                field = ""
                wasQuoted = true
                openedAt = line
            } else if character == delimiter {
                endField()
            } else if character == "\n" || character == "\r\n" || character == "\r" {
                endRow()
                line += 1
                rowLine = line
            } else {
                field.append(character)
            }
        }
        if let openedAt {
            throw CorpusError.manifestProblems(path: path, problems: [ManifestProblem(line: openedAt, fact: .openQuotation)])
        }
        endRow()
        return rows
    }

    private mutating func endField() {
        fields.append(wasQuoted ? field : field.trimmingCharacters(in: .whitespaces))
        field = ""
        wasQuoted = false
    }

    private mutating func endRow() {
        endField()
        if fields != [""] { rows.append(DelimitedTable.Row(line: rowLine, fields: fields)) }
        fields = []
    }
}
