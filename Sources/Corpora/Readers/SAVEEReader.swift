import UndertoneAffect

/// SAVEE (Haq and Jackson 2010): `DC_sa01` in one folder, or `DC/sa01` as first released; the speaker, then the emotion
/// and the number of the sentence within it.
public struct SAVEEReader: NamedRecordingReader {
    public let name = "savee"
    public let title = "SAVEE, British English, four men (Haq and Jackson 2010)"
    public let licence = "research use, no redistribution"
    let form = "DC_sa01 or DC/sa01"

    public init() {}

    private static let speakers: Set<String> = ["DC", "JE", "JK", "KL"]

    func parse(_ recording: RecordingFile) -> ParsedName {
        var parts = recording.stem.split(separator: "_", omittingEmptySubsequences: false).map(String.init)
        if parts.count == 1, let folder = recording.folders.last { parts.insert(folder, at: 0) }
        guard parts.count == 2, Self.speakers.contains(parts[0].uppercased()) else {
            return .passedOver(.unexpectedName(form: form))
        }
        let speaker = parts[0].uppercased()
        let sentence = parts[1].lowercased()
        let code = String(sentence.prefix { $0.isLetter })
        let number = sentence.dropFirst(code.count)
        guard !code.isEmpty, number.count == 2, number.allSatisfy(\.isASCIIDigit) else {
            return .passedOver(.unexpectedName(form: form))
        }
        guard let label = LabelMapping.savee[code] else { return .passedOver(.unknownLabel(code)) }
        return .utterance(
            SpokenName(
                label: label, speaker: speaker, sex: .male, sentence: sentence, identity: "\(speaker)_\(sentence)"))
    }
}
