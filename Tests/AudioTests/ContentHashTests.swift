import Foundation
import TestSupport
import Testing
import UndertoneAudio

@Suite struct ContentHashTests {
    let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    @Test func `a file's hash is XXH3's of its bytes`() throws {
        // The value that `xxhsum -H2` prints for these three bytes.
        let path = try folder.write(Array("abc".utf8), as: "abc")
        #expect(try ContentHash(contentsOf: path).description == "06b05ab6733a618578af5f94892f3950")
    }

    @Test func `equal bytes have equal hashes and one changed byte another`() throws {
        var bytes = (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 &* 2654435761 >> 9) }
        let first = try ContentHash(contentsOf: folder.write(bytes, as: "a"))
        #expect(try ContentHash(contentsOf: folder.write(bytes, as: "b")) == first)
        bytes[2_999_999] ^= 1
        #expect(try ContentHash(contentsOf: folder.write(bytes, as: "c")) != first)
    }

    @Test func `the same sound in two formats has the same hash`() throws {
        let grid = Synthetic.noise(duration: 0.5).samples.map { ($0 * 1000).rounded() / 32768 }
        let signal = Signal(samples: grid, sampleRate: 16000)
        let hashes = try [SoundWriter.Format.wav16, .flac16, .aiff24, .wavFloat].map { format in
            ContentHash(try Signal(contentsOf: SoundWriter.write(signal, format: format, to: folder.path("\(format)"))))
        }
        #expect(Set(hashes) == [ContentHash(signal)])
    }

    @Test func `samples, their order and the rate all count`() {
        let signals = [
            Signal(samples: [], sampleRate: 16000), Signal(samples: [0], sampleRate: 16000),
            Signal(samples: [0, 0], sampleRate: 16000), Signal(samples: [0, 0], sampleRate: 8000),
            Signal(samples: [0, 1], sampleRate: 16000), Signal(samples: [1, 0], sampleRate: 16000),
        ]
        #expect(Set(signals.map { ContentHash($0) }).count == signals.count)
    }

    @Test func `a hash survives text and JSON`() throws {
        let hash = ContentHash(high: 0x0123, low: .max)
        #expect(hash.description == "0000000000000123ffffffffffffffff")
        #expect(ContentHash(hash.description) == hash)
        #expect(ContentHash("123") == nil)
        #expect(ContentHash(String(repeating: "g", count: 32)) == nil)
        #expect(try JSONDecoder().decode([ContentHash].self, from: JSONEncoder().encode([hash])) == [hash])
    }
}
