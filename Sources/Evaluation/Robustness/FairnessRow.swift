import UndertoneAffect

/// The figures of one group of speakers beside everybody's.
public struct FairnessRow: Codable, Hashable, Sendable {
    public let test: FairnessTest
    /// For example `female`.
    public let group: String
    public let utterances: Int
    public let uar: Double
    /// The group's UAR minus everybody's.
    public let uarChange: Double
    /// By label: the group's recall minus everybody's, for the classes that the group has.
    public let recallChanges: [String: Double]
    /// By label: the group's precision minus everybody's, for the classes predicted in the group.
    public let precisionChanges: [String: Double]
    /// Whether no difference is larger than it may be.
    public let passed: Bool

    private enum CodingKeys: String, CodingKey {
        case test, group, utterances, uar
        case uarChange = "uar_change"
        case recallChanges = "recall_changes"
        case precisionChanges = "precision_changes"
        case passed
    }
}

extension FairnessRow {
    init(test: FairnessTest, group: String, metrics: ClassificationMetrics, all: ClassificationMetrics, labels: LabelSet) {
        var recallChanges: [String: Double] = [:]
        var precisionChanges: [String: Double] = [:]
        for (index, label) in labels.enumerated() {
            if metrics.perClass[index].support > 0 {
                recallChanges[label.rawValue] = metrics.perClass[index].recall - all.perClass[index].recall
            }
            if metrics.confusion.predictedCount(index) > 0 {
                precisionChanges[label.rawValue] = metrics.perClass[index].precision - all.perClass[index].precision
            }
        }
        self.test = test
        self.group = group
        utterances = metrics.confusion.total
        uar = metrics.unweightedAverageRecall
        uarChange = uar - all.unweightedAverageRecall
        self.recallChanges = recallChanges
        self.precisionChanges = precisionChanges
        passed =
            abs(uarChange) < test.maximumRecallChange
            && recallChanges.values.allSatisfy { abs($0) < test.maximumClassRecallChange }
            && precisionChanges.values.allSatisfy { abs($0) < test.maximumClassPrecisionChange }
    }

    /// The class with the largest difference, either way; of equals, the first by name.
    static func largest(_ changes: [String: Double]) -> (label: String, change: Double)? {
        changes.sorted { $0.key < $1.key }.max { abs($0.value) < abs($1.value) }.map { ($0.key, $0.value) }
    }
}
