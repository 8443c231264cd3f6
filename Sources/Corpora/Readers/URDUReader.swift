import UndertoneAffect

/// URDU (Latif et al. 2018): `Angry/SM1_F10_A010`, where the parts are speaker (`SM` a man, `SF` a woman), the number of
/// the speaker's file, and the emotion with a running number.
///
/// Speakers and emotions are confounded: most speakers have one emotion only.
public struct URDUReader: NamedRecordingReader {
    public let name = "urdu"
    public let aliases = ["urdu-dataset"]
    public let title = "URDU, Urdu, 38 speakers of talk shows (Latif et al. 2018)"
    let form = "SM1_F10_A010"

    public init() {}

    func parse(_ recording: RecordingFile) -> ParsedName {
        let parts = recording.stem.uppercased().split(separator: "_", maxSplits: 2).map(String.init)
        guard parts.count == 3, let sex = Self.sex(ofSpeaker: parts[0]),
            parts[1].first == "F", parts[1].count > 1, parts[1].dropFirst().allSatisfy(\.isASCIIDigit),
            let code = parts[2].first, parts[2].dropFirst().first?.isASCIILetter != true
        else { return .passedOver(.unexpectedName(form: form)) }
        guard let label = LabelMapping.urdu[String(code)] else { return .passedOver(.unknownLabel(String(code))) }
        let (folder, folderLabel) = recording.labelFolder(in: LabelMapping.urduFolders)
        return .utterance(
            SpokenName(
                label: label, speaker: parts[0], sex: sex, sentence: nil, identity: parts.joined(separator: "_"),
                disagreeingFolder: folderLabel.map { $0 != label } == true ? folder : nil))
    }

    private static func sex(ofSpeaker speaker: String) -> Sex? {
        let number = speaker.dropFirst(2)
        guard !number.isEmpty, number.allSatisfy(\.isASCIIDigit) else { return nil }
        if speaker.hasPrefix("SM") { return .male }
        return speaker.hasPrefix("SF") ? .female : nil
    }
}
