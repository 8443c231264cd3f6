/// Numbers and names as text, the same in every format.
enum TableText {
    /// The shortest decimal number that reads back as the same value; nil when not finite.
    static func number(_ value: Float) -> String? { value.isFinite ? "\(value)" : nil }
    static func number(_ value: Double) -> String? { value.isFinite ? "\(value)" : nil }
}

/// Comma-separated values: one head line, then one line a row; a value that is not finite is an empty field.
///
/// Fields with a comma, a quote or a line break stand in quotes, with inner quotes doubled (RFC 4180). Lines end in LF.
final class CSVTableWriter: FeatureTableWriter {
    private let output: OutputFile
    private let columnCount: Int

    init(_ output: OutputFile, names: [String]) throws {
        self.output = output
        columnCount = names.count
        try output.write((["file", "start", "end"] + names).map(Self.quoted).joined(separator: ",") + "\n")
    }

    func append(_ row: FeatureRow) throws {
        precondition(row.values.count == columnCount, "one value a column")
        var line = Self.quoted(row.file)
        for key in [row.start, row.end] {
            line += ","
            line += TableText.number(key) ?? ""
        }
        for value in row.values {
            line += ","
            line += TableText.number(value) ?? ""
        }
        try output.write(line + "\n")
    }

    func finish() throws { try output.commit() }

    private static func quoted(_ field: String) -> String {
        guard field.utf8.contains(where: { $0 == 0x2C || $0 == 0x22 || $0 == 0x0A || $0 == 0x0D }) else { return field }
        return "\"" + field.replacing("\"", with: "\"\"") + "\""
    }
}

/// Weka's attribute-relation file format; a value that is not finite is `?`.
///
/// The file is a nominal attribute, and not a string, because more readers know it (scipy's among them).
final class ARFFTableWriter: FeatureTableWriter {
    private let output: OutputFile
    private let columnCount: Int

    init(_ output: OutputFile, names: [String], files: [String]) throws {
        self.output = output
        columnCount = names.count
        var seen = Set<String>()
        let nominal = files.filter { seen.insert($0).inserted }.map(Self.quoted).joined(separator: ",")
        try output.write("@relation undertone\n\n@attribute file {\(nominal)}\n")
        for name in ["start", "end"] + names { try output.write("@attribute \(Self.quoted(name)) numeric\n") }
        try output.write("\n@data\n")
    }

    func append(_ row: FeatureRow) throws {
        precondition(row.values.count == columnCount, "one value a column")
        var line = Self.quoted(row.file)
        for key in [row.start, row.end] {
            line += ","
            line += TableText.number(key) ?? "?"
        }
        for value in row.values {
            line += ","
            line += TableText.number(value) ?? "?"
        }
        try output.write(line + "\n")
    }

    func finish() throws { try output.commit() }

    private static func quoted(_ name: String) -> String {
        var text = "'"
        for scalar in name.unicodeScalars {
            switch scalar {
            case "'": text += "\\'"
            case "\\": text += "\\\\"
            case "\n": text += "\\n"
            case "\r": text += "\\r"
            case "\t": text += "\\t"
            default: text.unicodeScalars.append(scalar)
            }
        }
        return text + "'"
    }
}

/// One JSON object a line; a value that is not finite is null.
///
/// Functionals: `{"file","start","end","features":{name: value, …}}` a row. Frames: `{"file","names","times","values"}` a
/// recording, with the time of each frame in seconds and one list of values a frame.
final class JSONTableWriter: FeatureTableWriter {
    private let output: OutputFile
    private let names: [String]
    private let level: FeatureLevel
    private var file: String?
    /// The times of the open recording: written after its values, so that only they need be held.
    private var times: [Double] = []

    init(_ output: OutputFile, names: [String], level: FeatureLevel) {
        self.output = output
        self.names = names.map(Self.quoted)
        self.level = level
    }

    func append(_ row: FeatureRow) throws {
        precondition(row.values.count == names.count, "one value a column")
        switch level {
        case .functionals:
            let pairs = zip(names, row.values).map { "\($0):\(TableText.number($1) ?? "null")" }.joined(separator: ",")
            let start = TableText.number(row.start) ?? "null"
            let end = TableText.number(row.end) ?? "null"
            try output.write(
                "{\"file\":\(Self.quoted(row.file)),\"start\":\(start),\"end\":\(end),\"features\":{\(pairs)}}\n")
        case .frames:
            if row.file != file {
                try closeRecording()
                file = row.file
                try output.write(
                    "{\"file\":\(Self.quoted(row.file)),\"names\":[\(names.joined(separator: ","))],\"values\":[")
            }
            let values = row.values.map { TableText.number($0) ?? "null" }.joined(separator: ",")
            try output.write((times.isEmpty ? "[" : ",[") + values + "]")
            times.append(row.start)
        }
    }

    func finish() throws {
        try closeRecording()
        try output.commit()
    }

    private func closeRecording() throws {
        guard file != nil else { return }
        try output.write("],\"times\":[\(times.map { TableText.number($0) ?? "null" }.joined(separator: ","))]}\n")
        times.removeAll(keepingCapacity: true)
        file = nil
    }

    static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            case _ where scalar.value < 0x20:
                let digits = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}
