/// Gradient boosted trees (Friedman 2001; Chen and Guestrin 2016): each round's small trees mend what is still wrong.
public struct GradientBoosting: FunctionalsClassifier, TreeClassifier {
    public struct Parameters: Codable, Hashable, Sendable {
        /// How many rounds, each with one tree a class.
        public var rounds: Int
        public var depth: Int
        /// How much of each tree is believed.
        public var learningRate: Double
        /// The share of rows that each tree sees.
        public var rowShare: Double
        /// The share of features that each tree sees.
        public var featureShare: Double
        public var classWeighting: ClassWeighting

        public init(
            rounds: Int = 200, depth: Int = 4, learningRate: Double = 0.1, rowShare: Double = 0.8,
            featureShare: Double = 0.3, classWeighting: ClassWeighting = .balanced
        ) {
            self.rounds = rounds
            self.depth = depth
            self.learningRate = learningRate
            self.rowShare = rowShare
            self.featureShare = featureShare
            self.classWeighting = classWeighting
        }
    }

    public let parameters: Parameters
    public let classCount: Int
    public let featureCount: Int
    let booster: Booster

    public static func fit(
        _ data: LabelledFeatures, parameters: Parameters, seed: UInt64
    ) throws -> GradientBoosting {
        try require((1...10_000).contains(parameters.rounds), "rounds", parameters.rounds, "between 1 and 10000")
        try require((1...20).contains(parameters.depth), "depth", parameters.depth, "between 1 and 20")
        for (name, share) in [
            ("learningRate", parameters.learningRate), ("rowShare", parameters.rowShare),
            ("featureShare", parameters.featureShare),
        ] {
            try require(share > 0 && share <= 1, name, share, "in 0…1")
        }
        return try fit(
            data, parameters: parameters, weighting: parameters.classWeighting,
            settings: [
                "learning_rate": String(parameters.learningRate), "max_depth": String(parameters.depth),
                "subsample": String(parameters.rowShare), "colsample_bytree": String(parameters.featureShare),
                "max_bin": "64",
            ],
            rounds: parameters.rounds, seed: seed)
    }
}
