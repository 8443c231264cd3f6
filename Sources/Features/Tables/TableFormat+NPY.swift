/// NumPy's format 1.0: rows × columns of little-endian 32-bit floats in C order, without names and keys.
///
/// Rows of several files follow one another in the order in which they came. The head states the number of rows, so it is
/// written again at the end; a destination that cannot go back (the standard output) gets all bytes at the end.
final class NPYTableWriter: FeatureTableWriter {
    private let output: OutputFile
    private let columnCount: Int
    private var rowCount = 0
    private var held: [Float] = []

    init(_ output: OutputFile, columnCount: Int) throws {
        self.output = output
        self.columnCount = columnCount
        if output.isSeekable { try write(Self.head(rowCount: 0, columnCount: columnCount)) }
    }

    func append(_ row: FeatureRow) throws {
        precondition(row.values.count == columnCount, "one value a column")
        rowCount += 1
        if output.isSeekable { try write(row.values) } else { held.append(contentsOf: row.values) }
    }

    func finish() throws {
        let head = Self.head(rowCount: rowCount, columnCount: columnCount)
        if output.isSeekable {
            try output.overwriteStart(head)
        } else {
            try write(head)
            try write(held)
        }
        try output.commit()
    }

    /// Magic, version, length of the text, and the text: 128 bytes together, so that the values begin at a multiple of 64.
    static func head(rowCount: Int, columnCount: Int) -> [UInt8] {
        let text = "{'descr': '<f4', 'fortran_order': False, 'shape': (\(rowCount), \(columnCount)), }"
        let padded = text + String(repeating: " ", count: 128 - 10 - text.utf8.count - 1) + "\n"
        let length = padded.utf8.count
        return [0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(length & 0xFF), UInt8(length >> 8)] + Array(padded.utf8)
    }

    private func write(_ values: [Float]) throws {
        try values.map { $0.bitPattern.littleEndian }.withUnsafeBytes { try output.write($0) }
    }

    private func write(_ bytes: [UInt8]) throws {
        try bytes.withUnsafeBytes { try output.write($0) }
    }
}
