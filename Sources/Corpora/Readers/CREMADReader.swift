import Foundation
import UndertoneAffect

/// CREMA-D (Cao et al. 2014): `1001_DFA_ANG_XX`, where the parts are speaker, sentence, emotion and intensity.
///
/// The speakers' sexes come from the corpus' table `VideoDemographics.csv` when it lies in the folder, beside it, or in
/// a `metadata` folder of either; else from the copy of that table here.
public struct CREMADReader: NamedRecordingReader {
    public let name = "crema-d"
    public let aliases = ["crema"]
    public let title = "CREMA-D, American English, 91 actors (Cao et al. 2014)"
    public let licence = "ODbL 1.0"
    let form = "1001_DFA_ANG_XX"

    public init() {}

    private static let intensities = ["LO": "low", "MD": "medium", "HI": "high", "XX": "unspecified"]

    func parse(_ recording: RecordingFile) -> ParsedName {
        let parts = recording.stem.uppercased().split(separator: "_", omittingEmptySubsequences: false).map(String.init)
        // Some copies of the corpus have a file 1040_ITH_SAD_X.
        guard parts.count == 4, parts[0].count == 4, parts[0].allSatisfy(\.isASCIIDigit), parts[1].count == 3,
            let intensity = Self.intensities[parts[3] == "X" ? "XX" : parts[3]]
        else { return .passedOver(.unexpectedName(form: form)) }
        guard let label = LabelMapping.cremaD[parts[2]] else { return .passedOver(.unknownLabel(parts[2])) }
        return .utterance(
            SpokenName(
                label: label, speaker: parts[0], sentence: parts[1], intensity: intensity,
                identity: parts.prefix(3).joined(separator: "_") + "_" + intensity))
    }

    func sexes(in directory: String, notes: inout [CorpusNote]) -> [String: Sex] {
        let folders = [directory, directory + "/metadata", directory + "/..", directory + "/../metadata"]
        let names = ["VideoDemographics.csv", "crema-d-VideoDemographics.csv"]
        for path in folders.flatMap({ folder in names.map { folder + "/" + $0 } })
        where FileManager.default.fileExists(atPath: path) {
            do {
                return try Self.sexes(fromTableAt: path)
            } catch {
                notes.append(CorpusNote(path: path, reason: .unreadableTable("\(error)")))
            }
        }
        return CREMADSpeakers.sexes
    }

    private static func sexes(fromTableAt path: String) throws -> [String: Sex] {
        let table = try DelimitedTable(contentsOf: path, delimiter: ",")
        guard let speaker = table.column("ActorID"), let sex = table.column("Sex") else {
            throw CorpusError.manifestProblems(path: path, problems: [ManifestProblem(line: 1, fact: .missingColumn("Sex"))])
        }
        return table.rows.reduce(into: CREMADSpeakers.sexes) { sexes, row in
            guard row.fields.indices.contains(max(speaker, sex)) else { return }
            sexes[row.fields[speaker]] = Sex(word: row.fields[sex])
        }
    }
}

/// The sexes of CREMA-D's speakers, 43 women and 48 men, from the corpus' table of actors.
enum CREMADSpeakers {
    static let women: Set<Int> = [
        1002, 1003, 1004, 1006, 1007, 1008, 1009, 1010, 1012, 1013, 1018, 1020, 1021, 1024, 1025, 1028, 1029, 1030,
        1037, 1043, 1046, 1047, 1049, 1052, 1053, 1054, 1055, 1056, 1058, 1060, 1061, 1063, 1072, 1073, 1074, 1075,
        1076, 1078, 1079, 1082, 1084, 1089, 1091,
    ]

    static let sexes: [String: Sex] = (1001...1091).reduce(into: [:]) { sexes, speaker in
        sexes[String(speaker)] = women.contains(speaker) ? .female : .male
    }
}
