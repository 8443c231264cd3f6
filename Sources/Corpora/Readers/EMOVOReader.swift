import UndertoneAffect

/// EMOVO (Costantini et al. 2014): `f1/dis-f1-b1`, where the parts are emotion, speaker (the letter is the sex) and
/// sentence.
public struct EMOVOReader: NamedRecordingReader {
    public let name = "emovo"
    public let title = "EMOVO, Italian, six actors (Costantini et al. 2014)"
    let form = "dis-f1-b1"

    public init() {}

    func parse(_ recording: RecordingFile) -> ParsedName {
        let parts = recording.stem.lowercased().split(separator: "-", maxSplits: 2).map(String.init)
        guard parts.count == 3, ["f1", "f2", "f3", "m1", "m2", "m3"].contains(parts[1]) else {
            return .passedOver(.unexpectedName(form: form))
        }
        guard let label = LabelMapping.emovo[parts[0]] else { return .passedOver(.unknownLabel(parts[0])) }
        return .utterance(
            SpokenName(
                label: label, speaker: parts[1], sex: parts[1].hasPrefix("f") ? .female : .male, sentence: parts[2],
                identity: parts.joined(separator: "-")))
    }
}
