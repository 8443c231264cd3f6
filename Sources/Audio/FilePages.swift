/// A walk through a file from front to back in large reads, for looking at small parts of it.
struct FilePages {
    private let file: RegularFile
    private var loaded: [UInt8] = []
    private var start = 0

    init(_ file: RegularFile) {
        self.file = file
    }

    /// Up to `count` bytes at `offset`, fewer at the end of the file.
    mutating func view(at offset: Int, count: Int) throws(AudioError) -> ByteView {
        let range = try load(at: offset, count: count)
        return ByteView(Array(loaded[range]))
    }

    /// Gives `body` up to `count` bytes at `offset` without a copy.
    mutating func withBytes<Result>(
        at offset: Int, count: Int, _ body: (UnsafeBufferPointer<UInt8>) -> Result
    ) throws(AudioError) -> Result {
        let range = try load(at: offset, count: count)
        return loaded.withUnsafeBufferPointer { body(UnsafeBufferPointer(rebasing: $0[range])) }
    }

    private mutating func load(at offset: Int, count: Int) throws(AudioError) -> Range<Int> {
        if offset < start || offset + count > start + loaded.count, offset < file.size {
            loaded = try file.bytes(at: offset, count: max(count, Self.size))
            start = offset
        }
        let lower = min(max(0, offset - start), loaded.count)
        return lower..<max(lower, min(offset + count - start, loaded.count))
    }

    private static let size = 256 * 1024
}
