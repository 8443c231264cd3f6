import Foundation

/// Where corpora lie: given one by one as `NAME=DIR`, or together under one folder by their names.
///
///     let locator = try CorpusLocator(arguments: ["ravdess=/data/RAVDESS"], root: "/data/corpora")
///     let ravdess = try locator.corpus(named: "ravdess")
public struct CorpusLocator: Sendable {
    /// The corpora that were asked for, in the order given.
    public let names: [String]
    /// The folder that holds a sub-folder a corpus, as the environment variable UNDERTONE_CORPORA names it.
    public let root: String?
    private let places: [String: String]

    /// - Parameters:
    ///   - arguments: each `NAME=DIR`, or `NAME` alone for one that is under `root`.
    ///   - root: the folder named by UNDERTONE_CORPORA; empty counts as none.
    /// - Throws: ``CorpusError`` for an argument without a name or place, or a corpus given twice.
    public init(arguments: [String], root: String? = nil) throws {
        var names: [String] = []
        var places: [String: String] = [:]
        for argument in arguments {
            let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            guard Self.isPlainName(parts[0]), parts.count == 1 || !parts[1].isEmpty else {
                throw CorpusError.malformedCorpusArgument(argument)
            }
            let name = Self.properName(parts[0])
            guard !names.contains(name) else { throw CorpusError.corpusGivenTwice(name: name) }
            names.append(name)
            if parts.count == 2 { places[name] = parts[1] }
        }
        self.names = names
        self.root = root.flatMap { $0.isEmpty ? nil : $0 }
        self.places = places
    }

    /// Reads every corpus that was asked for.
    public func corpora() throws -> [Corpus] {
        try names.map { try corpus(named: $0) }
    }

    public func corpus(named name: String) throws -> Corpus {
        try Corpus(named: name, at: try place(of: name))
    }

    /// The folder of a corpus: where it was said to be, else the sub-folder of `root` with its name or one of its aliases.
    public func place(of name: String) throws -> String {
        // A name is no path: nothing outside the root can be reached by one.
        guard Self.isPlainName(name) else { throw CorpusError.malformedCorpusArgument(name) }
        let name = Self.properName(name)
        if let place = places[name] { return place }
        guard let root else { throw CorpusError.corpusNotFound(name: name, searched: nil) }
        let reader = Corpus.reader(named: name)
        for candidate in [name] + (reader?.aliases ?? []) where Self.isFolder(root + "/" + candidate) {
            return root + "/" + candidate
        }
        let folders = ((try? FileManager.default.contentsOfDirectory(atPath: root)) ?? []).sorted()
        if let reader, let folder = folders.first(where: { Corpus.reader(named: $0)?.name == reader.name }),
            Self.isFolder(root + "/" + folder)
        {
            return root + "/" + folder
        }
        throw CorpusError.corpusNotFound(name: name, searched: root)
    }

    /// The known corpora that lie under `root`, in alphabetical order.
    public func available() -> [String] {
        Corpus.readers.map(\.name).filter { (try? place(of: $0)) != nil }
    }

    private static func properName(_ name: String) -> String {
        Corpus.reader(named: name)?.name ?? name
    }

    private static func isPlainName(_ name: String) -> Bool {
        !name.isEmpty && name != "." && name != ".." && !name.contains("/") && !name.unicodeScalars.contains("\0")
    }

    private static func isFolder(_ path: String) -> Bool {
        var isDirectory: ObjCBool = false
        return FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) && isDirectory.boolValue
    }
}
