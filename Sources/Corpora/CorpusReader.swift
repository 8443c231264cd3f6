import UndertoneAffect

/// Reads one corpus' folder into labelled utterances.
public protocol CorpusReader: Sendable {
    /// The name under which protocols know the corpus.
    var name: String { get }
    /// Other names that people use for it.
    var aliases: [String] { get }
    /// One line for a list of corpora: full name, language, paper.
    var title: String { get }
    /// What it may be used for, in a few words, for the cards of models trained on it.
    var licence: String { get }

    /// - Parameter directory: the folder; recordings are found anywhere below it.
    /// - Throws: ``CorpusError`` when the folder is missing or holds no recording of this corpus.
    func read(_ directory: String) throws -> Corpus
}

extension CorpusReader {
    public var aliases: [String] { [] }
    public var licence: String { "as its authors ask" }
}

/// A corpus whose file names say everything: one name, one utterance.
protocol NamedRecordingReader: CorpusReader {
    /// An example of a name, for the note about one that does not fit.
    var form: String { get }

    func parse(_ recording: RecordingFile) -> ParsedName

    /// The sexes of speakers, from a table beside the recordings; names already say it in most corpora.
    func sexes(in directory: String, notes: inout [CorpusNote]) -> [String: Sex]
}

extension NamedRecordingReader {
    func sexes(in directory: String, notes: inout [CorpusNote]) -> [String: Sex] { [:] }

    public func read(_ directory: String) throws -> Corpus {
        let tree = try RecordingTree(directory)
        var notes = tree.notes
        let sexes = sexes(in: directory, notes: &notes)
        var taken: [String: (file: RecordingFile, name: SpokenName)] = [:]
        for file in tree.recordings {
            switch parse(file) {
            case .passedOver(let reason):
                notes.append(CorpusNote(path: file.path, reason: reason))
            case .utterance(let name):
                // The corpora travel with the same folder packed twice, and as wav beside mp3: one copy counts.
                guard let rival = taken[name.identity] else {
                    taken[name.identity] = (file, name)
                    continue
                }
                let better = file.isBetterCopy(than: rival.file)
                let (kept, other) = better ? (file, rival.file) : (rival.file, file)
                if better { taken[name.identity] = (file, name) }
                notes.append(CorpusNote(path: other.path, reason: .copy(of: kept.path)))
            }
        }
        guard !taken.isEmpty else {
            throw CorpusError.noRecordings(corpus: self.name, path: directory, passedOver: tree.recordings.count)
        }
        for (file, name) in taken.values {
            guard let folder = name.disagreeingFolder else { continue }
            notes.append(
                CorpusNote(path: file.path, reason: .folderDisagrees(folder: folder, label: name.label.rawValue)))
        }
        let utterances = taken.values.map { file, name in
            Utterance(
                corpus: self.name, path: file.path, label: name.label, speaker: name.speaker,
                sex: name.sex ?? sexes[name.speaker], sentence: name.sentence, intensity: name.intensity)
        }
        return Corpus(name: self.name, directory: directory, utterances: utterances, notes: notes)
    }
}

/// What a recording's name says.
enum ParsedName: Equatable {
    case utterance(SpokenName)
    case passedOver(CorpusNote.Reason)
}

struct SpokenName: Equatable {
    let label: Emotion
    let speaker: String
    var sex: Sex?
    var sentence: String?
    var intensity: String?
    /// The same for every copy of one utterance, and different for different utterances of the corpus.
    let identity: String
    /// The label's folder, when it contradicts the name.
    var disagreeingFolder: String?
}
