import CXXHash
import Foundation

/// What a file or a signal contains, as 128 bits (XXH3): equal content has equal hashes, wherever it is stored.
///
/// For caches and for finding duplicates. Not for security: whoever wants to can make two contents with one hash.
public struct ContentHash: Hashable, Sendable {
    public let high: UInt64
    public let low: UInt64

    /// Of a file's bytes, read in pieces.
    ///
    /// - Throws: `AudioError` for what cannot be read as a file; an empty one too.
    public init(contentsOf path: String) throws(AudioError) {
        let file = try RegularFile(path: path)
        let hasher = try Hasher(path)
        var offset = 0
        while true {
            let bytes = try file.bytes(at: offset, count: 1 << 20)
            guard !bytes.isEmpty else { break }
            try bytes.withUnsafeBufferPointer { piece throws(AudioError) in
                try hasher.add(UnsafeRawBufferPointer(piece))
            }
            offset += bytes.count
        }
        self = hasher.result
    }

    /// Of the samples' bits and the rate: the same sound decoded from different formats has the same hash.
    public init(_ signal: Signal) {
        var rate = UInt64(signal.sampleRate).littleEndian
        // The rate goes in as the seed: one call, no copy.
        let seed = withUnsafeBytes(of: &rate) { XXH3_64bits($0.baseAddress, $0.count) }
        let hash = signal.samples.withUnsafeBytes { XXH3_128bits_withSeed($0.baseAddress, $0.count, seed) }
        self.init(high: hash.high64, low: hash.low64)
    }

    public init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// XXH3's state.
    private final class Hasher {
        private let path: String
        private let state: OpaquePointer

        init(_ path: String) throws(AudioError) {
            guard let state = XXH3_createState() else {
                throw AudioError(path: path, fact: .unreadable(system: systemMessage(ENOMEM)))
            }
            self.path = path
            self.state = state
            guard XXH3_128bits_reset(state) == XXH_OK else { throw failure }
        }

        deinit {
            XXH3_freeState(state)
        }

        func add(_ bytes: UnsafeRawBufferPointer) throws(AudioError) {
            guard XXH3_128bits_update(state, bytes.baseAddress, bytes.count) == XXH_OK else { throw failure }
        }

        var result: ContentHash {
            let hash = XXH3_128bits_digest(state)
            return ContentHash(high: hash.high64, low: hash.low64)
        }

        private var failure: AudioError {
            AudioError(path: path, fact: .unreadable(system: "its content cannot be hashed"))
        }
    }
}

extension ContentHash: LosslessStringConvertible, Codable {
    /// 32 hexadecimal digits.
    public var description: String { Self.digits(high) + Self.digits(low) }

    /// Reads what `description` writes.
    public init?(_ description: String) {
        guard description.utf8.count == 32, description.allSatisfy(\.isHexDigit) else { return nil }
        guard let high = UInt64(description.prefix(16), radix: 16), let low = UInt64(description.suffix(16), radix: 16)
        else { return nil }
        self.init(high: high, low: low)
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let hash = ContentHash(try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not 32 hexadecimal digits")
        }
        self = hash
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }

    private static func digits(_ number: UInt64) -> String {
        let digits = String(number, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
