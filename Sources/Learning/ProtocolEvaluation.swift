import UndertoneAffect
public import UndertoneCorpora
public import UndertoneEvaluation
import UndertoneFeatures

/// Trains on each fold of a protocol, predicts its test part, and pools what was predicted into one report.
///
/// A test row takes no part in standardising, choosing, fitting or calibrating the model that predicts it.
public struct ProtocolEvaluation: Sendable {
    /// A protocol with its utterances' features.
    public struct Subject: Sendable {
        public var name: String
        public var isSpeakerIndependent: Bool
        /// Indices into the rows of `data`.
        public var folds: [Fold]
        public var data: LabelledFeatures
        /// One path a row, for the list of predictions.
        public var files: [String]
        /// Rows of further corpora, which are in training parts only: nobody is chosen, calibrated or tested by them.
        public var joined: Set<Int>
        /// How many utterances were left out, by reason.
        public var dropped: [String: Int]
        public var notes: [String]

        public init(
            name: String, isSpeakerIndependent: Bool, folds: [Fold], data: LabelledFeatures, files: [String],
            joined: Set<Int> = [], dropped: [String: Int] = [:], notes: [String] = []
        ) {
            self.name = name
            self.isSpeakerIndependent = isSpeakerIndependent
            self.folds = folds
            self.data = data
            self.files = files
            self.joined = joined
            self.dropped = dropped
            self.notes = notes
        }
    }

    public struct Outcome: Sendable {
        public var report: EvaluationReport
        /// In the order of the folds and their test parts.
        public let predictions: [PredictionRow]
        /// What training each fold came to; empty when a finished model was evaluated.
        public let folds: [Trainer.Outcome]
        /// The model that predicted each fold's test part.
        public let models: [TrainedModel]
    }

    public var trainer: Trainer
    /// Altered copies that join the training and validation utterances; nil for none.
    public var copies: TrainingCopies?
    /// Whether models are used to a test speaker's voice by all of the test part's recordings of it, without their labels, before they
    /// judge it; see ``VoiceAdaptation``. The figures then are those of known voices.
    public var knownVoices = false
    public var bootstrap: SpeakerBootstrap

    /// The trainer's seed draws the bootstrap's speakers too.
    public init(trainer: Trainer, copies: TrainingCopies? = nil) {
        self.trainer = trainer
        self.copies = copies
        bootstrap = SpeakerBootstrap(seed: trainer.seed)
    }

    /// - Parameter progress: called with how many of the `stepCount` steps are done.
    /// - Throws: ``LearningError``, `AudioError` where an utterance to be copied cannot be read any more, or `CancellationError`.
    public func run(
        _ subject: Subject, progress: (@Sendable (_ done: Int) -> Void)? = nil
    ) async throws -> Outcome {
        try subject.check()
        var predictions: [PredictionRow] = []
        var outcomes: [Trainer.Outcome] = []
        var before = 0
        for (index, fold) in subject.folds.enumerated() {
            let done = before
            var part = self
            part.trainer.checkpoints = trainer.checkpoints?.part("fold-\(index + 1)")
            let outcome = try await part.train(subject, rows: fold.train, validation: fold.validation) { progress?(done + $0) }
            before += stepCount(subject, rows: fold.train, validation: fold.validation)
            predictions += try subject.predictions(
                of: outcome.model, rows: fold.test, fold: index, knownVoices: knownVoices)
            outcomes.append(outcome)
        }
        let kind = trainer.candidates.first?.kind.rawValue ?? ""
        return Outcome(
            report: subject.report(
                predictions, model: kind, seed: trainer.seed, outcomes: outcomes,
                notes: (outcomes.first.map { ["Hyper-parameters: \($0.selection)."] } ?? [])
                    + (knownVoices ? [Self.knownVoicesNote] : [])
                    + (copies.map { ["Training parts were joined by \($0.augmentation)."] } ?? []),
                bootstrap: bootstrap),
            predictions: predictions, folds: outcomes, models: outcomes.map(\.model))
    }

    /// Trains on some rows of a subject, and on their altered copies.
    ///
    /// - Parameters:
    ///   - rows: those of further corpora (``Subject/joined``) only join what is fitted.
    ///   - validation: rows of other speakers to choose by; empty for inner folds.
    ///   - progress: called with how many of the `stepCount` steps are done.
    public func train(
        _ subject: Subject, rows: [Int], validation: [Int] = [], progress: (@Sendable (_ done: Int) -> Void)? = nil
    ) async throws -> Trainer.Outcome {
        let parts = [rows.filter { !subject.joined.contains($0) }, validation, rows.filter(subject.joined.contains)]
        var data: [LabelledFeatures?] = []
        var before = 0
        for part in parts {
            guard !part.isEmpty else {
                data.append(nil)
                continue
            }
            var utterances = try subject.data.rows(at: part)
            if let copies {
                let done = before
                utterances = try utterances.appending(
                    await copies.rows(of: subject, rows: part, voices: rows) { progress?(done + $0) }, sharesOrigins: true)
                before += part.count * copies.augmentation.copies
            }
            data.append(utterances)
        }
        guard let fitted = data[0] else { throw LearningError.noRows }
        let done = before
        return try await trainer.train(fitted, validation: data[1], joined: data[2]) { fits, _ in progress?(done + fits) }
    }

    /// How many steps `run` makes: copies to measure, and models to fit or, of nets, epochs.
    public func stepCount(_ subject: Subject) -> Int {
        subject.folds.reduce(0) { $0 + stepCount(subject, rows: $1.train, validation: $1.validation) }
    }

    /// How many steps `train` makes.
    public func stepCount(_ subject: Subject, rows: [Int], validation: [Int] = []) -> Int {
        let copyCount = (rows.count + validation.count) * (copies?.augmentation.copies ?? 0)
        let speakers = rows.filter { !subject.joined.contains($0) }.map { subject.data.speakers[$0] }
        return copyCount + trainer.stepCount(speakers: speakers, hasValidation: !validation.isEmpty)
    }

    /// Evaluates a finished model on the test parts, without training.
    ///
    /// Whether the model has heard these speakers before is for the caller to know and to note.
    ///
    /// - Parameters:
    ///   - knownVoices: see ``ProtocolEvaluation/knownVoices``.
    ///   - knownCorpus: whether the model is used to each corpus by all of its test utterances, whoever speaks, without their labels. With
    ///     both it gets used to the corpus first.
    /// - Throws: ``LearningError``.
    public static func evaluate(
        _ model: TrainedModel, named name: String, on subject: Subject, seed: UInt64 = 1, knownVoices: Bool = false,
        knownCorpus: Bool = false
    ) throws -> Outcome {
        try subject.check()
        let tested = knownCorpus ? subject.folds.flatMap(\.test) : []
        let byCorpus = try Dictionary(grouping: tested, by: subject.corpus).mapValues {
            try model.adapted(to: subject.data.utterances.utterances(at: $0))
        }
        let predictions = try subject.folds.enumerated().flatMap { index, fold in
            try subject.predictions(of: model, byCorpus: byCorpus, rows: fold.test, fold: index, knownVoices: knownVoices)
        }
        let report = subject.report(
            predictions, model: name, seed: seed,
            notes: (knownCorpus ? [knownCorpusNote] : []) + (knownVoices ? [knownVoicesNote] : []),
            bootstrap: SpeakerBootstrap(seed: seed))
        return Outcome(report: report, predictions: predictions, folds: [], models: subject.folds.map { _ in model })
    }

    private static let knownCorpusNote =
        "Known corpus: the model was used to each corpus by all of its tested recordings, without their labels, before it judged one. These "
        + "figures do not compare with those of single recordings."
    private static let knownVoicesNote =
        "Known voices: the model was used to each test speaker by all of the speaker's tested recordings, without their labels, before it "
        + "judged one. These figures do not compare with those of single recordings."
}

extension ProtocolEvaluation.Subject {
    /// Every fold has both sides, within the rows, and no speaker on both when the protocol says so.
    func check() throws {
        guard files.count == data.rowCount else {
            throw LearningError.unequalCounts(rows: data.rowCount, classes: data.rowCount, speakers: files.count)
        }
        for (index, fold) in folds.enumerated() {
            let fitted = fold.train + fold.validation
            guard !fold.train.isEmpty else { throw LearningError.emptyTrainingPart(fold: index) }
            guard !fold.test.isEmpty else { throw LearningError.emptyTestPart(fold: index) }
            if let outside = (fitted + fold.test).first(where: { !(0..<data.rowCount).contains($0) }) {
                throw LearningError.indexOutOfRange(fold: index, index: outside, rows: data.rowCount)
            }
            guard joined.isDisjoint(with: fold.validation + fold.test) else { throw LearningError.joinedHeldOut(fold: index) }
            guard fold.train.contains(where: { !joined.contains($0) }) else { throw LearningError.emptyTrainingPart(fold: index) }
            guard isSpeakerIndependent else { continue }
            let parts = [fold.train, fold.validation, fold.test].map { Set($0.map { data.speakers[$0] }) }
            let shared = parts[0].intersection(parts[1]).union(parts[2].intersection(parts[0].union(parts[1])))
            if let speaker = shared.min() { throw LearningError.sharedSpeaker(fold: index, speaker: speaker) }
        }
    }

    /// - Parameter byCorpus: the same model, used to a corpus, for each that it is used to.
    func predictions(
        of model: TrainedModel, byCorpus: [String: TrainedModel] = [:], rows: [Int], fold: Int, knownVoices: Bool = false
    ) throws -> [PredictionRow] {
        var probabilities = [Int: Probabilities](minimumCapacity: rows.count)
        for rows in Dictionary(grouping: rows, by: { knownVoices ? data.speakers[$0] : corpus(of: $0) }).values {
            let utterances = data.utterances.utterances(at: rows)
            let model = byCorpus[corpus(of: rows[0])] ?? model
            let used = knownVoices ? try model.adapted(to: utterances) : model
            for (row, answer) in try zip(rows, used.probabilities(utterances)) { probabilities[row] = answer }
        }
        return rows.compactMap { row in probabilities[row].map { (row, $0) } }.map { row, probabilities in
            PredictionRow(
                file: files[row], speaker: data.speakers[row], truth: data.labels[data.classes[row]],
                probabilities: probabilities, fold: fold)
        }
    }

    /// A row's corpus: speakers are called corpus/speaker.
    func corpus(of row: Int) -> String { String(data.speakers[row].prefix { $0 != "/" }) }

    /// The further corpora among the rows.
    var joinedCorpora: [EvaluationReport.JoinedCorpus] {
        Dictionary(grouping: joined, by: corpus).sorted { $0.key < $1.key }.map {
            .init(corpus: $0.key, speakers: Set($0.value.map { data.speakers[$0] }).count, utterances: $0.value.count)
        }
    }

    func report(
        _ predictions: [PredictionRow], model: String, seed: UInt64, outcomes: [Trainer.Outcome] = [], notes: [String],
        bootstrap: SpeakerBootstrap
    ) -> EvaluationReport {
        let chosen = outcomes.map { $0.trials[$0.trials.best] }
        return EvaluationReport(
            rows: predictions, labels: data.labels,
            context: .init(
                protocolName: name, isSpeakerIndependent: isSpeakerIndependent, model: model, seed: seed,
                dropped: dropped, joined: joinedCorpora, parameters: outcomes.map(\.model.parameters.description),
                validations: chosen.map { .init(accuracy: $0.accuracy, uar: $0.uar) }, notes: self.notes + notes),
            bootstrap: bootstrap)
    }
}
