public import UndertoneAffect
public import UndertoneFeatures

/// Everything between a row of features and calibrated probabilities: what training makes and a bundle keeps.
public struct TrainedModel: Sendable {
    public let labels: LabelSet
    /// The columns it takes, in order.
    public let featureNames: [String]
    /// Of the average voice, or of the one that the model is used to.
    public internal(set) var standardizer: Standardizer
    /// How it gets used to a voice; nil where it was trained without.
    public let adaptation: VoiceAdaptation?
    /// The standardised columns that the classifier takes; nil for all.
    public let selection: FeatureSelection?
    public let classifier: any Classifier
    /// The classifier's kind and hyper-parameters.
    public let parameters: ModelParameters
    public let calibration: TemperatureCalibration

    public init(
        labels: LabelSet, featureNames: [String], standardizer: Standardizer, adaptation: VoiceAdaptation? = nil,
        selection: FeatureSelection? = nil, classifier: any Classifier,
        parameters: ModelParameters, calibration: TemperatureCalibration
    ) {
        self.labels = labels
        self.featureNames = featureNames
        self.standardizer = standardizer
        self.adaptation = adaptation
        self.selection = selection
        self.classifier = classifier
        self.parameters = parameters
        self.calibration = calibration
    }

    /// Uncalibrated scores, rows × labels.
    ///
    /// - Throws: ``LearningError`` when the columns are not `featureNames` or a number is infinite.
    public func scores(_ features: FeatureMatrix) throws -> ClassScores {
        try scores(UtteranceFeatures(features))
    }

    /// Uncalibrated scores, utterances × labels.
    ///
    /// - Throws: ``LearningError`` when the columns are not `featureNames`, a number is infinite, or frames are given where rows are
    ///   wanted or the other way round.
    public func scores(_ utterances: UtteranceFeatures) throws -> ClassScores {
        guard utterances.areFrames else { return try classifier.scores(prepared(utterances)) }
        // Some at a time, so that there never is a standardised copy of all frames.
        var scores = ClassScores(classCount: labels.count)
        for start in stride(from: 0, to: utterances.count, by: Self.batchSize) {
            try Task.checkCancellation()
            let batch = utterances.utterances(at: start..<min(start + Self.batchSize, utterances.count))
            scores.append(try classifier.scores(prepared(batch)))
        }
        return scores
    }

    private static let batchSize = 64

    /// The columns that the classifier takes, standardised.
    func prepared(_ utterances: UtteranceFeatures) throws -> UtteranceFeatures {
        guard utterances.columnCount == featureNames.count else {
            throw LearningError.wrongFeatureCount(expected: featureNames.count, found: utterances.columnCount)
        }
        if let (expected, _) = zip(featureNames, utterances.names).first(where: { $0 != $1 }) {
            throw LearningError.wrongFeatureNames(firstMissing: expected)
        }
        try utterances.requireNoInfinity()
        let standardised = try standardizer(utterances)
        return try selection?(standardised) ?? standardised
    }

    /// Whether an utterance is a run of frames to it, and not one row.
    public var takesFrames: Bool { parameters.takesFrames }

    /// Calibrated probabilities, one for each row.
    public func probabilities(_ features: FeatureMatrix) throws -> [Probabilities] {
        try probabilities(UtteranceFeatures(features))
    }

    /// Calibrated probabilities, one for each utterance.
    public func probabilities(_ utterances: UtteranceFeatures) throws -> [Probabilities] {
        let scores = try scores(utterances)
        return (0..<scores.rowCount).map {
            Probabilities(labels: labels, values: calibration.probabilities(scores.row($0)))
        }
    }

    /// Calibrated probabilities of one segment as its recipe's extractor gives it: one row, or frames × columns.
    public func probabilities(ofSegment values: [Float]) throws -> Probabilities {
        try probabilities(ofSegments: [values])[0]
    }

    /// The same for each of several segments, faster than one by one where they are rows.
    ///
    /// - Throws: ``LearningError`` for all when one is not as the extractor gives it.
    public func probabilities(ofSegments segments: [[Float]]) throws -> [Probabilities] {
        guard !segments.isEmpty else { return [] }
        for values in segments {
            guard !featureNames.isEmpty, values.count.isMultiple(of: featureNames.count),
                takesFrames || values.count == featureNames.count
            else { throw LearningError.wrongFeatureCount(expected: featureNames.count, found: values.count) }
        }
        return try probabilities(
            takesFrames
                ? UtteranceFeatures(names: featureNames, runs: segments)
                : UtteranceFeatures(FeatureMatrix(names: featureNames, values: Array(segments.joined()))))
    }

    /// For people: `585 features`, or `300 of 585 features`.
    package var featuresInWords: String {
        let chosen = selection.map { "\($0.columns.count) of " } ?? ""
        return "\(chosen)\(featureNames.count) features\(takesFrames ? " a frame" : "")"
    }
}
