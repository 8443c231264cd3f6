import Foundation

/// The entries of one recipe.
struct FeatureCacheShelf: Sendable {
    let folder: URL
    /// How many values a row has; entries of another width count as missing.
    let columnCount: Int

    /// Creates the folder. Throws `FeatureCacheError`.
    init(_ cache: FeatureCache, key: String, columnCount: Int) throws {
        folder = cache.folder.appendingPathComponent(key)
        self.columnCount = columnCount
        do {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        } catch {
            throw FeatureCacheError.cannotCreate(folder: folder.path, reason: error.folderReason)
        }
    }

    /// What was measured, or nil when there is no whole entry.
    func load(_ content: String) -> MeasuredRecording? {
        readFile(path(content)).flatMap(decode)
    }

    /// Throws `OutputError`.
    func store(_ measured: MeasuredRecording, for content: String) throws {
        let output = try OutputFile(url: URL(fileURLWithPath: path(content)))
        try encode(measured).withUnsafeBytes { try output.write($0) }
        try output.commit()
    }

    private func path(_ content: String) -> String {
        folder.path + "/" + content + "." + FeatureCache.pathExtension
    }

    // An entry: magic (8 bytes), rows (8), columns (8), notes (8, one bit each), then each row's start, end (8 each) and values
    // (4 each), then a checksum (8) of all before it; all little-endian.

    private static let magic: UInt64 = 0x3145_4E4F_5452_4E55
    private static let headSize = 32

    private func encode(_ measured: MeasuredRecording) -> [UInt8] {
        let rows = measured.segments
        var bytes: [UInt8] = []
        bytes.reserveCapacity(Self.headSize + rows.count * (16 + 4 * columnCount) + 8)
        func append(_ value: some FixedWidthInteger) {
            withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
        }
        append(Self.magic)
        append(UInt64(rows.count))
        append(UInt64(columnCount))
        append(RecordingNote.allCases.enumerated().reduce(UInt64(0)) { bits, note in
            measured.notes.contains(note.element) ? bits | 1 << UInt64(note.offset) : bits
        })
        for row in rows {
            append(row.start.bitPattern)
            append(row.end.bitPattern)
            for value in row.values { append(value.bitPattern) }
        }
        append(Checksum.of(bytes[...]))
        return bytes
    }

    private func decode(_ bytes: [UInt8]) -> MeasuredRecording? {
        bytes.withUnsafeBytes { raw -> MeasuredRecording? in
            func word(_ offset: Int) -> UInt64 {
                UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
            }
            let rowSize = 16 + 4 * columnCount
            let bodySize = raw.count - Self.headSize - 8
            guard bodySize >= 0, bodySize.isMultiple(of: rowSize), word(0) == Self.magic,
                word(8) == UInt64(bodySize / rowSize), word(16) == UInt64(columnCount),
                word(raw.count - 8) == Checksum.of(bytes.dropLast(8))
            else { return nil }
            let notes = RecordingNote.allCases.enumerated().filter { word(24) >> UInt64($0.offset) & 1 == 1 }.map(\.element)
            let segments = (0..<bodySize / rowSize).map { row in
                let offset = Self.headSize + row * rowSize
                let values = (0..<columnCount).map { column in
                    Float(
                        bitPattern: UInt32(
                            littleEndian: raw.loadUnaligned(
                                fromByteOffset: offset + 16 + 4 * column, as: UInt32.self)))
                }
                return SegmentFeatures(
                    start: Double(bitPattern: word(offset)), end: Double(bitPattern: word(offset + 8)), values: values)
            }
            return MeasuredRecording(segments: segments, notes: notes)
        }
    }

    /// The whole file, or nil; `Data` costs several times as much for so small a file.
    private func readFile(_ path: String) -> [UInt8]? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var status = stat()
        // An entry is a few kilobytes, frames some megabytes: what is larger than this is not ours.
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_size <= 1 << 32 else {
            return nil
        }
        let size = Int(status.st_size)
        return [UInt8](unsafeUninitializedCapacity: size) { buffer, filled in
            while filled < size, let base = buffer.baseAddress {
                let got = read(descriptor, base + filled, size - filled)
                if got < 0 && errno == EINTR { continue }
                guard got > 0 else { break }
                filled += got
            }
        }
    }
}

/// A hash of 64 bits to find damage and to tell recipes apart, not malice: FNV-1a (Fowler, Noll, Vo) over words of eight
/// bytes, with an extra fold.
enum Checksum {
    static func of(_ bytes: ArraySlice<UInt8>) -> UInt64 {
        bytes.withUnsafeBytes { raw in
            var hash: UInt64 = 0xCBF2_9CE4_8422_2325
            var offset = 0
            while offset < raw.count {
                var word: UInt64 = 0
                if offset + 8 <= raw.count {
                    word = UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
                } else {
                    for index in offset..<raw.count { word = word << 8 | UInt64(raw[index]) }
                }
                hash = (hash ^ word) &* 0x0000_0100_0000_01B3
                // The product moves bits up only; this brings them down again.
                hash ^= hash >> 32
                offset += 8
            }
            // Two more rounds let the last word reach every bit.
            for _ in 0..<2 { hash = (hash ^ UInt64(raw.count)) &* 0x9E37_79B9_7F4A_7C15; hash ^= hash >> 29 }
            return hash
        }
    }
}
