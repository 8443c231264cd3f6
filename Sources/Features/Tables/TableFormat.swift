/// A way to write features down.
public enum TableFormat: String, Hashable, Sendable, CaseIterable {
    /// Comma-separated values by RFC 4180, first columns file, start, end in seconds.
    case csv
    /// NumPy's format 1.0, rows × columns of little-endian 32-bit floats; rows of several files follow one another.
    case npy
    /// Weka's attribute-relation file format; file is nominal, all else numeric.
    case arff
    /// One JSON object a line.
    case json

    /// What the format makes of a table, streamed to `output`.
    ///
    /// - Parameters:
    ///   - names: the columns.
    ///   - files: all files that may come, which ARFF states in its head before the first row.
    ///   - level: how JSON groups: an object a row (functionals), or an object a recording (frames).
    public func writer(
        to output: OutputFile, names: [String], files: [String], level: FeatureLevel
    ) throws -> any FeatureTableWriter {
        switch self {
        case .csv: try CSVTableWriter(output, names: names)
        case .npy: try NPYTableWriter(output, columnCount: names.count)
        case .arff: try ARFFTableWriter(output, names: names, files: files)
        case .json: JSONTableWriter(output, names: names, level: level)
        }
    }
}

/// Whether a row is a frame or a segment.
public enum FeatureLevel: String, Codable, Hashable, Sendable, CaseIterable {
    case frames
    case functionals
}

/// Writes a table row by row, in bounded memory.
///
/// Rows of one file must come together. The output appears under its name only after `finish`.
/// Methods throw `OutputError`.
public protocol FeatureTableWriter: AnyObject {
    /// - Precondition: one value a column.
    func append(_ row: FeatureRow) throws
    /// Writes what is left and commits the output. Call once, last.
    func finish() throws
}

extension FeatureTableWriter {
    public func append(_ table: FeatureTable) throws {
        for row in table.rows { try append(row) }
    }
}
