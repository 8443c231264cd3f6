import CXXHash

extension ContentHash {
    /// Of bytes in memory: the same as that of a file with this content.
    public init(bytes: [UInt8]) {
        let hash = bytes.withUnsafeBytes { XXH3_128bits($0.baseAddress, $0.count) }
        self.init(high: hash.high64, low: hash.low64)
    }

    /// Of numbers' bits.
    public init(numbers: [Float]) {
        let hash = numbers.withUnsafeBytes { XXH3_128bits($0.baseAddress, $0.count) }
        self.init(high: hash.high64, low: hash.low64)
    }
}
