import UndertoneFeatures

/// A random forest (Breiman 2001): deep trees over resampled rows and a random choice of features at each node, averaged.
///
/// Grown by XGBoost as one round of parallel trees; rows are drawn without replacement, unlike Breiman's bootstrap.
public struct RandomForest: FunctionalsClassifier, TreeClassifier {
    public struct Parameters: Codable, Hashable, Sendable {
        /// Trees a class.
        public var trees: Int
        public var depth: Int
        /// The share of rows that each tree sees.
        public var rowShare: Double
        /// The share of features that each tree sees: fewer make it quicker, since XGBoost counts all that a tree sees. Nil: a
        /// quarter, but three times as many as a node chooses from where there are few.
        public var treeFeatureShare: Double?
        /// The share of features that each node chooses from; nil for the square root of their number.
        public var featureShare: Double?
        /// The least weight of rows (as the loss' curvature) in a leaf.
        public var leafWeight: Double
        public var classWeighting: ClassWeighting

        public init(
            trees: Int = 200, depth: Int = 12, rowShare: Double = 0.63,
            treeFeatureShare: Double? = nil, featureShare: Double? = nil,
            leafWeight: Double = 0.3, classWeighting: ClassWeighting = .balanced
        ) {
            self.trees = trees
            self.depth = depth
            self.rowShare = rowShare
            self.treeFeatureShare = treeFeatureShare
            self.featureShare = featureShare
            self.leafWeight = leafWeight
            self.classWeighting = classWeighting
        }
    }

    public let parameters: Parameters
    public let classCount: Int
    public let featureCount: Int
    let booster: Booster

    public static func fit(
        _ data: LabelledFeatures, parameters: Parameters, seed: UInt64
    ) throws -> RandomForest {
        try require((1...10_000).contains(parameters.trees), "trees", parameters.trees, "between 1 and 10000")
        try require((1...30).contains(parameters.depth), "depth", parameters.depth, "between 1 and 30")
        let share = parameters.featureShare ?? 1 / Double(data.utterances.columnCount).squareRoot()
        try require(share > 0 && share <= 1, "featureShare", share, "in 0…1")
        let treeShare = parameters.treeFeatureShare ?? min(1, max(0.25, 3 * share))
        try require(treeShare > 0 && treeShare <= 1, "treeFeatureShare", treeShare, "in 0…1")
        try require(parameters.rowShare > 0 && parameters.rowShare <= 1, "rowShare", parameters.rowShare, "in 0…1")
        return try fit(
            data, parameters: parameters, weighting: parameters.classWeighting,
            settings: [
                "num_parallel_tree": String(parameters.trees), "learning_rate": "1",
                "max_depth": String(parameters.depth), "subsample": String(parameters.rowShare),
                "colsample_bytree": String(treeShare), "colsample_bynode": String(min(1, share / treeShare)),
                "min_child_weight": String(parameters.leafWeight),
                // Averaging many trees is the regularisation; the default of 1 would flatten small leaves.
                "lambda": "0.1",
                // XGBoost clears and subtracts a histogram of all features for every node, however few rows it holds.
                "max_bin": "16",
            ],
            rounds: 1, seed: seed)
    }
}
