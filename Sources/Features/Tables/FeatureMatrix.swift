/// Numbers with named columns: one row a frame, or one row an utterance.
public struct FeatureMatrix: Hashable, Sendable {
    /// One name a column.
    public let names: [String]
    /// Rows × columns, row by row.
    public private(set) var values: [Float]

    /// - Precondition: `values.count` is a multiple of `names.count`.
    public init(names: [String], values: [Float] = []) {
        precondition(names.isEmpty ? values.isEmpty : values.count.isMultiple(of: names.count), "whole rows")
        self.names = names
        self.values = values
    }

    public var columnCount: Int { names.count }
    public var rowCount: Int { names.isEmpty ? 0 : values.count / names.count }

    public subscript(row: Int, column: Int) -> Float {
        get { values[row * names.count + column] }
        set { values[row * names.count + column] = newValue }
    }

    /// The values of one row, in the order of `names`.
    public func row(_ index: Int) -> ArraySlice<Float> {
        values[index * names.count..<(index + 1) * names.count]
    }

    /// - Precondition: one value a column.
    public mutating func append(row: some Collection<Float>) {
        precondition(row.count == names.count, "one value a column")
        values.append(contentsOf: row)
    }

    /// The rows at the given indices, in that order.
    public func rows(at indices: some Sequence<Int>) -> FeatureMatrix {
        var result = FeatureMatrix(names: names)
        for index in indices { result.append(row: row(index)) }
        return result
    }
}
