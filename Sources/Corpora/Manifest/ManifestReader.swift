import Foundation
import UndertoneAffect

/// The general form of a manifest: a CSV, TSV or JSON-lines table with a recording a row.
///
/// The columns `path` and `label` are needed; `speaker`, `sex`, `sentence` and `intensity` may be there, and any other is
/// left alone. Paths are relative to the manifest's folder, or absolute. A recording that is listed but missing stays an
/// utterance: to find it out is the corpus check's work.
public struct ManifestReader: CorpusReader {
    public let name: String
    public let title = "A CSV, TSV or JSON-lines manifest"
    /// The manifest; nil to look for `manifest.csv`, `.tsv` or `.jsonl` in the folder.
    let file: String?

    public init(name: String) {
        self.init(name: name, file: nil)
    }

    init(name: String, file: String?) {
        self.name = name
        self.file = file
    }

    /// The manifest that a path is or holds, or nil.
    static func manifest(at path: String) -> String? {
        var isDirectory: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) else { return nil }
        guard isDirectory.boolValue else { return path }
        return ["manifest.csv", "manifest.tsv", "manifest.jsonl"].map { path + "/" + $0 }
            .first { FileManager.default.fileExists(atPath: $0) }
    }

    /// - Parameter directory: the folder that holds the manifest, or the manifest itself.
    /// - Throws: ``CorpusError``, with every malformed line.
    public func read(_ directory: String) throws -> Corpus {
        guard let manifest = file ?? Self.manifest(at: directory) else {
            throw CorpusError.manifestMissing(path: directory)
        }
        let rows = try ManifestRows(manifest)
        var problems = rows.problems
        var utterances: [Utterance] = []
        var firstLines: [String: Int] = [:]
        let folder = (manifest as NSString).deletingLastPathComponent
        for row in rows.rows {
            do {
                let utterance = try utterance(row, folder: folder)
                if let first = firstLines.updateValue(row.line, forKey: utterance.path) {
                    firstLines[utterance.path] = first
                    problems.append(
                        ManifestProblem(line: row.line, fact: .repeatedPath(row[.path] ?? "", firstLine: first)))
                } else {
                    utterances.append(utterance)
                }
            } catch let fact as ManifestProblem.Fact {
                problems.append(ManifestProblem(line: row.line, fact: fact))
            }
        }
        guard problems.isEmpty else {
            throw CorpusError.manifestProblems(path: manifest, problems: problems.sorted { $0.line < $1.line })
        }
        guard !utterances.isEmpty else {
            throw CorpusError.noRecordings(corpus: name, path: manifest, passedOver: 0)
        }
        let hasSpeakers = utterances.contains { $0.speaker != LabelFolderReader.unknownSpeaker }
        return Corpus(
            name: name, directory: directory, utterances: utterances,
            notes: hasSpeakers ? [] : [CorpusNote(path: manifest, reason: .noSpeakers)])
    }

    private func utterance(_ row: ManifestRow, folder: String) throws -> Utterance {
        guard let path = row[.path] else { throw ManifestProblem.Fact.empty("path") }
        guard !path.unicodeScalars.contains("\0") else { throw ManifestProblem.Fact.nulInPath }
        guard let label = row[.label] else { throw ManifestProblem.Fact.empty("label") }
        var sex: Sex?
        if let word = row[.sex], !["unknown", "other", "-", "?"].contains(word.lowercased()) {
            guard let known = Sex(word: word) else { throw ManifestProblem.Fact.unknownSex(word) }
            sex = known
        }
        return Utterance(
            corpus: name, path: path.hasPrefix("/") || folder.isEmpty ? path : folder + "/" + path,
            label: LabelMapping.emotion(forWord: label), speaker: row[.speaker] ?? LabelFolderReader.unknownSpeaker,
            sex: sex, sentence: row[.sentence], intensity: row[.intensity])
    }
}
