import UndertoneAffect
public import UndertoneCorpora

extension ProtocolEvaluation.Subject {
    /// The mistake behind the highest published figures, to show what it is worth: altered copies are made of all utterances first, and
    /// then utterances and copies are divided at random, so that most of what is tested was trained on in another guise.
    ///
    /// - Parameters:
    ///   - evaluationProtocol: one that divides at random.
    ///   - progress: called with the number of copies done.
    /// - Throws: ``LearningError``, `CorpusError`, or what ``TrainingCopies`` throws.
    public func leakingCopies(
        _ copies: TrainingCopies, dividedBy evaluationProtocol: EvaluationProtocol, seed: UInt64,
        progress: (@Sendable (Int) -> Void)? = nil
    ) async throws -> ProtocolEvaluation.Subject {
        let rows = Array(files.indices)
        let altered = try await copies.rows(of: self, rows: rows, voices: rows, progress: progress)
        let count = copies.augmentation.copies
        guard altered.rowCount == rows.count * count else {
            throw LearningError.invalidParameter(
                name: "augment", value: "mixup", expected: "alterations that leave a copy one label")
        }
        var result = self
        // All of them are heard in every epoch, as different recordings would be.
        result.data = try LabelledFeatures(
            utterances: data.utterances.appending(altered.utterances), labels: data.labels,
            classes: data.classes + altered.classes, speakers: data.speakers + altered.speakers)
        result.files += files.flatMap { [String](repeating: $0, count: count) }
        result.folds = try evaluationProtocol.randomFolds(of: result.data.classes.map { data.labels[$0] }, seed: seed)
        result.name += " (LEAKY: altered copies were made before the split)"
        result.isSpeakerIndependent = false
        result.notes.append(
            "THESE FIGURES ARE LEAKED: \(copies.augmentation) joined before the random split, so that the model was trained on copies of "
                + "what it was tested on. They say nothing about any voice or recording that it has not heard.")
        return result
    }
}
