import UndertoneAffect

/// TESS (Pichora-Fuller and Dupuis 2020): `OAF_Fear/OAF_back_fear`, the older (OAF) or the younger (YAF) actress, the
/// word after "Say the word", and the emotion.
public struct TESSReader: NamedRecordingReader {
    public let name = "tess"
    public let title = "TESS, Canadian English, two actresses (Pichora-Fuller and Dupuis 2020)"
    public let licence = "CC BY-NC-ND 4.0"
    let form = "OAF_back_fear"

    public init() {}

    func parse(_ recording: RecordingFile) -> ParsedName {
        let parts = recording.stem.split(separator: "_", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 3, !parts[1].isEmpty else { return .passedOver(.unexpectedName(form: form)) }
        // The release has one file OA_bite_neutral, and OAF_bite_neutral is missing from it.
        let speaker = parts[0].uppercased() == "OA" ? "OAF" : parts[0].uppercased()
        guard speaker == "OAF" || speaker == "YAF" else { return .passedOver(.unexpectedName(form: form)) }
        guard let label = LabelMapping.tess[parts[2].lowercased()] else { return .passedOver(.unknownLabel(parts[2])) }
        return .utterance(
            SpokenName(
                label: label, speaker: speaker, sex: .female, sentence: parts[1],
                identity: "\(speaker)_\(parts[1])_\(parts[2])".lowercased()))
    }
}
