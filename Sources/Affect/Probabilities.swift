/// A calibrated probability for each label of a set; the values sum to one.
public struct Probabilities: Hashable, Sendable {
    public let labels: LabelSet
    /// One value a label, in the order of `labels`.
    public let values: [Double]

    /// - Precondition: one value a label, at least one label.
    public init(labels: LabelSet, values: [Double]) {
        precondition(labels.count == values.count && !values.isEmpty, "one probability a label")
        self.labels = labels
        self.values = values
    }

    /// The most probable label; of equals, the first.
    public var emotion: Emotion { labels[indexOfLargest] }

    /// The probability of the most probable label.
    public var confidence: Double { values[indexOfLargest] }

    /// The probability of a label; zero for one that is not in the set.
    public subscript(label: Emotion) -> Double {
        labels.index(of: label).map { values[$0] } ?? 0
    }

    private var indexOfLargest: Int {
        var best = 0
        for index in values.indices where values[index] > values[best] { best = index }
        return best
    }

    /// The weighted mean of several probabilities over the same labels, or nil when there is none or no weight.
    public static func mean(of parts: [(probabilities: Probabilities, weight: Double)]) -> Probabilities? {
        guard let first = parts.first else { return nil }
        var sums = [Double](repeating: 0, count: first.probabilities.values.count)
        var total = 0.0
        for part in parts {
            precondition(part.probabilities.labels == first.probabilities.labels, "the same labels in every part")
            total += part.weight
            for index in sums.indices { sums[index] += part.weight * part.probabilities.values[index] }
        }
        guard total > 0 else { return nil }
        return Probabilities(labels: first.probabilities.labels, values: sums.map { $0 / total })
    }
}

extension Probabilities {
    /// The values keyed by the labels' names, as the JSON contracts write them.
    public var byName: [String: Double] {
        Dictionary(uniqueKeysWithValues: zip(labels.map(\.rawValue), values))
    }
}
