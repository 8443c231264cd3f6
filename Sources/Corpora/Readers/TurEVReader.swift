import UndertoneAffect

/// TurEV-DB (Canpolat et al. 2020): `Angry/1157_kz_acik`, where the parts are speaker, emotion and the word spoken.
public struct TurEVReader: NamedRecordingReader {
    public let name = "turev-db"
    public let aliases = ["turev"]
    public let title = "TurEV-DB, Turkish, single words (Canpolat et al. 2020)"
    let form = "1157_kz_acik"

    public init() {}

    func parse(_ recording: RecordingFile) -> ParsedName {
        // The authors' repository also carries filtered copies of their test clips.
        if recording.folders.contains(where: { $0.lowercased().hasPrefix("model output") }) {
            return .passedOver(.otherMaterial("a filtered copy made by the authors' model"))
        }
        let parts = recording.stem.split(separator: "_", maxSplits: 2).map(String.init)
        guard parts.count == 3 else { return .passedOver(.unexpectedName(form: form)) }
        guard let label = LabelMapping.turEV[parts[1].lowercased()] else { return .passedOver(.unknownLabel(parts[1])) }
        let (folder, folderLabel) = recording.labelFolder(in: LabelMapping.turEVFolders)
        return .utterance(
            SpokenName(
                label: label, speaker: parts[0], sentence: parts[2], identity: recording.stem.lowercased(),
                disagreeingFolder: folderLabel.map { $0 != label } == true ? folder : nil))
    }
}
