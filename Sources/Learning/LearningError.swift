public import UndertoneNeural

/// Why something could not be learnt or scored.
public enum LearningError: Error, Hashable, Sendable {
    case noRows
    case noColumns
    /// As many rows of features, classes, speakers and weights are wanted.
    case unequalCounts(rows: Int, classes: Int, speakers: Int)
    case classOutOfRange(index: Int, classCount: Int)
    case notFinite(row: Int, column: String)
    case oneClass
    case invalidWeights
    /// libsvm weighs classes, not rows.
    case rowWeightsUnsupported(ModelKind)
    case invalidParameter(name: String, value: String, expected: String)
    /// The library itself refused; its words.
    case library(name: String, message: String)
    case wrongFeatureCount(expected: Int, found: Int)
    case wrongFeatureNames(firstMissing: String)
    /// Stored weights that do not describe a classifier.
    case malformedWeights(reason: String)
    case emptyTestPart(fold: Int)
    case emptyTrainingPart(fold: Int)
    case indexOutOfRange(fold: Int, index: Int, rows: Int)
    /// An utterance of a further corpus that only joins in training is held out.
    case joinedHeldOut(fold: Int)
    case sharedSpeaker(fold: Int, speaker: String)
    case noCandidates
    /// A checkpoint, or a folder of them, that another training left.
    case otherTraining(checkpoint: String)
    /// What should be a checkpoint is none, or not whole.
    case brokenCheckpoint(path: String, reason: String)
    /// Nets are chosen by early stopping, the other kinds are not: one search cannot hold both.
    case mixedCandidates
    /// A classifier of functionals, or what works on rows, was given runs of frames.
    case framesGiven
    /// A classifier of frames was given one row an utterance.
    case framesMissing
    case noFrames(row: Int)
    /// The model was trained without ``VoiceAdaptation``.
    case adaptsToNoVoice
    /// A file that should describe a net.
    case unreadableNet(path: String, reason: String)
    /// A net of functionals for a kind of frames, or the other way round.
    case netOfOtherLevel(ModelKind)
    /// A net that cannot be built or run.
    case net(NeuralError)
}

/// Refuses a parameter out of its bounds.
func require(_ condition: Bool, _ name: String, _ value: some Any, _ expected: String) throws {
    guard condition else {
        throw LearningError.invalidParameter(name: name, value: "\(value)", expected: expected)
    }
}
