import Foundation
import UndertoneCorpora
public import UndertoneEvaluation

extension ModelProvenance {
    /// The provenance of a model that was trained today on some rows of a protocol.
    public init(
        name: String, subject: ProtocolEvaluation.Subject, trainingRows: [Int], protocolName: String, seed: UInt64,
        selection: Trainer.Selection, augmentation: TrainingAugmentation? = nil, evaluations: [EvaluationReport]
    ) {
        let speakers = trainingRows.map { subject.data.speakers[$0] }
        let byCorpus = Dictionary(grouping: speakers) { String($0.prefix { $0 != "/" }) }
        let corpora = byCorpus.sorted { $0.key < $1.key }.map { corpus, speakers in
            Corpus(
                name: corpus, licence: UndertoneCorpora.Corpus.reader(named: corpus)?.licence ?? "your own",
                speakers: Set(speakers).count, utterances: speakers.count)
        }
        self.init(
            name: name, corpora: corpora, trainingSpeakers: Array(Set(speakers)), protocolName: protocolName,
            seed: seed, date: Self.today, selection: selection.description,
            augmentation: augmentation?.description, evaluations: evaluations.map(Figures.init))
    }

    /// As `2026-11-21`.
    static var today: String { Date.now.formatted(.iso8601.year().month().day()) }
}

extension ModelProvenance.Acquaintance {
    /// One of today.
    public init(recordings: Int, utterances: Int) {
        self.init(date: ModelProvenance.today, recordings: recordings, utterances: utterances)
    }
}
