import Foundation
import TestSupport
import Testing
import UndertoneAudio

@Suite struct RawTests {
    let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private func read(
        _ bytes: [UInt8], _ encoding: RawEncoding, channelCount: Int = 1, rate: Int? = nil
    ) throws -> [Float] {
        let path = try folder.write(bytes, as: "raw")
        let handle = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
        let reader = try AudioReader(
            raw: handle, encoding: encoding, sampleRate: 16000, channelCount: channelCount,
            options: DecodingOptions(sampleRate: rate))
        var samples: [Float] = []
        while let block = try reader.nextBlock() { samples += block }
        return samples
    }

    private func sentence(_ bytes: [UInt8], _ encoding: RawEncoding, channelCount: Int = 1) -> String {
        do {
            _ = try read(bytes, encoding, channelCount: channelCount)
            return "no error"
        } catch {
            return "\(error)"
        }
    }

    @Test func `16-bit integers are fractions of full scale`() throws {
        #expect(try read([0, 0, 0, 0x40, 0, 0x80, 0xFF, 0x7F], .s16le) == [0, 0.5, -1, 32767 / 32768])
    }

    @Test func `floats are taken as they are`() throws {
        let samples = Synthetic.noise(duration: 0.9).samples
        let bytes = samples.flatMap { sample in (0..<4).map { UInt8(truncatingIfNeeded: sample.bitPattern >> (8 * $0)) } }
        #expect(try read(bytes, .f32le) == samples)
    }

    @Test func `channels are mixed`() throws {
        #expect(try read([0, 0x40, 0, 0, 0, 0x20, 0, 0x20], .s16le, channelCount: 2) == [0.25, 0.25])
    }

    @Test func `raw samples and a WAV file of the same samples give the same signal`() throws {
        let data = (0..<64000).map { UInt8(truncatingIfNeeded: $0 &* 2654435761 >> 7) }
        let path = try folder.write(WaveBytes { $0.data = data }.bytes, as: "same.wav")
        let wave = try Signal(contentsOf: path, options: DecodingOptions(sampleRate: 8000))
        #expect(try read(data, .s16le, rate: 8000) == wave.samples)
    }

    @Test func `bytes that come one by one through a pipe are put together`() async throws {
        let pipe = Pipe()
        let bytes: [UInt8] = (0..<200).map { UInt8($0) }
        let writing = Thread {
            for byte in bytes { pipe.fileHandleForWriting.write(Data([byte])) }
            try? pipe.fileHandleForWriting.close()
        }
        writing.start()
        let reader = try AudioReader(raw: pipe.fileHandleForReading, encoding: .s16le, sampleRate: 16000)
        var samples: [Float] = []
        while let block = try reader.nextBlock() { samples += block }
        #expect(try samples == read(bytes, .s16le))
    }

    @Test func `broken raw input is one sentence`() {
        #expect(sentence([], .s16le) == "standard input: no samples: the recording is 0 seconds long")
        #expect(sentence([1, 2, 3], .s16le) == "standard input: truncated: the last frame has 1 of 2 bytes")
        #expect(
            sentence([0, 0, 0, 0, 1, 2], .s16le, channelCount: 2)
                == "standard input: truncated: the last frame has 2 of 4 bytes")
        #expect(
            sentence([0, 0, 0, 0, 0, 0, 0xC0, 0x7F], .f32le)
                == "standard input: not a number: a sample at 0.00 s is infinite or NaN")
        #expect(
            sentence([0], .s16le, channelCount: 0)
                == "standard input: zero channels: the header says that the recording has none")
    }
}
