import UndertoneAffect

/// The general form of a folder per label: `angry/anna/clip1`, `angry/clip2`.
///
/// The first folder below the corpus' is the label, the second, where there is one, the speaker. Recordings without a
/// speaker's folder all belong to the speaker `unknown`, so that no split of them can pass for speaker-independent.
public struct LabelFolderReader: CorpusReader {
    public let name: String
    public let title = "A folder per label"

    /// The speaker of recordings whose corpus does not name one.
    public static let unknownSpeaker = "unknown"

    public init(name: String) {
        self.name = name
    }

    public func read(_ directory: String) throws -> Corpus {
        let tree = try RecordingTree(directory)
        var notes = tree.notes
        var utterances: [Utterance] = []
        for file in tree.recordings {
            guard let label = file.folders.first else {
                notes.append(CorpusNote(path: file.path, reason: .noLabelFolder))
                continue
            }
            utterances.append(
                Utterance(
                    corpus: name, path: file.path, label: LabelMapping.emotion(forWord: label),
                    speaker: file.folders.dropFirst().first ?? Self.unknownSpeaker))
        }
        guard !utterances.isEmpty else {
            throw CorpusError.noRecordings(corpus: name, path: directory, passedOver: tree.recordings.count)
        }
        if utterances.allSatisfy({ $0.speaker == Self.unknownSpeaker }) {
            notes.append(CorpusNote(path: directory, reason: .noSpeakers))
        }
        return Corpus(name: name, directory: directory, utterances: utterances, notes: notes)
    }
}
