public import UndertoneAffect
public import UndertoneFeatures

/// What a classifier learns from: the features of utterances, each with its class and its speaker.
public struct LabelledFeatures: Hashable, Sendable {
    /// NaN where a measurement is undefined (see ``Standardizer``), never infinite.
    public let utterances: UtteranceFeatures
    public let labels: LabelSet
    /// One class index an utterance, into `labels`.
    public let classes: [Int]
    /// One speaker an utterance, unique across corpora (`emodb/03`).
    public let speakers: [String]
    /// How much each utterance counts, or nil when all count alike.
    public let weights: [Float]?
    /// One number an utterance, which is the same for altered copies of one recording.
    public let origins: [Int]

    /// - Parameter origins: nil when no utterance is a copy of another.
    /// - Throws: ``LearningError`` when counts differ, a class is outside the labels, or a number is infinite.
    public init(
        utterances: UtteranceFeatures, labels: LabelSet, classes: [Int], speakers: [String], weights: [Float]? = nil,
        origins: [Int]? = nil
    ) throws {
        guard utterances.columnCount > 0 else { throw LearningError.noColumns }
        guard utterances.count > 0 else { throw LearningError.noRows }
        guard utterances.count == classes.count, classes.count == speakers.count else {
            throw LearningError.unequalCounts(
                rows: utterances.count, classes: classes.count, speakers: speakers.count)
        }
        if let origins, origins.count != classes.count {
            throw LearningError.unequalCounts(rows: origins.count, classes: classes.count, speakers: speakers.count)
        }
        for index in classes where !labels.indices.contains(index) {
            throw LearningError.classOutOfRange(index: index, classCount: labels.count)
        }
        if let weights {
            guard weights.count == classes.count, weights.allSatisfy({ $0.isFinite && $0 > 0 }) else {
                throw LearningError.invalidWeights
            }
        }
        if let empty = classes.indices.first(where: { utterances.length(of: $0) == 0 }) {
            throw LearningError.noFrames(row: empty)
        }
        try utterances.requireNoInfinity()
        self.init(
            checked: utterances, labels: labels, classes: classes, speakers: speakers, weights: weights,
            origins: origins ?? Array(classes.indices))
    }

    /// One row of features an utterance.
    ///
    /// - Throws: ``LearningError``.
    public init(
        features: FeatureMatrix, labels: LabelSet, classes: [Int], speakers: [String], weights: [Float]? = nil
    ) throws {
        try self.init(
            utterances: UtteranceFeatures(features), labels: labels, classes: classes, speakers: speakers,
            weights: weights)
    }

    private init(
        checked utterances: UtteranceFeatures, labels: LabelSet, classes: [Int], speakers: [String], weights: [Float]?,
        origins: [Int]
    ) {
        self.utterances = utterances
        self.labels = labels
        self.classes = classes
        self.speakers = speakers
        self.weights = weights
        self.origins = origins
    }

    /// All rows: one an utterance, or its frames one utterance after the other, which are copied.
    public var features: FeatureMatrix { utterances.joined }

    /// How many utterances there are.
    public var rowCount: Int { classes.count }

    /// How many utterances each class has, in class order.
    public var supports: [Int] {
        var supports = [Int](repeating: 0, count: labels.count)
        for index in classes { supports[index] += 1 }
        return supports
    }

    /// The corpus of each utterance, by its speaker's, as a number from 0: in the order of the corpora's names.
    var corpora: [Int] {
        let names = speakers.map { $0.prefix { $0 != "/" } }
        let places = Dictionary(uniqueKeysWithValues: Set(names).sorted().enumerated().map { ($1, $0) })
        return names.map { places[$0] ?? 0 }
    }

    /// The utterances at the given indices, in that order.
    public func rows(at indices: [Int]) throws -> LabelledFeatures {
        guard !indices.isEmpty else { throw LearningError.noRows }
        return LabelledFeatures(
            checked: utterances.utterances(at: indices), labels: labels, classes: indices.map { classes[$0] },
            speakers: indices.map { speakers[$0] }, weights: weights.map { weights in indices.map { weights[$0] } },
            origins: indices.map { origins[$0] })
    }

    /// These utterances and then those of another table with the same columns and labels.
    ///
    /// - Parameter sharesOrigins: whether equal origins in the two tables are the same recording.
    /// - Throws: ``LearningError/wrongFeatureCount(expected:found:)`` for other columns.
    public func appending(_ other: LabelledFeatures, sharesOrigins: Bool = false) throws -> LabelledFeatures {
        let weights: [Float]? =
            self.weights == nil && other.weights == nil
            ? nil : (self.weights ?? classes.map { _ in 1 }) + (other.weights ?? other.classes.map { _ in 1 })
        let shift = sharesOrigins ? 0 : (origins.max() ?? 0) + 1 - (other.origins.min() ?? 0)
        return LabelledFeatures(
            checked: try utterances.appending(other.utterances), labels: labels, classes: classes + other.classes,
            speakers: speakers + other.speakers, weights: weights, origins: origins + other.origins.map { $0 + shift })
    }

    /// The same utterances with other features.
    package func replacing(_ features: UtteranceFeatures) throws -> LabelledFeatures {
        try LabelledFeatures(
            utterances: features, labels: labels, classes: classes, speakers: speakers, weights: weights,
            origins: origins)
    }
}
