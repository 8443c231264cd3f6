import Foundation
import TestSupport
import Testing
import UndertoneAudio

@Suite struct FFmpegTests {
    let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    /// Some files that libsndfile does not know and ffmpeg may: what stands at their beginning, and their name.
    static let foreign: [([UInt8], String)] = [
        ([0, 0, 0, 0x20] + Array("ftypM4A ".utf8), "MP4 or M4A"),
        ([0, 0, 0, 0x20] + Array("moov".utf8), "QuickTime"),
        ([0x1A, 0x45, 0xDF, 0xA3, 0x9F], "Matroska or WebM"),
        (Array("RIFF....AVI LIST".utf8), "AVI"),
        (Array("#!AMR\n".utf8), "AMR"),
        ([0x30, 0x26, 0xB2, 0x75, 0x8E, 0x66, 0xCF, 0x11, 0xA6, 0xD9], "Windows Media"),
        ([0xFF, 0xF1, 0x60, 0x40, 0x01, 0x7F, 0xFC, 0, 0, 0, 0, 0xFF, 0xF1], "AAC"),
    ]

    @Test(arguments: foreign)
    func `without ffmpeg a sentence says to install it`(beginning: [UInt8], name: String) throws {
        let path = try folder.write(beginning + [UInt8](repeating: 0, count: 100), as: "sound")
        for program in [nil, "no-such-program", folder.path("no-such-program"), folder.path("sound")] {
            let error = #expect(throws: AudioError.self) {
                try AudioReader(path: path, options: DecodingOptions(ffmpeg: program))
            }
            #expect(error?.fact == .needsFFmpeg(format: name))
            #expect(
                error?.description
                    == "\(path): \(name) needs the ffmpeg program, which is not installed: install ffmpeg and try again")
        }
    }

    /// A program that stands in for ffmpeg.
    ///
    /// Another process writes it: had this one the file open while another test starts a process, that process would have it open too
    /// until it runs, and the system refuses to run a file that is open for writing.
    private func program(_ lines: String) throws -> String {
        let source = try folder.write(Array("#!/bin/sh\n\(lines)\n".utf8), as: "program.sh")
        let install = Process()
        install.executableURL = URL(fileURLWithPath: "/usr/bin/install")
        install.arguments = ["-m", "755", source, folder.path("program")]
        try install.run()
        install.waitUntilExit()
        #expect(install.terminationStatus == 0)
        return folder.path("program")
    }

    private func sentence(_ lines: String) throws -> String {
        let path = try folder.write(Self.foreign[0].0, as: "a.m4a")
        let options = DecodingOptions(ffmpeg: try program(lines))
        do {
            return "\(try Signal(contentsOf: path, options: options).samples.count) samples"
        } catch {
            return "\(error)".replacingOccurrences(of: path, with: "a.m4a")
        }
    }

    /// A float WAV file with that many samples, as ffmpeg writes it to a pipe.
    private func waveFile(_ count: Int) throws -> String {
        let wave = WaveBytes {
            $0.tag = 3
            $0.bits = 32
            $0.data = [UInt8](repeating: 0, count: 4 * count)
            $0.declaredSize = 0xFFFF_FFFF
        }
        return try folder.write(wave.bytes, as: "output.wav")
    }

    @Test func `what the program writes is the signal`() throws {
        #expect(try sentence("exec cat \(waveFile(100_000))") == "100000 samples")
    }

    @Test func `a program that fails is one sentence with its last words`() throws {
        #expect(
            try sentence("echo first >&2; echo '[mov @ 0x1] moov atom not found' >&2; exit 1")
                == "a.m4a: ffmpeg cannot decode it: moov atom not found")
        #expect(
            try sentence("echo \"Stream map '0:a:0' matches no streams.\" >&2; echo advice >&2; exit 1")
                == "a.m4a: ffmpeg cannot decode it: it has no sound")
        #expect(try sentence("exit 3") == "a.m4a: ffmpeg cannot decode it: it ended with status 3")
        #expect(try sentence("kill -9 $$") == "a.m4a: ffmpeg cannot decode it: it ended with status 137")
        #expect(try sentence("exit 0") == "a.m4a: ffmpeg cannot decode it: it gave no sound")
        #expect(
            try sentence("cat \(waveFile(5000)); echo 'Partial file.' >&2")
                == "a.m4a: ffmpeg cannot decode it: partial file")
        #expect(
            try sentence("head -c 4046 \(waveFile(5000))")
                == "a.m4a: truncated: the last frame has 2 of 4 bytes")
        #expect(try sentence("head -c 100000 /dev/zero") == "a.m4a: ffmpeg cannot decode it: its output has no WAV header")
    }

    @Test func `a flood of complaints does not stop the sound`() throws {
        let lines = "yes 'a long complaint about nothing' | head -n 40000 >&2; cat \(try waveFile(50000))"
        #expect(try sentence(lines) == "a.m4a: ffmpeg cannot decode it: a long complaint about nothing")
    }

    /// A server's sockets have the whole process ignore SIGPIPE.
    @Test func `a program whose pipes close does not complain where we ignore that`() throws {
        signal(SIGPIPE, SIG_IGN)
        let lines = "yes | head -n 1 >/dev/null; cat \(try waveFile(1000))"
        #expect(try sentence(lines) == "1000 samples")
    }

    @Test func `a reader that goes away ends the program`() throws {
        let mark = folder.path("process")
        let lines = "echo $$ > \(mark); cat \(try waveFile(100)); exec sleep 3600"
        let path = try folder.write(Self.foreign[0].0, as: "a.m4a")
        do {
            _ = try AudioReader(path: path, options: DecodingOptions(ffmpeg: try program(lines)))
        }
        let text = try String(contentsOfFile: mark, encoding: .utf8).trimmingCharacters(in: .whitespacesAndNewlines)
        let identifier = try #require(pid_t(text))
        #expect(kill(identifier, 0) == -1)
    }

    /// Whether the program is there; the tests that need it are reported as skipped where it is not.
    static let ffmpeg = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
        .map { "\($0)/ffmpeg" }.first { FileManager.default.isExecutableFile(atPath: $0) }

    @Test(.enabled(if: ffmpeg != nil, "ffmpeg is not installed"), arguments: ["m4a", "aac", "mkv", "mov"])
    func `sound in what only ffmpeg reads survives`(kind: String) throws {
        let sine = Synthetic.sine(frequency: 440, duration: 2)
        let source = try SoundWriter.write(sine, format: .wav16, to: folder.path("source.wav"))
        let target = folder.path("-odd name: 1.\(kind)")
        let process = Process()
        process.executableURL = URL(fileURLWithPath: try #require(Self.ffmpeg))
        process.arguments = ["-nostdin", "-v", "error", "-i", source, "-c:a", "aac", "file:\(target)"]
        try process.run()
        process.waitUntilExit()
        let decoded = try Signal(contentsOf: target, options: DecodingOptions(sampleRate: 8000))
        // AAC adds up to three frames of 1024 samples around the sound.
        #expect(decoded.duration >= 2 && decoded.duration < 2.2)
        let power = decoded.samples[4000..<12000].reduce(0) { $0 + $1 * $1 } / 8000
        // A sine of amplitude 0.5 has a power of 1/8; the codec may lose a little.
        #expect(abs(power - 0.125) < 0.005)
        // Cut in the middle it is an error, not a shorter sound.
        let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: target)))
        if kind == "m4a" {
            let cut = try folder.write(Array(bytes[..<(bytes.count / 2)]), as: "cut.m4a")
            #expect(throws: AudioError.self) { try Signal(contentsOf: cut) }
        }
    }
}
