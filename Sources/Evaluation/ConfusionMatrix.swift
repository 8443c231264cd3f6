/// How often each true class was taken for each class: rows are the truth, columns the prediction.
public struct ConfusionMatrix: Hashable, Sendable {
    public let classCount: Int
    /// `classCount × classCount` counts, row by row.
    public private(set) var counts: [Int]

    public init(classCount: Int) {
        precondition(classCount >= 0, "a number of classes")
        self.classCount = classCount
        counts = [Int](repeating: 0, count: classCount * classCount)
    }

    /// - Precondition: as many predictions as truths, each in `0..<classCount`.
    public init(truth: [Int], predicted: [Int], classCount: Int) {
        precondition(truth.count == predicted.count, "one prediction a truth")
        self.init(classCount: classCount)
        for (truth, predicted) in zip(truth, predicted) { count(truth: truth, predicted: predicted) }
    }

    public subscript(truth: Int, predicted: Int) -> Int { counts[truth * classCount + predicted] }

    /// Adds one utterance.
    public mutating func count(truth: Int, predicted: Int) {
        precondition((0..<classCount).contains(truth) && (0..<classCount).contains(predicted), "a class index")
        counts[truth * classCount + predicted] += 1
    }

    /// Adds the counts of another matrix over the same classes.
    public mutating func add(_ other: ConfusionMatrix) {
        precondition(classCount == other.classCount, "the same classes")
        for index in counts.indices { counts[index] += other.counts[index] }
    }

    /// One row a true class.
    public var rows: [[Int]] {
        (0..<classCount).map { Array(counts[$0 * classCount..<($0 + 1) * classCount]) }
    }

    public var total: Int { counts.reduce(0, +) }

    /// How many utterances truly are of a class.
    public func support(_ truth: Int) -> Int {
        (0..<classCount).reduce(0) { $0 + self[truth, $1] }
    }

    /// How many utterances were predicted to be of a class.
    public func predictedCount(_ predicted: Int) -> Int {
        (0..<classCount).reduce(0) { $0 + self[$1, predicted] }
    }
}
