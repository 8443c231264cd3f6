import UndertoneAffect

/// RAVDESS (Livingstone and Russo 2018), speech: `Actor_07/03-01-05-02-01-01-07`, where the parts are modality, channel,
/// emotion, intensity, statement, repetition and actor; odd actors are male.
public struct RAVDESSReader: NamedRecordingReader {
    public let name = "ravdess"
    public let title = "RAVDESS, North American English, 24 actors (Livingstone and Russo 2018)"
    public let licence = "CC BY-NC-SA 4.0"
    let form = "03-01-05-02-01-01-07"

    public init() {}

    private static let statements = ["01": "Kids are talking by the door", "02": "Dogs are sitting by the door"]
    private static let intensities = ["01": "normal", "02": "strong"]

    func parse(_ recording: RecordingFile) -> ParsedName {
        let parts = recording.stem.split(separator: "-", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 7, parts.allSatisfy({ $0.count == 2 && $0.allSatisfy(\.isASCIIDigit) }),
            let actor = Int(parts[6]), (1...24).contains(actor)
        else { return .passedOver(.unexpectedName(form: form)) }
        guard parts[0] == "03" else { return .passedOver(.otherMaterial("a video's sound")) }
        guard parts[1] == "01" else { return .passedOver(.otherMaterial("song")) }
        guard let label = LabelMapping.ravdess[parts[2]] else { return .passedOver(.unknownLabel(parts[2])) }
        return .utterance(
            SpokenName(
                label: label, speaker: parts[6], sex: actor.isMultiple(of: 2) ? .female : .male,
                sentence: Self.statements[parts[4]] ?? parts[4], intensity: Self.intensities[parts[3]] ?? parts[3],
                identity: recording.stem))
    }
}
