/// A folder of recordings, read: its labelled utterances and what was passed over.
///
///     let corpus = try Corpus(named: "ravdess", at: "/data/ravdess")
///     corpus.utterances.count  // 1440
///
/// Reading looks at names and manifests only; no recording is opened.
public struct Corpus: Hashable, Sendable {
    /// The name under which protocols know it, for example `crema-d`.
    public let name: String
    /// The folder, or the manifest file, that was read.
    public let directory: String
    /// Sorted by path, each path once.
    public let utterances: [Utterance]
    /// The files that were passed over, and why, sorted by path.
    public let notes: [CorpusNote]

    /// Sorts the utterances and the notes by path.
    public init(name: String, directory: String, utterances: [Utterance], notes: [CorpusNote] = []) {
        self.name = name
        self.directory = directory
        self.utterances = utterances.sorted { $0.path < $1.path }
        self.notes = notes.sorted { ($0.path, $0.reason.description) < ($1.path, $1.reason.description) }
    }

    /// Reads a corpus by its name.
    ///
    /// - Parameters:
    ///   - name: a known corpus or one of its other names (`crema`, `cremad`, `emo-db`, …); any other word names a
    ///     corpus of one's own, whose form is found out: a manifest file, a folder that holds `manifest.csv`, `.tsv` or
    ///     `.jsonl`, or else a folder per label.
    ///   - directory: the folder, or the manifest file.
    /// - Throws: ``CorpusError``.
    public init(named name: String, at directory: String) throws {
        self = try Corpus.reader(named: name, at: directory).read(directory)
    }
}

extension Corpus {
    /// The reader for each corpus that is known by name, in alphabetical order.
    public static let readers: [any CorpusReader] = [
        CREMADReader(), EmoDBReader(), EMOVOReader(), NEMOReader(), RAVDESSReader(), SAVEEReader(), TESSReader(),
        TurEVReader(), URDUReader(),
    ]

    /// The reader for a name, or nil when no known corpus has it. Letter case, spaces, `-` and `_` do not matter.
    public static func reader(named name: String) -> (any CorpusReader)? {
        let wanted = simplified(name)
        return readers.first { reader in
            ([reader.name] + reader.aliases).contains { simplified($0) == wanted }
        }
    }

    static func reader(named name: String, at path: String) throws -> any CorpusReader {
        if let known = reader(named: name) { return known }
        if let manifest = ManifestReader.manifest(at: path) {
            return ManifestReader(name: name, file: manifest)
        }
        return LabelFolderReader(name: name)
    }

    private static func simplified(_ name: String) -> String {
        String(name.lowercased().filter { !" -_".contains($0) })
    }
}
