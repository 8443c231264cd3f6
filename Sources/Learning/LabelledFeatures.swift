public import UndertoneAffect
public import UndertoneFeatures

/// What a classifier learns from: one row of features an utterance, with its class and its speaker.
public struct LabelledFeatures: Hashable, Sendable {
    /// Utterances × features; NaN where a measurement is undefined (see ``Standardizer``), never infinite.
    public let features: FeatureMatrix
    public let labels: LabelSet
    /// One class index a row, into `labels`.
    public let classes: [Int]
    /// One speaker a row, unique across corpora (`emodb/03`).
    public let speakers: [String]
    /// How much each row counts, or nil when all count alike.
    public let weights: [Float]?

    /// - Throws: ``LearningError`` when counts differ, a class is outside the labels, or a number is infinite.
    public init(
        features: FeatureMatrix, labels: LabelSet, classes: [Int], speakers: [String], weights: [Float]? = nil
    ) throws {
        guard features.columnCount > 0 else { throw LearningError.noColumns }
        guard features.rowCount > 0 else { throw LearningError.noRows }
        guard features.rowCount == classes.count, classes.count == speakers.count else {
            throw LearningError.unequalCounts(
                rows: features.rowCount, classes: classes.count, speakers: speakers.count)
        }
        for index in classes where !labels.indices.contains(index) {
            throw LearningError.classOutOfRange(index: index, classCount: labels.count)
        }
        if let weights {
            guard weights.count == classes.count, weights.allSatisfy({ $0.isFinite && $0 > 0 }) else {
                throw LearningError.invalidWeights
            }
        }
        try features.requireNoInfinity()
        self.features = features
        self.labels = labels
        self.classes = classes
        self.speakers = speakers
        self.weights = weights
    }

    public var rowCount: Int { classes.count }

    /// How many rows each class has, in class order.
    public var supports: [Int] {
        var supports = [Int](repeating: 0, count: labels.count)
        for index in classes { supports[index] += 1 }
        return supports
    }

    /// The rows at the given indices, in that order.
    public func rows(at indices: [Int]) throws -> LabelledFeatures {
        try LabelledFeatures(
            features: features.rows(at: indices), labels: labels, classes: indices.map { classes[$0] },
            speakers: indices.map { speakers[$0] }, weights: weights.map { weights in indices.map { weights[$0] } })
    }

    /// These rows and then those of another table with the same columns and labels.
    ///
    /// - Throws: ``LearningError/wrongFeatureCount(expected:found:)`` for other columns.
    public func appending(_ other: LabelledFeatures) throws -> LabelledFeatures {
        guard other.features.names == features.names else {
            throw LearningError.wrongFeatureCount(
                expected: features.columnCount, found: other.features.columnCount)
        }
        let weights: [Float]? =
            self.weights == nil && other.weights == nil
            ? nil : (self.weights ?? classes.map { _ in 1 }) + (other.weights ?? other.classes.map { _ in 1 })
        return try LabelledFeatures(
            features: FeatureMatrix(names: features.names, values: features.values + other.features.values),
            labels: labels, classes: classes + other.classes, speakers: speakers + other.speakers, weights: weights)
    }

    /// The same rows with other features.
    package func replacing(features: FeatureMatrix) throws -> LabelledFeatures {
        try LabelledFeatures(
            features: features, labels: labels, classes: classes, speakers: speakers, weights: weights)
    }
}

extension FeatureMatrix {
    func requireFinite() throws {
        try refuse { !$0.isFinite }
    }

    /// NaN is a measurement that is undefined, such as the jitter of a whisper; an infinite number is a mistake.
    func requireNoInfinity() throws {
        try refuse { $0.isInfinite }
    }

    private func refuse(_ isRefused: (Float) -> Bool) throws {
        guard let index = values.firstIndex(where: isRefused) else { return }
        throw LearningError.notFinite(row: index / columnCount, column: names[index % columnCount])
    }
}
