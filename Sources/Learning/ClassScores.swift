/// A classifier's uncalibrated scores: the higher, the more it holds for the class; comparable within a row only.
public struct ClassScores: Hashable, Sendable {
    public let classCount: Int
    /// Rows × classes, row by row.
    public private(set) var values: [Double]

    /// - Precondition: whole rows of `classCount` values.
    public init(classCount: Int, values: [Double] = []) {
        precondition(classCount > 0 && values.count.isMultiple(of: classCount), "whole rows")
        self.classCount = classCount
        self.values = values
    }

    public var rowCount: Int { values.count / classCount }

    public func row(_ index: Int) -> ArraySlice<Double> {
        values[index * classCount..<(index + 1) * classCount]
    }

    /// The class with the highest score of each row; of equals, the first.
    public var predictions: [Int] {
        (0..<rowCount).map { index in
            let row = row(index)
            var best = row.startIndex
            for candidate in row.indices where row[candidate] > row[best] { best = candidate }
            return best - row.startIndex
        }
    }

    /// Adds the rows of another table over the same classes.
    public mutating func append(_ other: ClassScores) {
        precondition(classCount == other.classCount, "the same classes")
        values.append(contentsOf: other.values)
    }
}
