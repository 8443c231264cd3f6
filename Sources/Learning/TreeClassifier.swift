import UndertoneFeatures

/// What a forest and boosted trees share: XGBoost keeps, saves and scores both alike.
protocol TreeClassifier: FunctionalsClassifier {
    var booster: Booster { get }
    init(parameters: Parameters, classCount: Int, featureCount: Int, booster: Booster)
}

extension TreeClassifier {
    public static var weightsFileName: String { "model.ubj" }

    /// Log-probabilities as the trees give them, before calibration.
    public func scores(_ features: FeatureMatrix) throws -> ClassScores {
        try check(features)
        return ClassScores(
            classCount: classCount, values: try booster.logProbabilities(features, classCount: classCount))
    }

    public func save() throws -> [UInt8] { try booster.bytes() }

    public static func load(
        _ bytes: [UInt8], parameters: Parameters, classCount: Int, featureCount: Int
    ) throws -> Self {
        let booster = try Booster(bytes, featureCount: featureCount, classCount: classCount)
        return Self(parameters: parameters, classCount: classCount, featureCount: featureCount, booster: booster)
    }

    static func fit(
        _ data: LabelledFeatures, parameters: Parameters, weighting: ClassWeighting, settings: [String: String],
        rounds: Int, seed: UInt64
    ) throws -> Self {
        let supports = data.supports
        guard supports.count(where: { $0 > 0 }) > 1 else { throw LearningError.oneClass }
        let classWeights = weighting.weights(supports: supports)
        let weights = data.classes.enumerated().map { row, index in
            Float(classWeights[index]) * (data.weights?[row] ?? 1)
        }
        var settings = settings
        settings["seed"] = String(seed & 0x7FFF_FFFF)
        let booster = try Booster(data, weights: weights, settings: settings, rounds: rounds)
        return Self(
            parameters: parameters, classCount: data.labels.count, featureCount: data.utterances.columnCount,
            booster: booster)
    }
}
