import Foundation

/// The entries of one recipe.
struct FeatureCacheShelf: Sendable {
    let folder: URL
    /// How many values a row has; entries of another width count as missing.
    let columnCount: Int
    /// Whether a segment has as many rows of values as it has frames, and not just one.
    let isRagged: Bool

    /// Creates the folder. Throws `FeatureCacheError`.
    init(_ cache: FeatureCache, key: String, columnCount: Int, isRagged: Bool = false) throws {
        folder = cache.folder.appendingPathComponent(key)
        self.columnCount = columnCount
        self.isRagged = isRagged
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

    /// Keeps nothing that is larger than an entry may be. Throws `OutputError`.
    func store(_ measured: MeasuredRecording, for content: String) throws {
        let size = measured.segments.reduce(Self.headSize + 8) { $0 + segmentHeadSize + 4 * $1.values.count }
        guard size <= FeatureCache.largestEntry else { return }
        let output = try OutputFile(url: URL(fileURLWithPath: path(content)))
        try encode(measured, size: size).withUnsafeBytes { try output.write($0) }
        try output.commit()
    }

    private func path(_ content: String) -> String {
        folder.path + "/" + content + "." + FeatureCache.pathExtension
    }

    // An entry: magic (8 bytes), segments (8), columns (8), notes (8, one bit each), then each segment's start and end (8 each), its
    // number of frames where it is ragged (8), and its values (4 each), then a checksum (8) of all before it; little-endian, as every
    // platform is that Swift runs on.

    private static let magic: UInt64 = 0x3145_4E4F_5452_4E55
    private static let headSize = 32
    private var segmentHeadSize: Int { isRagged ? 24 : 16 }

    private func encode(_ measured: MeasuredRecording, size: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(size)
        func append(_ value: UInt64) {
            withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
        }
        append(Self.magic)
        append(UInt64(measured.segments.count))
        append(UInt64(columnCount))
        append(RecordingNote.allCases.enumerated().reduce(UInt64(0)) { bits, note in
            measured.notes.contains(note.element) ? bits | 1 << UInt64(note.offset) : bits
        })
        for segment in measured.segments {
            append(segment.start.bitPattern)
            append(segment.end.bitPattern)
            if isRagged { append(UInt64(segment.values.count / max(columnCount, 1))) }
            segment.values.withUnsafeBytes { bytes.append(contentsOf: $0) }
        }
        append(Checksum.of(bytes[...]))
        return bytes
    }

    private func decode(_ bytes: [UInt8]) -> MeasuredRecording? {
        bytes.withUnsafeBytes { raw -> MeasuredRecording? in
            func word(_ offset: Int) -> UInt64 {
                UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
            }
            let end = raw.count - 8
            guard end >= Self.headSize, word(0) == Self.magic, word(16) == UInt64(columnCount),
                word(8) <= UInt64(end / segmentHeadSize), word(end) == Checksum.of(bytes.dropLast(8))
            else { return nil }
            let notes = RecordingNote.allCases.enumerated().filter { word(24) >> UInt64($0.offset) & 1 == 1 }.map(\.element)
            var segments: [SegmentFeatures] = []
            var offset = Self.headSize
            for _ in 0..<Int(word(8)) {
                guard offset + segmentHeadSize <= end else { return nil }
                let frames = isRagged ? word(offset + 16) : 1
                let head = offset
                offset += segmentHeadSize
                guard frames <= UInt64(raw.count), Int(frames) * columnCount <= (end - offset) / 4 else { return nil }
                let count = Int(frames) * columnCount
                let values = [Float](unsafeUninitializedCapacity: count) { buffer, filled in
                    UnsafeMutableRawBufferPointer(buffer).copyMemory(
                        from: UnsafeRawBufferPointer(rebasing: raw[offset..<offset + 4 * count]))
                    filled = count
                }
                offset += 4 * count
                segments.append(
                    SegmentFeatures(
                        start: Double(bitPattern: word(head)), end: Double(bitPattern: word(head + 8)), values: values))
            }
            return offset == end ? MeasuredRecording(segments: segments, notes: notes) : nil
        }
    }

    /// The whole file, or nil; `Data` costs several times as much for so small a file.
    private func readFile(_ path: String) -> [UInt8]? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
            status.st_size <= FeatureCache.largestEntry
        else {
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
