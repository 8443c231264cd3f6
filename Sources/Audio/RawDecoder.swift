/// Turns the bytes of raw samples into samples, however they are cut: a sample of which a part has come waits for the rest.
///
///     var decoder = RawDecoder(.s16le)
///     let samples = decoder.accept(bytes)
public struct RawDecoder: Sendable {
    public let encoding: RawEncoding
    private var rest: [UInt8] = []

    public init(_ encoding: RawEncoding) {
        self.encoding = encoding
    }

    /// How many bytes of an incomplete sample wait.
    public var pendingByteCount: Int { rest.count }

    /// The samples that these bytes complete, interleaved as they came; full scale ±1.
    public mutating func accept(_ bytes: UnsafeRawBufferPointer) -> [Float] {
        guard rest.isEmpty else {
            let joined = rest + bytes
            rest = []
            return joined.withUnsafeBytes { accept($0) }
        }
        let count = bytes.count / encoding.sampleSize
        rest = Array(bytes[(count * encoding.sampleSize)...])
        guard count > 0, let start = bytes.baseAddress else { return [] }
        return [Float](unsafeUninitializedCapacity: count) { space, filled in
            guard let samples = space.baseAddress else { return }
            encoding.decode(start, into: samples, count: count)
            filled = count
        }
    }
}
