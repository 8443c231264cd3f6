import UndertoneAudio

/// What a net learns from: utterances of one or more rows, with their classes.
public struct NetExamples: Sendable {
    /// Features a row.
    public let columns: Int
    /// Rows of each utterance, at least one.
    public let lengths: [Int]
    /// The rows of all utterances one after the other, standardised and finite.
    public let values: [Float]
    /// One class index an utterance.
    public let classes: [Int]
    public let classCount: Int
    /// How much each utterance counts; nil when all count alike.
    public let weights: [Float]?
    /// Which utterance each one is, or is an altered copy of: an epoch hears one of those that share an origin.
    public let origins: [Int]
    /// Which corpus each utterance is of: 0 for what the net is for, above for those that join in; nil when none do.
    public let corpora: [Int]?
    /// Where each utterance's rows begin, in numbers.
    let starts: [Int]

    /// - Throws: ``LearningError`` when counts differ or a class is outside.
    public init(
        columns: Int, lengths: [Int], values: [Float], classes: [Int], classCount: Int, weights: [Float]? = nil,
        origins: [Int]? = nil, corpora: [Int]? = nil
    ) throws {
        guard columns > 0 else { throw LearningError.noColumns }
        guard !lengths.isEmpty else { throw LearningError.noRows }
        let origins = origins ?? Array(lengths.indices)
        guard lengths.count == classes.count, origins.count == classes.count, lengths.allSatisfy({ $0 > 0 }),
            lengths.reduce(0, +) * columns == values.count, weights.map({ $0.count == classes.count }) ?? true,
            corpora.map({ $0.count == classes.count }) ?? true
        else {
            throw LearningError.unequalCounts(rows: lengths.count, classes: classes.count, speakers: origins.count)
        }
        for index in classes where !(0..<classCount).contains(index) {
            throw LearningError.classOutOfRange(index: index, classCount: classCount)
        }
        self.columns = columns
        self.lengths = lengths
        self.values = values
        self.classes = classes
        self.classCount = classCount
        self.weights = weights
        self.origins = origins
        self.corpora = corpora
        var starts: [Int] = []
        starts.reserveCapacity(lengths.count)
        var start = 0
        for length in lengths {
            starts.append(start)
            start += length * columns
        }
        self.starts = starts
    }

    public var count: Int { lengths.count }

    /// What tells these utterances from others.
    var fingerprint: String {
        let rest = "\(columns) \(lengths) \(classes) \(classCount) \(weights ?? []) \(origins)\(corpora.map { " \($0)" } ?? "")"
        return "\(ContentHash(numbers: values)) \(ContentHash(bytes: Array(rest.utf8)))"
    }
}
