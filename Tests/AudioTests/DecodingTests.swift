import Foundation
import TestSupport
import Testing
import UndertoneAudio

@Suite struct DecodingTests {
    let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    /// How far a decoded sample may lie from the original: a step of the format's grid (libsndfile writes with 2¹⁵ − 1
    /// and reads with 2¹⁵), or what its codec loses on a tone of half the full scale.
    static let tolerances: [(SoundWriter.Format, Float, String)] = [
        (.wav8, 0.008, "WAV, 8-bit PCM"), (.wav16, 4e-5, "WAV, 16-bit PCM"), (.wav24, 1e-6, "WAV, 24-bit PCM"),
        (.wav32, 1e-6, "WAV, 32-bit PCM"), (.wavFloat, 0, "WAV, 32-bit float"), (.wavDouble, 0, "WAV, 64-bit float"),
        (.wavExtensible, 4e-5, "WAV, 16-bit PCM"), (.wavALaw, 0.02, "WAV, A-law"), (.wavMuLaw, 0.02, "WAV, µ-law"),
        (.rf64, 4e-5, "RF64, 16-bit PCM"), (.aiff16, 4e-5, "AIFF, 16-bit PCM"), (.aiff24, 1e-6, "AIFF, 24-bit PCM"),
        (.au16, 4e-5, "AU, 16-bit PCM"), (.caf16, 4e-5, "CAF, 16-bit PCM"), (.flac16, 4e-5, "FLAC, 16-bit PCM"),
        (.flac24, 1e-6, "FLAC, 24-bit PCM"), (.oggVorbis, 0.1, "Ogg, Vorbis"), (.opus, 0.1, "Ogg, Opus"),
        (.mp3, 0.1, "MPEG, layer III"),
    ]

    @Test func `the table below names every format that can be written`() {
        #expect(Set(Self.tolerances.map(\.0)) == Set(SoundWriter.Format.allCases))
    }

    @Test(arguments: tolerances)
    func `every format is decoded by its content, whatever the file is called`(
        format: SoundWriter.Format, tolerance: Float, name: String
    ) throws {
        let sine = Synthetic.sine(frequency: 440, duration: 1)
        let path = try SoundWriter.write(sine, format: format, to: folder.path("sound.txt"))
        let reader = try AudioReader(path: path)
        #expect(reader.format == name)
        #expect(reader.sampleRate == 16000)
        #expect(reader.sourceSampleRate == 16000)
        #expect(reader.channelCount == 1)
        let decoded = try Signal(contentsOf: path)
        #expect(decoded.samples.count == sine.samples.count)
        // The first and last frames of lossy codecs ring.
        let range = tolerance > 0.05 ? 2000..<14000 : 0..<sine.samples.count
        let worst = range.map { abs(decoded.samples[$0] - sine.samples[$0]) }.max() ?? .infinity
        #expect(worst <= tolerance)
    }

    @Test(arguments: [SoundWriter.Format.wav16, .flac16, .oggVorbis, .opus, .mp3], [nil, 16000, 22050, 8000])
    func `the samples do not depend on the size of the blocks`(format: SoundWriter.Format, rate: Int?) throws {
        let noise = Synthetic.noise(duration: 1.3, sampleRate: 24000, seed: 7)
        let path = try SoundWriter.write(noise, format: format, to: folder.path("noise"))
        let options = DecodingOptions(sampleRate: rate)
        let whole = try Signal(contentsOf: path, options: options).samples
        for blockSize in [1, 7, 160, 4095, 4096, 4097, 100_000] {
            let reader = try AudioReader(path: path, options: options, blockSize: blockSize)
            var blocks: [[Float]] = []
            while let block = try reader.nextBlock() { blocks.append(block) }
            #expect(Array(blocks.joined()) == whole)
            #expect(blocks.dropLast().allSatisfy { $0.count == blockSize })
            #expect(blocks.allSatisfy { !$0.isEmpty })
            #expect(try reader.nextBlock() == nil)
        }
    }

    @Test(arguments: [1, 2, 3, 6])
    func `identical channels mix to the channel itself`(channelCount: Int) throws {
        // Multiples of 1/4096 keep sums of six exact.
        let mono = Synthetic.noise(duration: 0.5).samples.map { ($0 * 4096).rounded() / 4096 }
        let interleaved = mono.flatMap { [Float](repeating: $0, count: channelCount) }
        let path = try SoundWriter.write(
            interleaved, sampleRate: 16000, channelCount: channelCount, format: .wavFloat, to: folder.path("many.wav"))
        let mixed = try Signal(contentsOf: path)
        // Dividing a sum of three or six equal numbers may round in the last place.
        #expect(zip(mixed.samples, mono).allSatisfy { abs($0 - $1) <= 1e-7 })
        #expect(mixed.samples.count == mono.count)
    }

    @Test func `channels are mixed to their mean`() throws {
        let frames: [Float] = [1, 0, 0.5, -0.5, 0.25, 0.75]
        let path = try SoundWriter.write(
            frames, sampleRate: 8000, channelCount: 2, format: .wavFloat, to: folder.path("two.wav"))
        #expect(try Signal(contentsOf: path).samples == [0.5, 0, 0.5])
    }

    @Test(arguments: [nil, 16000, 22050])
    func `decoding at a rate is decoding and then resampling`(rate: Int?) throws {
        let noise = Synthetic.noise(duration: 0.7, sampleRate: 44100, seed: 3)
        let path = try SoundWriter.write(noise, format: .wavFloat, to: folder.path("noise.wav"))
        let direct = try Signal(contentsOf: path, options: DecodingOptions(sampleRate: rate))
        #expect(try direct == noise.resampled(to: rate ?? 44100))
    }

    @Test(arguments: [0, 0xFFFF_FFFF, 0x7FFF_F000, 0x8000_0000])
    func `a WAV file written to a pipe is read to its end`(declaredSize: Int) throws {
        let wave = WaveBytes {
            $0.data = (0..<40000).map { UInt8(truncatingIfNeeded: $0 * 37 % 100) }
            $0.declaredSize = declaredSize
            $0.declaredFileSize = 0xFFFF_FFFF
        }
        let honest = WaveBytes { $0.data = wave.data }
        let streamed = try Signal(contentsOf: folder.write(wave.bytes, as: "pipe.wav"))
        #expect(try streamed == Signal(contentsOf: folder.write(honest.bytes, as: "honest.wav")))
        #expect(streamed.samples.count == 20000)
    }

    @Test(arguments: [SoundWriter.Format.wav16, .aiff16, .flac16, .oggVorbis, .opus, .mp3])
    func `a tag behind the audio is no error`(format: SoundWriter.Format) throws {
        let bytes = try SoundWriter.bytes(Synthetic.sine(frequency: 300, duration: 1), format: format)
        let tag = Array("TAG".utf8) + [UInt8](repeating: 0, count: 125)
        let plain = try Signal(contentsOf: folder.write(bytes, as: "plain"))
        #expect(try Signal(contentsOf: folder.write(bytes + tag, as: "tagged")) == plain)
    }

    @Test func `an ID3 tag before MP3 frames is no error`() throws {
        let bytes = try SoundWriter.bytes(Synthetic.sine(frequency: 300, duration: 1), format: .mp3)
        let tag = Array("ID3".utf8) + [4, 0, 0, 0, 0, 2, 0] + [UInt8](repeating: 0, count: 256)
        let plain = try Signal(contentsOf: folder.write(bytes, as: "plain"))
        #expect(try Signal(contentsOf: folder.write(tag + bytes, as: "tagged")) == plain)
    }

    @Test func `a recording within the declared limit is read, whether the header tells its length or not`() throws {
        let sine = Synthetic.sine(frequency: 300, duration: 1)
        let options = DecodingOptions(maximumDuration: 1)
        for format in [SoundWriter.Format.wav16, .mp3, .opus] {
            let path = try SoundWriter.write(sine, format: format, to: folder.path("sound"))
            #expect(try Signal(contentsOf: path, options: options).duration == 1)
        }
    }

    @Test func `memory stays bounded on a recording of ten hours`() throws {
        // A sparse file: ten hours of 16 kHz silence that take no room on the disk.
        let path = folder.path("long.wav")
        let samples = 10 * 3600 * 16000
        let header = WaveBytes { $0.data = []; $0.declaredSize = 2 * samples }.bytes
        try Data(header).write(to: URL(fileURLWithPath: path))
        #expect(truncate(path, off_t(header.count + 2 * samples)) == 0)
        let before = peakMemory()
        let reader = try AudioReader(path: path, options: DecodingOptions(sampleRate: 8000))
        var count = 0
        while let block = try reader.nextBlock() { count += block.count }
        #expect(count == samples / 2)
        // The whole would be 1.1 GB decoded; other tests run beside this one and use some memory too.
        #expect(peakMemory() - before < 150_000_000)
    }

    /// In bytes: the most this process has used.
    private func peakMemory() -> Int {
        var usage = rusage()
        #if os(Linux)
            getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
            return usage.ru_maxrss * 1024
        #else
            getrusage(RUSAGE_SELF, &usage)
            return usage.ru_maxrss
        #endif
    }
}
