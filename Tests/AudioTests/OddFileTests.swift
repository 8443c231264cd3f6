import Foundation
import TestSupport
import Testing
import UndertoneAudio

@Suite struct OddFileTests {
    let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    @Test(arguments: OddFile.all)
    func `an odd file gets one exact sentence`(file: OddFile) throws {
        _ = try folder.write([0], as: "file.wav")
        let path = folder.path(file.name)
        try file.make(path)
        #expect(sentence(path, file.options) == "\(path): \(file.reason)")
    }

    @Test(.enabled(if: getuid() != 0, "the administrator may read everything"))
    func `a file that may not be read is one sentence`() throws {
        let path = try folder.write(WaveBytes().bytes, as: "private.wav")
        #expect(chmod(path, 0) == 0)
        #expect(sentence(path) == "\(path): cannot be read: permission denied")
    }

    @Test func `a name with a null byte, or none, is no file`() {
        #expect(sentence("") == ": no such file")
        #expect(sentence("a\0b") == "a\0b: no such file")
    }

    @Test func `a file that shrinks while it is read is truncated`() throws {
        let path = try SoundWriter.write(Synthetic.noise(duration: 20), format: .wav16, to: folder.path("shrinking.wav"))
        let reader = try AudioReader(path: path)
        _ = try reader.nextBlock()
        #expect(truncate(path, 100_044) == 0)
        let error = #expect(throws: AudioError.self) { while try reader.nextBlock() != nil {} }
        guard case .truncated(let found, let promised) = error?.fact else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(found < 4 && promised == 20)
        #expect(throws: AudioError(path: path, fact: .alreadyFailed)) { try reader.nextBlock() }
    }

    @Test func `a recording whose header does not tell its length is refused when it grows too long`() throws {
        let sine = Synthetic.sine(frequency: 300, duration: 3)
        let bytes = try SoundWriter.bytes(sine, format: .opus) + Array("TAG".utf8)
        let path = try folder.write(bytes, as: "long.opus")
        #expect(try AudioReader(path: path).duration == nil)
        let options = DecodingOptions(maximumDuration: 2)
        #expect(sentence(path, options) == "\(path): too long: at most 2.00 s are accepted")
    }

    @Test func `failures of many files at once do not mix up their reasons`() async throws {
        let text = try folder.write(Array("just text, nothing else".utf8), as: "text")
        let bits = try folder.write(WaveBytes { $0.bits = 0 }.bytes, as: "bits.wav")
        let good = try folder.write(WaveBytes().bytes, as: "good.wav")
        let reasons = try await concurrentMap(Array(0..<600), width: 8) { index -> String in
            let path = [text, bits, good][index % 3]
            do {
                return "\(try Signal(contentsOf: path).samples.count)"
            } catch {
                return "\((error as? AudioError)?.fact.description ?? "")"
            }
        }
        for (index, reason) in reasons.enumerated() {
            let expected = [
                "not audio: the content is of no known audio format",
                "cannot be decoded: file contains data in an unimplemented format", "1600",
            ]
            #expect(reason == expected[index % 3])
        }
    }

    private func sentence(_ path: String, _ options: DecodingOptions = DecodingOptions(ffmpeg: nil)) -> String {
        do {
            return "\(try Signal(contentsOf: path, options: options).samples.count) samples"
        } catch {
            return "\(error)"
        }
    }
}
