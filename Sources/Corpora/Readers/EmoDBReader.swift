import UndertoneAffect

/// EmoDB (Burkhardt et al. 2005): `03a01Fa`, where the parts are speaker, text, emotion and take.
public struct EmoDBReader: NamedRecordingReader {
    public let name = "emodb"
    public let aliases = ["berlin"]
    public let title = "EmoDB, German, ten actors (Burkhardt et al. 2005)"
    public let licence = "free"
    let form = "03a01Fa"

    public init() {}

    private static let men: Set<String> = ["03", "10", "11", "12", "15"]
    private static let women: Set<String> = ["08", "09", "13", "14", "16"]

    func parse(_ recording: RecordingFile) -> ParsedName {
        let letters = Array(recording.stem)
        guard letters.count == 6 || letters.count == 7, letters[0].isASCIIDigit, letters[1].isASCIIDigit,
            letters[2].isASCIILetter, letters[3].isASCIIDigit, letters[4].isASCIIDigit, letters[5].isASCIILetter,
            letters.count == 6 || letters[6].isASCIILetter
        else { return .passedOver(.unexpectedName(form: form)) }
        let speaker = String(letters[0...1])
        guard Self.men.contains(speaker) || Self.women.contains(speaker) else {
            return .passedOver(.unexpectedName(form: form))
        }
        let code = String(letters[5]).uppercased()
        guard let label = LabelMapping.emoDB[code] else { return .passedOver(.unknownLabel(code)) }
        return .utterance(
            SpokenName(
                label: label, speaker: speaker, sex: Self.men.contains(speaker) ? .male : .female,
                sentence: String(letters[2...4]).lowercased(), identity: recording.stem.lowercased()))
    }
}
