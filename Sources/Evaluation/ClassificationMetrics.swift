/// How well predicted classes match the true ones.
///
///     let metrics = ClassificationMetrics(truth: [0, 0, 1], predicted: [0, 1, 1], classCount: 2)
///     metrics.unweightedAverageRecall  // 0.75
///
/// Conventions are scikit-learn's with `labels` set to the classes present in the truth and `zero_division=0`: a class that
/// no utterance truly is of is left out of the unweighted means, and a class never predicted has precision and F1 of 0.
public struct ClassificationMetrics: Hashable, Sendable {
    /// The figures of one class.
    public struct PerClass: Hashable, Sendable, Codable {
        public let precision: Double
        public let recall: Double
        public let f1: Double
        /// How many utterances truly are of the class.
        public let support: Int
    }

    public let confusion: ConfusionMatrix
    /// The share of utterances predicted rightly (weighted accuracy, WA); 0 without utterances.
    public let accuracy: Double
    /// The mean of the recalls of the classes present in the truth (UAR, balanced accuracy).
    public let unweightedAverageRecall: Double
    /// The mean of the F1 scores of the classes present in the truth.
    public let macroF1: Double
    /// One value a class, in class order.
    public let perClass: [PerClass]

    public init(_ confusion: ConfusionMatrix) {
        self.confusion = confusion
        var right = 0
        var total = 0
        perClass = (0..<confusion.classCount).map { index in
            let hits = confusion[index, index]
            let support = confusion.support(index)
            let predicted = confusion.predictedCount(index)
            right += hits
            total += support
            return PerClass(
                precision: predicted == 0 ? 0 : Double(hits) / Double(predicted),
                recall: support == 0 ? 0 : Double(hits) / Double(support),
                f1: support + predicted == 0 ? 0 : 2 * Double(hits) / Double(support + predicted), support: support)
        }
        let present = perClass.filter { $0.support > 0 }
        let count = Double(max(1, present.count))
        accuracy = total == 0 ? 0 : Double(right) / Double(total)
        unweightedAverageRecall = present.reduce(0) { $0 + $1.recall } / count
        macroF1 = present.reduce(0) { $0 + $1.f1 } / count
    }

    /// - Precondition: as many predictions as truths, each in `0..<classCount`.
    public init(truth: [Int], predicted: [Int], classCount: Int) {
        self.init(ConfusionMatrix(truth: truth, predicted: predicted, classCount: classCount))
    }
}
