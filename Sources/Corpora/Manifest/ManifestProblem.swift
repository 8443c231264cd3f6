/// One malformed line of a manifest.
public struct ManifestProblem: Hashable, Sendable {
    /// Counted from 1; a row that spans lines counts by its first.
    public let line: Int
    public let fact: Fact

    public init(line: Int, fact: Fact) {
        self.line = line
        self.fact = fact
    }

    public enum Fact: Error, Hashable, Sendable {
        case noHeader
        case missingColumn(String)
        case repeatedColumn(String)
        case fieldCount(found: Int, expected: Int)
        case empty(String)
        case unknownSex(String)
        case notAnObject
        case notText(String)
        case repeatedPath(String, firstLine: Int)
        case nulInPath
        case openQuotation
    }
}

extension ManifestProblem: CustomStringConvertible {
    public var description: String { "line \(line): \(fact)" }
}

extension ManifestProblem.Fact: CustomStringConvertible {
    public var description: String {
        switch self {
        case .noHeader: "there is no header that names the columns"
        case .missingColumn(let name): "there is no column '\(name)'"
        case .repeatedColumn(let name): "the column '\(name)' is named twice"
        case .fieldCount(let found, let expected): "there are \(found) fields where the header names \(expected)"
        case .empty(let name): "the \(name) is empty"
        case .unknownSex(let word): "the sex '\(word)' is neither female nor male"
        case .notAnObject: "it is not a JSON object"
        case .notText(let name): "the \(name) is neither text nor a number"
        case .repeatedPath(let path, let first): "the recording \(path) is listed on line \(first) already"
        case .nulInPath: "the path holds a NUL character"
        case .openQuotation: "a quotation begins here that does not end"
        }
    }
}
