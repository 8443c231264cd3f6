public import UndertoneAffect
public import UndertoneFeatures

/// Everything between a row of features and calibrated probabilities: what training makes and a bundle keeps.
public struct TrainedModel: Sendable {
    public let labels: LabelSet
    /// The columns it takes, in order.
    public let featureNames: [String]
    public let standardizer: Standardizer
    /// The standardised columns that the classifier takes; nil for all.
    public let selection: FeatureSelection?
    public let classifier: any Classifier
    /// The classifier's kind and hyper-parameters.
    public let parameters: ModelParameters
    public let calibration: TemperatureCalibration

    public init(
        labels: LabelSet, featureNames: [String], standardizer: Standardizer,
        selection: FeatureSelection? = nil, classifier: any Classifier,
        parameters: ModelParameters, calibration: TemperatureCalibration
    ) {
        self.labels = labels
        self.featureNames = featureNames
        self.standardizer = standardizer
        self.selection = selection
        self.classifier = classifier
        self.parameters = parameters
        self.calibration = calibration
    }

    /// Uncalibrated scores, rows × labels.
    ///
    /// - Throws: ``LearningError`` when the columns are not `featureNames` or a number is infinite.
    public func scores(_ features: FeatureMatrix) throws -> ClassScores {
        try classifier.scores(prepared(features))
    }

    /// The columns that the classifier takes, standardised.
    func prepared(_ features: FeatureMatrix) throws -> FeatureMatrix {
        guard features.columnCount == featureNames.count else {
            throw LearningError.wrongFeatureCount(expected: featureNames.count, found: features.columnCount)
        }
        if let (expected, _) = zip(featureNames, features.names).first(where: { $0 != $1 }) {
            throw LearningError.wrongFeatureNames(firstMissing: expected)
        }
        try features.requireNoInfinity()
        let standardised = try standardizer(features)
        return selection?(standardised) ?? standardised
    }

    /// Calibrated probabilities, one for each row.
    public func probabilities(_ features: FeatureMatrix) throws -> [Probabilities] {
        let scores = try scores(features)
        return (0..<scores.rowCount).map {
            Probabilities(labels: labels, values: calibration.probabilities(scores.row($0)))
        }
    }

    /// For people: `585 features`, or `300 of 585 features`.
    package var featuresInWords: String {
        let chosen = selection.map { "\($0.columns.count) of " } ?? ""
        return "\(chosen)\(featureNames.count) features"
    }
}
