/// What an answer without listening would reach: the row beside every model's that gives its figures a meaning.
public struct Baseline: Hashable, Sendable, Codable {
    public let accuracy: Double
    public let uar: Double
    public let macroF1: Double

    private enum CodingKeys: String, CodingKey {
        case accuracy, uar
        case macroF1 = "macro_f1"
    }

    /// Always the most frequent class of the utterances evaluated; of equals, the first.
    public static func majority(truth: [Int], classCount: Int) -> Baseline {
        let supports = self.supports(truth: truth, classCount: classCount)
        let largest = supports.indices.reduce(0) { supports[$1] > supports[$0] ? $1 : $0 }
        let metrics = ClassificationMetrics(
            truth: truth, predicted: truth.map { _ in largest }, classCount: max(1, classCount))
        return Baseline(
            accuracy: metrics.accuracy, uar: metrics.unweightedAverageRecall, macroF1: metrics.macroF1)
    }

    /// A class drawn for each utterance with the shares of the classes evaluated: the expected figures, not one draw.
    ///
    /// Recall and precision of a class are expected to be its share, so accuracy is the sum of the squared shares, and
    /// UAR and macro-F1 are their mean, one over the number of classes present.
    public static func random(truth: [Int], classCount: Int) -> Baseline {
        let shares = supports(truth: truth, classCount: classCount).filter { $0 > 0 }.map {
            Double($0) / Double(truth.count)
        }
        let mean = shares.isEmpty ? 0 : 1 / Double(shares.count)
        return Baseline(accuracy: shares.reduce(0) { $0 + $1 * $1 }, uar: mean, macroF1: mean)
    }

    private static func supports(truth: [Int], classCount: Int) -> [Int] {
        var supports = [Int](repeating: 0, count: max(1, classCount))
        for index in truth { supports[index] += 1 }
        return supports
    }
}
