import Foundation
import UndertoneAffect

/// nEMO (Christop 2024): `samples/SB0_anger_12`, where the parts are speaker, emotion and sentence; `data.tsv`, in the
/// folder or beside it, tells the speakers' sexes.
public struct NEMOReader: NamedRecordingReader {
    public let name = "nemo"
    public let title = "nEMO, Polish, nine actors (Christop 2024)"
    let form = "SB0_anger_12"

    public init() {}

    func parse(_ recording: RecordingFile) -> ParsedName {
        let parts = recording.stem.split(separator: "_", maxSplits: 2).map(String.init)
        guard parts.count == 3, parts[0].allSatisfy({ $0.isASCIILetter || $0.isASCIIDigit }) else {
            return .passedOver(.unexpectedName(form: form))
        }
        guard let label = LabelMapping.nemo[parts[1].lowercased()] else { return .passedOver(.unknownLabel(parts[1])) }
        return .utterance(
            SpokenName(
                label: label, speaker: parts[0].uppercased(), sentence: parts[2], identity: recording.stem.lowercased()))
    }

    func sexes(in directory: String, notes: inout [CorpusNote]) -> [String: Sex] {
        for path in [directory + "/data.tsv", directory + "/../data.tsv"]
        where FileManager.default.fileExists(atPath: path) {
            do {
                // The table quotes nothing, so a quotation mark in it is a mark of the sentence.
                let table = try DelimitedTable(contentsOf: path, delimiter: "\t", isQuoted: false)
                guard let speaker = table.column("speaker_id"), let gender = table.column("gender") else {
                    throw CorpusError.manifestProblems(
                        path: path, problems: [ManifestProblem(line: 1, fact: .missingColumn("gender"))])
                }
                return table.rows.reduce(into: [:]) { sexes, row in
                    guard row.fields.indices.contains(max(speaker, gender)) else { return }
                    sexes[row.fields[speaker].uppercased()] = Sex(word: row.fields[gender])
                }
            } catch {
                notes.append(CorpusNote(path: path, reason: .unreadableTable("\(error)")))
            }
        }
        return [:]
    }
}
