import UndertoneAudio
import UndertoneEvaluation
import UndertoneFeatures

/// Chooses hyper-parameters, fits and calibrates a model, from labelled rows alone.
///
/// Candidates are judged by their UAR on speakers that they did not see: the validation speakers where there are some, or
/// else speaker-grouped inner folds of the training rows, pooled. The temperature is fitted on those same scores of the
/// chosen candidate. The model handed back is then fitted again on all rows given: training and validation together.
/// Standardisation is fitted anew on the rows of each fit. The same seed gives the same model on any number of cores.
public struct Trainer: Sendable {
    /// At least one; of equally good ones the first is taken.
    public var candidates: [ModelParameters]
    /// How many inner folds when there are no validation speakers.
    public var innerFolds: Int
    /// Standard deviations beyond which features are cut off; see ``Standardizer/limit``.
    public var limit: Double?
    /// How many features to keep, chosen anew on the rows of each fit; nil keeps all. See ``FeatureSelection``.
    public var featureCount: Int?
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
    public init(kind: ModelKind, seed: UInt64 = 1) {
        self.init(candidates: ModelParameters.grid(kind), seed: seed)
    }

    /// What unseen speakers said about one candidate.
    public struct Trial: Hashable, Sendable {
        public let parameters: ModelParameters
        public let uar: Double
    }

    /// How the choice was made and the temperature fitted.
    public enum Selection: Hashable, Sendable {
        case validationSpeakers(Int)
        case innerSpeakerFolds(Int)
        /// The training rows have one speaker only: what was fitted heard the same voice.
        case innerClipFolds(Int)
    }

    public struct Outcome: Sendable {
        public let model: TrainedModel
        /// In the order of the candidates.
        public let trials: [Trial]
        public let selection: Selection
    }

    /// - Parameters:
    ///   - validation: rows of other speakers, or nil for inner folds.
    ///   - progress: called with how many of how many fits are done.
    /// - Throws: ``LearningError``, or `CancellationError`.
    public func train(
        _ data: LabelledFeatures, validation: LabelledFeatures? = nil,
        progress: (@Sendable (_ done: Int, _ total: Int) -> Void)? = nil
    ) async throws -> Outcome {
        guard !candidates.isEmpty else { throw LearningError.noCandidates }
        guard data.supports.count(where: { $0 > 0 }) > 1 else { throw LearningError.oneClass }
        let (parts, selection) = try parts(data, validation: validation)
        let jobs = candidates.indices.flatMap { candidate in parts.indices.map { (candidate, $0) } }
        let total = jobs.count + 1
        let scores = try await concurrentMap(jobs, progress: { progress?($0, total) }) { candidate, part in
            try candidates[candidate].fit(parts[part].fitted, seed: seed).scores(parts[part].heldOut.features)
        }
        let truth = parts.flatMap(\.heldOut.classes)
        let pooled = candidates.indices.map { candidate in
            var pooled = ClassScores(classCount: data.labels.count)
            for part in parts.indices { pooled.append(scores[candidate * parts.count + part]) }
            return pooled
        }
        let trials = zip(candidates, pooled).map { parameters, scores in
            Trial(
                parameters: parameters,
                uar: ClassificationMetrics(
                    truth: truth, predicted: scores.predictions, classCount: data.labels.count
                ).unweightedAverageRecall)
        }
        let best = trials.indices.reduce(0) { trials[$1].uar > trials[$0].uar ? $1 : $0 }
        let calibration = try TemperatureCalibration(fitting: pooled[best], classes: truth)

        let all = try Preparation(fitting: validation.map { try data.appending($0) } ?? data, trainer: self)
        let classifier = try candidates[best].fit(all.fitted, seed: seed)
        progress?(total, total)
        return Outcome(
            model: TrainedModel(
                labels: data.labels, featureNames: data.features.names, standardizer: all.standardizer,
                selection: all.selection, classifier: classifier, parameters: candidates[best], calibration: calibration),
            trials: trials, selection: selection)
    }

    /// The number of fits that `train` makes for rows of these speakers, for progress over several folds.
    public func fitCount(speakers: [String], hasValidation: Bool) -> Int {
        let parts = hasValidation ? 1 : (try? SpeakerFolds(speakers, count: innerFolds, seed: seed).heldOut.count) ?? 1
        return candidates.count * parts + 1
    }

    /// What is fitted to training rows before the classifier, and those rows made ready.
    private struct Preparation: Sendable {
        let standardizer: Standardizer
        let selection: FeatureSelection?
        let fitted: LabelledFeatures

        init(fitting data: LabelledFeatures, trainer: Trainer) throws {
            standardizer = try Standardizer(fitting: data.features, limit: trainer.limit)
            let standardised = try data.replacing(features: standardizer(data.features))
            selection = try trainer.featureCount.map {
                try FeatureSelection(fitting: standardised, keeping: $0, seed: trainer.seed)
            }
            fitted = try selection.map { try standardised.replacing(features: $0(standardised.features)) } ?? standardised
        }

        func callAsFunction(_ data: LabelledFeatures) throws -> LabelledFeatures {
            let standardised = try standardizer(data.features)
            return try data.replacing(features: selection?(standardised) ?? standardised)
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
        _ data: LabelledFeatures, validation: LabelledFeatures?
    ) throws -> ([Part], Selection) {
        if let validation {
            let part = try Part(fitted: data, heldOut: validation, trainer: self)
            return ([part], .validationSpeakers(Set(validation.speakers).count))
        }
        let folds = try SpeakerFolds(data.speakers, count: innerFolds, seed: seed)
        let parts = try folds.heldOut.indices.map { fold in
            try Part(
                fitted: data.rows(at: folds.fitted(fold, of: data.rowCount)),
                heldOut: data.rows(at: folds.heldOut[fold]), trainer: self)
        }
        return (parts, folds.isBySpeaker ? .innerSpeakerFolds(parts.count) : .innerClipFolds(parts.count))
    }
}

extension Trainer.Selection: CustomStringConvertible {
    public var description: String {
        switch self {
        case .validationSpeakers(let count): "chosen and calibrated on \(count) validation speakers"
        case .innerSpeakerFolds(let count): "chosen and calibrated in \(count) inner folds of other speakers"
        case .innerClipFolds(let count):
            "chosen and calibrated in \(count) inner folds of clips, since the training part has one speaker only"
        }
    }
}
