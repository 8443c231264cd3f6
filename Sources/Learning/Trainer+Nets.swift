import UndertoneFeatures

extension Trainer {
    /// A candidate that was trained and judged.
    private struct JudgedNet {
        let parameters: NeuralParameters
        let classifier: NeuralClassifier
        let outcome: NetTrainingOutcome
        /// Of the held-out utterances.
        let scores: ClassScores
    }

    /// What is fitted to training utterances before a net.
    private struct NetPreparation {
        let standardizer: Standardizer
        let adaptation: VoiceAdaptation?
        let selection: FeatureSelection?

        init(fitting own: LabelledFeatures, joined: LabelledFeatures?, trainer: Trainer) throws {
            let data = try joined.map { try own.appending($0) } ?? own
            let adaptation = data.utterances.areFrames ? nil : trainer.adaptation
            let standardizer =
                adaptation == nil
                ? try Standardizer(fitting: data.utterances, limit: trainer.limit)
                : try Standardizer(averageVoiceOf: data.utterances, speakers: data.speakers, limit: trainer.limit)
            self.standardizer = standardizer
            self.adaptation = adaptation
            selection = try trainer.featureCount.map {
                try FeatureSelection(
                    fitting: data.replacing(standardizer(data.utterances)), keeping: $0, seed: trainer.seed)
            }
        }

        /// What is learnt from.
        func examples(
            _ own: LabelledFeatures, joined: LabelledFeatures?, _ parameters: NeuralParameters
        ) throws -> NetExamples {
            let data = try joined.map { try own.appending($0) } ?? own
            let corpora = joined.map { [Int](repeating: 0, count: own.rowCount) + $0.corpora.map { $0 + 1 } }
            guard let adaptation else {
                return try NetExamples(
                    data, takesFrames: parameters.takesFrames, standardizer: standardizer, selection: selection, corpora: corpora)
            }
            return try NetExamples(
                data.views(standardizer, adaptation), takesFrames: parameters.takesFrames, selection: selection,
                corpora: corpora.map { $0 + $0 })
        }

        /// What is judged by: every voice is unknown.
        func heldOut(_ data: LabelledFeatures, _ parameters: NeuralParameters) throws -> NetExamples {
            try NetExamples(
                data, takesFrames: parameters.takesFrames, standardizer: standardizer, selection: selection)
        }
    }

    /// One net after the other: each takes all cores.
    func trainNets(
        _ data: LabelledFeatures, validation: LabelledFeatures?, joined: LabelledFeatures?,
        progress: (@Sendable (Int, Int) -> Void)?
    ) throws -> Outcome {
        let total = stepCount(speakers: data.speakers, hasValidation: validation != nil)
        let (fitted, heldOut, selection) = try heldOutSet(data, validation: validation)
        let preparation = try NetPreparation(fitting: fitted, joined: joined, trainer: self)
        var done = 0
        var judged: [JudgedNet] = []
        for (index, parameters) in candidates.compactMap(\.neural).enumerated() {
            judged.append(
                try judge(
                    parameters, preparation, fitted: fitted, joined: joined, heldOut: heldOut, done: done,
                    checkpoint: checkpoints?.trainings("net-\(index + 1)")
                ) { progress?($0, total) })
            done += parameters.training.epochs
            progress?(done, total)
        }
        let trials = zip(candidates, judged).map { Trial(parameters: $0, scores: $1.scores, truth: heldOut.classes) }
        let best = judged[trials.best]
        let calibration = try TemperatureCalibration(fitting: best.scores, classes: heldOut.classes)

        func outcome(_ classifier: NeuralClassifier, _ preparation: NetPreparation) -> Outcome {
            Outcome(
                model: TrainedModel(
                    labels: data.labels, featureNames: data.utterances.names, standardizer: preparation.standardizer,
                    adaptation: preparation.adaptation, selection: preparation.selection, classifier: classifier,
                    parameters: ModelParameters(candidates[trials.best].kind, classifier.parameters),
                    calibration: calibration),
                trials: trials, selection: selection, epochs: best.outcome.epochs)
        }
        guard refits else { return outcome(best.classifier, preparation) }
        let all = try validation.map { try data.appending($0) } ?? data
        let allPrepared = try NetPreparation(fitting: all, joined: joined, trainer: self)
        var parameters = best.parameters
        // A schedule that was run to its end is run to its end again; one that was stopped is stopped as early.
        if parameters.training.patience != nil { parameters.training.epochs = max(best.outcome.bestEpoch, 1) }
        let (start, rest) = (done, total - done)
        let refitted = try NeuralClassifier.train(
            allPrepared.examples(all, joined: joined, parameters), parameters: parameters, seed: seed,
            checkpoint: checkpoints?.trainings("again")
        ) {
            watch?($0)
            progress?(start + Int($0.share * Double(rest)), total)
        }
        progress?(total, total)
        return outcome(refitted.classifier, allPrepared)
    }

    private func judge(
        _ parameters: NeuralParameters, _ preparation: NetPreparation, fitted: LabelledFeatures,
        joined: LabelledFeatures?, heldOut: LabelledFeatures, done: Int, checkpoint: ((Int) -> NetCheckpoint)?,
        progress: @escaping (Int) -> Void
    ) throws -> JudgedNet {
        let (classifier, outcome) = try NeuralClassifier.train(
            preparation.examples(fitted, joined: joined, parameters), heldOut: preparation.heldOut(heldOut, parameters),
            parameters: parameters, seed: seed, checkpoint: checkpoint
        ) {
            watch?($0)
            progress(done + Int($0.share * Double(parameters.training.epochs)))
        }
        let standardised = try preparation.standardizer(heldOut.utterances)
        return JudgedNet(
            parameters: parameters, classifier: classifier, outcome: outcome,
            scores: try classifier.scores(preparation.selection?(standardised) ?? standardised))
    }

    /// The validation speakers, or else the first inner fold of the training part's.
    private func heldOutSet(
        _ data: LabelledFeatures, validation: LabelledFeatures?
    ) throws -> (fitted: LabelledFeatures, heldOut: LabelledFeatures, Selection) {
        if let validation { return (data, validation, .validationSpeakers(Set(validation.speakers).count)) }
        let folds = try SpeakerFolds(data.speakers, count: innerFolds, seed: seed)
        let heldOut = try data.rows(at: folds.heldOut[0])
        return (
            try data.rows(at: folds.fitted(0, of: data.rowCount)), heldOut,
            folds.isBySpeaker ? .heldOutSpeakers(Set(heldOut.speakers).count) : .innerClipFolds(folds.heldOut.count)
        )
    }
}
