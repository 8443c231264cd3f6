import UndertoneAudio
import UndertoneEvaluation
import UndertoneFeatures

/// Chooses hyper-parameters, fits and calibrates a model, from labelled rows alone.
///
/// Candidates are judged by their UAR on speakers that they did not see: the validation speakers where there are some, or
/// else speaker-grouped inner folds of the training rows, pooled. The temperature is fitted on those same scores of the
/// chosen candidate. The model handed back is then fitted again on all rows given: training and validation together.
/// Standardisation is fitted anew on the rows of each fit. The same seed gives the same model on any number of cores.
///
/// Utterances of further corpora may join: they are in every fit, and nothing is chosen or calibrated by them.
///
/// Nets take longer, so they are judged on one held-out set (without validation speakers: the first of the inner folds), which also says
/// after which epoch to stop; and one is trained at a time, since each takes all cores. The same seed and number of threads give the
/// same weights.
public struct Trainer: Sendable {
    /// At least one; of equally good ones the first is taken.
    public var candidates: [ModelParameters]
    /// How many inner folds when there are no validation speakers.
    public var innerFolds: Int
    /// Standard deviations beyond which features are cut off; see ``Standardizer/limit``.
    public var limit: Double?
    /// How many features to keep, chosen anew on the rows of each fit; nil keeps all. See ``FeatureSelection``.
    public var featureCount: Int?
    /// Whether the chosen net is trained again on all utterances, held-out ones too, for as many epochs as were best; otherwise the net
    /// that was judged is handed back. Other kinds always are fitted again.
    public var refits = true
    /// Nets of functionals hear every training utterance as one of an unknown voice and as one of a known one, by turns; nil: of none.
    public var adaptation: VoiceAdaptation?
    /// Called after every step of a net's training.
    public var watch: (@Sendable (NetTrainingProgress) -> Void)?
    /// Where trainings of nets keep their states, to go on after an interruption; nil for nowhere.
    public var checkpoints: TrainingCheckpoints?
    public var seed: UInt64

    public init(
        candidates: [ModelParameters], innerFolds: Int = 4, limit: Double? = 3, featureCount: Int? = nil,
        seed: UInt64 = 1
    ) {
        self.candidates = candidates
        self.innerFolds = innerFolds
        self.limit = limit
        self.featureCount = featureCount
        self.seed = seed
    }

    /// With the standard grid of a kind.
    ///
    /// - Parameter data: what will be learnt from, whose columns and labels say how large a net is; nothing to other kinds.
    public init(kind: ModelKind, for data: LabelledFeatures? = nil, seed: UInt64 = 1) {
        self.init(
            candidates: ModelParameters.grid(
                kind, columns: data?.utterances.columnCount ?? 1, classes: data?.labels.count ?? 2),
            // Frames are cut off farther out than functionals: a band's silence is no outlier.
            limit: kind.isNeural ? 5 : 3, seed: seed)
        if kind == .mlp { adaptation = VoiceAdaptation() }
    }

    /// Trains this net in place of the kind's own.
    ///
    /// - Throws: ``LearningError`` for a net that does not take the kind's features.
    public mutating func use(_ parameters: NeuralParameters, as kind: ModelKind, for data: LabelledFeatures) throws {
        try parameters.check(kind)
        candidates = [
            ModelParameters(kind, parameters.fitted(columns: data.utterances.columnCount, classes: data.labels.count))
        ]
    }

    /// What unseen speakers said about one candidate.
    public struct Trial: Hashable, Sendable {
        public let parameters: ModelParameters
        public let accuracy: Double
        public let uar: Double
    }

    /// How the choice was made and the temperature fitted.
    public enum Selection: Hashable, Sendable {
        case validationSpeakers(Int)
        /// So many speakers of the training part, apart from it: nets.
        case heldOutSpeakers(Int)
        case innerSpeakerFolds(Int)
        /// The training rows have one speaker only: what was fitted heard the same voice.
        case innerClipFolds(Int)
    }

    public struct Outcome: Sendable {
        public let model: TrainedModel
        /// In the order of the candidates.
        public let trials: [Trial]
        public let selection: Selection
        /// How the training of the chosen net went while it was judged; empty for other kinds.
        public let epochs: [NetTrainingOutcome.Epoch]
    }

    /// - Parameters:
    ///   - validation: utterances of other speakers, or nil for inner folds.
    ///   - joined: utterances of further corpora, whose speakers are in neither, to fit together with `data`. Nets hear some of them an
    ///     epoch (`NetTrainingOptions.joinedShare`), other kinds all of them.
    ///   - progress: called with how many of `stepCount` steps are done.
    /// - Throws: ``LearningError``, `NeuralError` or `CancellationError`.
    public func train(
        _ data: LabelledFeatures, validation: LabelledFeatures? = nil, joined: LabelledFeatures? = nil,
        progress: (@Sendable (_ done: Int, _ total: Int) -> Void)? = nil
    ) async throws -> Outcome {
        guard !candidates.isEmpty else { throw LearningError.noCandidates }
        guard data.supports.count(where: { $0 > 0 }) > 1 else { throw LearningError.oneClass }
        let nets = candidates.compactMap(\.neural)
        guard nets.isEmpty || nets.count == candidates.count else { throw LearningError.mixedCandidates }
        guard nets.isEmpty else { return try trainNets(data, validation: validation, joined: joined, progress: progress) }
        let (parts, selection) = try parts(data, validation: validation, joined: joined)
        let jobs = candidates.indices.flatMap { candidate in parts.indices.map { (candidate, $0) } }
        let total = jobs.count + 1
        let scores = try await concurrentMap(jobs, progress: { progress?($0, total) }) { candidate, part in
            try candidates[candidate].fit(parts[part].fitted, seed: seed).scores(parts[part].heldOut.utterances)
        }
        let truth = parts.flatMap(\.heldOut.classes)
        let pooled = candidates.indices.map { candidate in
            var pooled = ClassScores(classCount: data.labels.count)
            for part in parts.indices { pooled.append(scores[candidate * parts.count + part]) }
            return pooled
        }
        let trials = zip(candidates, pooled).map { Trial(parameters: $0, scores: $1, truth: truth) }
        let best = trials.best
        let calibration = try TemperatureCalibration(fitting: pooled[best], classes: truth)

        let all = try Preparation(
            fitting: [validation, joined].compactMap(\.self).reduce(data) { try $0.appending($1) }, trainer: self)
        let classifier = try candidates[best].fit(all.fitted, seed: seed)
        progress?(total, total)
        return Outcome(
            model: TrainedModel(
                labels: data.labels, featureNames: data.utterances.names, standardizer: all.standardizer,
                selection: all.selection, classifier: classifier, parameters: candidates[best], calibration: calibration),
            trials: trials, selection: selection, epochs: [])
    }

    /// The number of steps that `train` makes for utterances of these speakers, for progress over several folds: fits, or of nets epochs.
    public func stepCount(speakers: [String], hasValidation: Bool) -> Int {
        let nets = candidates.compactMap(\.neural)
        guard nets.isEmpty else {
            return nets.reduce(0) { $0 + $1.training.epochs } + (refits ? nets.map(\.training.epochs).max() ?? 0 : 0)
        }
        let parts = hasValidation ? 1 : (try? SpeakerFolds(speakers, count: innerFolds, seed: seed).heldOut.count) ?? 1
        return candidates.count * parts + 1
    }

    /// What is fitted to training rows before the classifier, and those rows made ready.
    private struct Preparation: Sendable {
        let standardizer: Standardizer
        let selection: FeatureSelection?
        let fitted: LabelledFeatures

        init(fitting data: LabelledFeatures, trainer: Trainer) throws {
            standardizer = try Standardizer(fitting: data.utterances, limit: trainer.limit)
            let standardised = try data.replacing(standardizer(data.utterances))
            selection = try trainer.featureCount.map {
                try FeatureSelection(fitting: standardised, keeping: $0, seed: trainer.seed)
            }
            fitted = try selection.map { try standardised.replacing($0(standardised.utterances)) } ?? standardised
        }

        func callAsFunction(_ data: LabelledFeatures) throws -> LabelledFeatures {
            let standardised = try standardizer(data.utterances)
            return try data.replacing(selection?(standardised) ?? standardised)
        }
    }

    /// Rows to fit and rows to judge by, both made ready by what was fitted to the former.
    private struct Part: Sendable {
        let fitted: LabelledFeatures
        let heldOut: LabelledFeatures

        init(fitted: LabelledFeatures, heldOut: LabelledFeatures, trainer: Trainer) throws {
            let preparation = try Preparation(fitting: fitted, trainer: trainer)
            self.fitted = preparation.fitted
            self.heldOut = try preparation(heldOut)
        }
    }

    private func parts(
        _ data: LabelledFeatures, validation: LabelledFeatures?, joined: LabelledFeatures?
    ) throws -> ([Part], Selection) {
        func joining(_ fitted: LabelledFeatures) throws -> LabelledFeatures { try joined.map { try fitted.appending($0) } ?? fitted }
        if let validation {
            let part = try Part(fitted: joining(data), heldOut: validation, trainer: self)
            return ([part], .validationSpeakers(Set(validation.speakers).count))
        }
        let folds = try SpeakerFolds(data.speakers, count: innerFolds, seed: seed)
        let parts = try folds.heldOut.indices.map { fold in
            try Part(
                fitted: joining(data.rows(at: folds.fitted(fold, of: data.rowCount))),
                heldOut: data.rows(at: folds.heldOut[fold]), trainer: self)
        }
        return (parts, folds.isBySpeaker ? .innerSpeakerFolds(parts.count) : .innerClipFolds(parts.count))
    }
}

extension Trainer.Trial {
    init(parameters: ModelParameters, scores: ClassScores, truth: [Int]) {
        let metrics = ClassificationMetrics(truth: truth, predicted: scores.predictions, classCount: scores.classCount)
        self.init(parameters: parameters, accuracy: metrics.accuracy, uar: metrics.unweightedAverageRecall)
    }
}

extension [Trainer.Trial] {
    /// The index of the highest UAR; of equals, the first.
    var best: Int { indices.reduce(0) { self[$1].uar > self[$0].uar ? $1 : $0 } }
}

extension Trainer.Selection: CustomStringConvertible {
    public var description: String {
        switch self {
        case .validationSpeakers(let count): "chosen and calibrated on \(count) validation speakers"
        case .heldOutSpeakers(let count): "chosen and calibrated on \(count) speakers held out of the training part"
        case .innerSpeakerFolds(let count): "chosen and calibrated in \(count) inner folds of other speakers"
        case .innerClipFolds(let count):
            "chosen and calibrated in \(count) inner folds of clips, since the training part has one speaker only"
        }
    }
}
