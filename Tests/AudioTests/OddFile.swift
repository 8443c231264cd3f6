import Foundation
import TestSupport
import Testing
import UndertoneAudio

/// A file that is not a whole recording, and the exact words that a person reads about it.
struct OddFile: Sendable, CustomTestStringConvertible {
    let name: String
    let reason: String
    var options = DecodingOptions(ffmpeg: nil)
    /// Makes the file at a path.
    let make: @Sendable (String) throws -> Void

    var testDescription: String { name }

    init(
        _ name: String, _ reason: String, options: DecodingOptions = DecodingOptions(ffmpeg: nil),
        bytes: @escaping @Sendable () throws -> [UInt8]
    ) {
        self.init(name, reason, options: options, make: { try Data(bytes()).write(to: URL(fileURLWithPath: $0)) })
    }

    init(
        _ name: String, _ reason: String, options: DecodingOptions = DecodingOptions(ffmpeg: nil),
        make: @escaping @Sendable (String) throws -> Void
    ) {
        self.name = name
        self.reason = reason
        self.options = options
        self.make = make
    }

    static let all = special + nonsense + wave + cut + damaged

    static let special = [
        OddFile("missing.wav", "no such file", make: { _ in }),
        OddFile("file.wav/inside.wav", "no such file", make: { _ in }),
        OddFile("dangling.wav", "a symbolic link to a file that does not exist") {
            try FileManager.default.createSymbolicLink(atPath: $0, withDestinationPath: "nowhere.wav")
        },
        OddFile("loop.wav", "cannot be read: too many levels of symbolic links") {
            try FileManager.default.createSymbolicLink(atPath: $0, withDestinationPath: "loop.wav")
        },
        OddFile("folder.wav", "a directory, not a recording") {
            try FileManager.default.createDirectory(atPath: $0, withIntermediateDirectories: false)
        },
        OddFile("pipe.wav", "a named pipe, not a file; send raw samples through standard input instead") { path in
            guard mkfifo(path, 0o600) == 0 else { throw SoundWriter.Failure(description: "mkfifo \(path)") }
        },
        OddFile("device.wav", "a device, not a file; send raw samples through standard input instead") {
            try FileManager.default.createSymbolicLink(atPath: $0, withDestinationPath: "/dev/null")
        },
        OddFile("empty.wav", "empty: the file has no bytes", bytes: { [] }),
    ]

    private static let notAudio = "not audio: the content is of no known audio format"

    static let nonsense = [
        OddFile("one-byte.wav", notAudio, bytes: { [0x52] }),
        OddFile("text.wav", notAudio, bytes: { Array(String(repeating: "No sound here.\n", count: 300).utf8) }),
        OddFile("wide-text.mp3", notAudio, bytes: { [0xFF, 0xFE] + "No sound".utf16.flatMap { [UInt8($0), 0] } }),
        OddFile("playlist.m3u8", notAudio, bytes: { Array("#EXTM3U\nhttp://example.org/a.aac\n".utf8) }),
        OddFile("zeros.raw", notAudio, bytes: { [UInt8](repeating: 0, count: 9000) }),
        OddFile("random.bin", notAudio, bytes: { random(50000) }),
        OddFile("sync.mp3", notAudio, bytes: { [0xFF, 0xFB, 0x90, 0x64] + random(50000) }),
        OddFile("tag-only.mp3", notAudio, bytes: { Array("ID3".utf8) + [4, 0, 0, 0, 0, 0, 10] + random(10) }),
        OddFile("tag-and-junk.mp3", notAudio, bytes: { Array("ID3".utf8) + [4, 0, 0, 0, 0, 0, 10] + random(9000) }),
        OddFile("picture.wav", notAudio, bytes: { Array("RIFF\u{40}\0\0\0WEBPVP8 ".utf8) + random(64) }),
    ]

    static let wave = [
        OddFile("riff.wav", "truncated: the file ends inside its WAV header", bytes: { Array("RIFF".utf8) }),
        OddFile("no-chunks.wav", "truncated: the file ends inside its WAV header", bytes: {
            WaveBytes { $0.hasFormat = false; $0.hasData = false }.bytes
        }),
        OddFile("header-only.wav", "no samples: the recording is 0 seconds long", bytes: { WaveBytes { $0.data = [] }.bytes }),
        OddFile("no-format.wav", "damaged: the WAV header has no fmt chunk", bytes: {
            WaveBytes { $0.hasFormat = false }.bytes
        }),
        OddFile("no-data.wav", "truncated: the file ends inside its WAV header", bytes: {
            WaveBytes { $0.hasData = false }.bytes
        }),
        OddFile("no-channels.wav", "zero channels: the header says that the recording has none", bytes: {
            WaveBytes { $0.channelCount = 0 }.bytes
        }),
        OddFile("many-channels.wav", "too many channels: 1025, where at most 256 are accepted", bytes: {
            WaveBytes { $0.channelCount = 1025 }.bytes
        }),
        OddFile("rate-zero.wav", "absurd sample rate: 0 Hz, where 1000 to 768000 Hz are accepted", bytes: {
            WaveBytes { $0.sampleRate = 0 }.bytes
        }),
        OddFile("rate-one.wav", "absurd sample rate: 1 Hz, where 1000 to 768000 Hz are accepted", bytes: {
            WaveBytes { $0.sampleRate = 1 }.bytes
        }),
        OddFile("rate-huge.wav", "absurd sample rate: 4294967295 Hz, where 1000 to 768000 Hz are accepted", bytes: {
            WaveBytes { $0.sampleRate = 0xFFFF_FFFF }.bytes
        }),
        OddFile("no-bits.wav", "cannot be decoded: file contains data in an unimplemented format", bytes: {
            WaveBytes { $0.bits = 0 }.bytes
        }),
        OddFile("guest.wav", "WAV with codec 85 needs the ffmpeg program, which is not installed: install ffmpeg and try again", bytes: {
            WaveBytes { $0.tag = 0x55 }.bytes
        }),
        OddFile("promise.wav", "truncated: the header promises 2.00 s but only 0.10 s are there", bytes: {
            WaveBytes { $0.declaredSize = 64000 }.bytes
        }),
        OddFile("nearly.wav", "truncated: less than 0.01 s is missing from the 0.10 s that the header promises", bytes: {
            WaveBytes { $0.declaredSize = 3202 }.bytes
        }),
        OddFile("nan.wav", "not a number: a sample at 0.05 s is infinite or NaN", bytes: { floats(at: 800, 0x7FC0_0000) }),
        OddFile("infinite.wav", "not a number: a sample at 0.03 s is infinite or NaN", bytes: {
            floats(at: 400, 0xFF80_0000)
        }),
        OddFile("joined.wav", "cannot be decoded: error in WAV file. No 'RIFF' chunk marker", bytes: {
            WaveBytes().bytes + WaveBytes().bytes
        }),
        OddFile("long.wav", "too long: 0.10 s, where at most 0.05 s are accepted",
            options: DecodingOptions(maximumDuration: 0.05), bytes: { WaveBytes().bytes }),
        OddFile("rate-wanted.wav", "absurd sample rate: 12 Hz, where 1000 to 768000 Hz are accepted",
            options: DecodingOptions(sampleRate: 12), bytes: { WaveBytes().bytes }),
    ]

    static let cut = [
        OddFile("cut.wav", "truncated: the header promises 2.00 s but only 0.60 s are there", bytes: { try part(.wav16, 0.3) }),
        OddFile("cut-rf64.wav", "truncated: the header promises 2.00 s but only 0.60 s are there", bytes: {
            try part(.rf64, 0.3)
        }),
        OddFile("cut.aiff", "truncated: the header promises 2.00 s but only 0.60 s are there", bytes: {
            try part(.aiff16, 0.3)
        }),
        OddFile("cut.au", "truncated: the header promises 2.00 s but only 0.60 s are there", bytes: { try part(.au16, 0.3) }),
        OddFile("cut.caf", "truncated: the header promises 2.00 s but only 0.51 s are there", bytes: { try part(.caf16, 0.3) }),
        OddFile("cut.flac", "truncated: the header promises 2.00 s but only 0.51 s are there", bytes: {
            try part(.flac16, 0.3)
        }),
        OddFile("cut.ogg", "truncated: the Ogg stream breaks off after 0.87 s", bytes: { try part(.oggVorbis, 0.9) }),
        OddFile("cut.opus", "truncated: the Ogg stream breaks off after 0.98 s", bytes: { try part(.opus, 0.9) }),
        OddFile("cut.mp3", "truncated: the header promises 2.09 s but only 0.54 s are there", bytes: { try part(.mp3, 0.3) }),
        OddFile("cut-header.flac", "truncated: the file ends inside its FLAC header", bytes: { try head(.flac16, 30) }),
        OddFile("cut-header.aiff", "truncated: the file ends inside its AIFF header", bytes: { try head(.aiff16, 30) }),
        OddFile("cut-header.au", "truncated: the file ends inside its AU header", bytes: { try head(.au16, 20) }),
        OddFile("cut-header.opus", "truncated: the Ogg stream breaks off", bytes: { try head(.opus, 20) }),
    ]

    static let damaged = [
        // The decoder gives up at the first broken frame.
        OddFile(
            "damaged.flac", "truncated: the header promises 2.00 s but only 0.77 s are there", bytes: { try broken(.flac16) }),
        OddFile("damaged.ogg", "damaged: the Ogg stream has a gap near 0.00 s", bytes: { try broken(.oggVorbis) }),
        OddFile("damaged.opus", "damaged: the Ogg stream has a gap near 0.00 s", bytes: { try broken(.opus) }),
        OddFile("damaged.mp3", "damaged: the MP3 stream has a gap near 1.01 s", bytes: { try broken(.mp3, length: 500) }),
        OddFile("twice.opus", "several Ogg recordings joined in one file, which cannot be read as one", bytes: {
            try part(.opus, 1) + part(.opus, 1)
        }),
        OddFile("twice.mp3", "several MP3 recordings joined in one file, which cannot be read as one", bytes: {
            try part(.mp3, 1) + part(.mp3, 1)
        }),
    ]

    private static func random(_ count: Int) -> [UInt8] {
        var generator = SeededGenerator(seed: 1)
        return (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
    }

    private static func floats(at index: Int, _ pattern: Int) -> [UInt8] {
        WaveBytes {
            $0.tag = 3
            $0.bits = 32
            $0.data = [UInt8](repeating: 0, count: 8000)
            for byte in 0..<4 { $0.data[4 * index + byte] = UInt8(truncatingIfNeeded: pattern >> (8 * byte)) }
        }.bytes
    }

    private static func whole(_ format: SoundWriter.Format) throws -> [UInt8] {
        try SoundWriter.bytes(Synthetic.noise(duration: 2), format: format)
    }

    private static func part(_ format: SoundWriter.Format, _ share: Double) throws -> [UInt8] {
        let bytes = try whole(format)
        return Array(bytes[..<Int(Double(bytes.count) * share)])
    }

    private static func head(_ format: SoundWriter.Format, _ count: Int) throws -> [UInt8] {
        Array(try whole(format)[..<count])
    }

    /// Some bytes in the middle turned around.
    private static func broken(_ format: SoundWriter.Format, length: Int = 3) throws -> [UInt8] {
        var bytes = try whole(format)
        for index in 0..<length { bytes[bytes.count / 2 + index] ^= 0xFF }
        return bytes
    }
}
