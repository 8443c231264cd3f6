/// Features of one stretch of one recording, the row of the field's tools: keyed by file, start and end.
public struct FeatureRow: Hashable, Sendable {
    /// The recording, as its caller named it.
    public var file: String
    /// In seconds from the start of the recording.
    public var start: Double
    /// In seconds from the start of the recording.
    public var end: Double
    /// One value a column of the table.
    public var values: [Float]

    public init(file: String, start: Double, end: Double, values: [Float]) {
        self.file = file
        self.start = start
        self.end = end
        self.values = values
    }
}

/// Rows of features with named columns: a file, a folder, a segment and a stream all look like this.
public struct FeatureTable: Hashable, Sendable {
    /// One name a column.
    public let names: [String]
    public private(set) var rows: [FeatureRow]

    /// - Precondition: every row has one value a name.
    public init(names: [String], rows: [FeatureRow] = []) {
        precondition(rows.allSatisfy { $0.values.count == names.count }, "one value a column")
        self.names = names
        self.rows = rows
    }

    /// - Precondition: one value a name.
    public mutating func append(_ row: FeatureRow) {
        precondition(row.values.count == names.count, "one value a column")
        rows.append(row)
    }

    /// The values alone, rows × columns.
    public var matrix: FeatureMatrix {
        FeatureMatrix(names: names, values: rows.flatMap(\.values))
    }
}
