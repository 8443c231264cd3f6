public import UndertoneFeatures

/// Something that has learnt to tell classes apart from the features of utterances.
///
/// A classifier is a finished value: fitting makes one, and it never changes afterwards. Fitting is deterministic: the
/// same rows, parameters and seed give the same classifier on any number of cores.
public protocol Classifier: Sendable {
    associatedtype Parameters: Codable & Hashable & Sendable

    /// Learns from utterances that were already standardised.
    ///
    /// - Throws: ``LearningError``, or `CancellationError` when the task was cancelled meanwhile.
    static func fit(_ data: LabelledFeatures, parameters: Parameters, seed: UInt64) throws -> Self

    /// What it was fitted with.
    var parameters: Parameters { get }
    var classCount: Int { get }
    var featureCount: Int { get }

    /// Uncalibrated scores, utterances × classes.
    ///
    /// - Throws: ``LearningError`` when the columns are not as many as were learnt from or a number is not finite.
    func scores(_ utterances: UtteranceFeatures) throws -> ClassScores

    /// The weights as the content of one file, `Self.weightsFileName`.
    func save() throws -> [UInt8]

    /// The classifier that `save` wrote: its scores are identical.
    ///
    /// The bytes are checked as far as their format allows, but a library's own format is parsed by that library:
    /// pass only bytes whose hash was checked, as ``ModelBundle`` does.
    static func load(_ bytes: [UInt8], parameters: Parameters, classCount: Int, featureCount: Int) throws -> Self

    /// The file that a bundle keeps the weights in.
    static var weightsFileName: String { get }
}

extension Classifier {
    /// One row an utterance.
    public func scores(_ features: FeatureMatrix) throws -> ClassScores {
        try scores(UtteranceFeatures(features))
    }
}

/// A classifier that takes one row of functionals an utterance.
public protocol FunctionalsClassifier: Classifier {
    /// Uncalibrated scores, rows × classes.
    func scores(_ features: FeatureMatrix) throws -> ClassScores
}

extension FunctionalsClassifier {
    public func scores(_ utterances: UtteranceFeatures) throws -> ClassScores {
        try scores(utterances.rows())
    }

    func check(_ features: FeatureMatrix) throws {
        guard features.columnCount == featureCount || features.rowCount == 0 else {
            throw LearningError.wrongFeatureCount(expected: featureCount, found: features.columnCount)
        }
        try UtteranceFeatures(features).requireFinite()
    }
}
