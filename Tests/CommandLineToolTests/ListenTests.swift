import Foundation
import TestSupport
import Testing
import UndertoneAudio

@Suite struct ListenTests {
    private static let voice = Synthetic.voiceLike(duration: 4)

    /// 16-bit little-endian samples.
    private static func raw(_ signal: Signal) -> Data {
        Data(signal.samples.flatMap { sample in
            let integer = UInt16(bitPattern: Int16(max(-32768, min(32767, (sample * 32768).rounded()))))
            return [UInt8(truncatingIfNeeded: integer), UInt8(truncatingIfNeeded: integer >> 8)]
        })
    }

    private func objects(_ output: String) throws -> [[String: Any]] {
        try output.split(separator: "\n").map {
            try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
        }
    }

    @Test func `a piped voice gets a line a moment and an answer for the whole`() throws {
        let outcome = try Tool.run(["listen", "-"], input: Self.raw(Self.voice))
        #expect(outcome.status == 0 && outcome.errors.isEmpty, "\(outcome.errors)")
        let lines = outcome.output.split(separator: "\n")
        #expect(lines.count == 5)
        #expect(lines.prefix(4).map { $0.prefix(6) } == ["0:01.0", "0:02.0", "0:03.0", "0:04.0"])
        #expect(try #require(lines.last).wholeMatch(of: /On the whole [a-z]+, \d+ % sure, in 4\.0 s\./) != nil)
    }

    @Test func `silence says that nobody spoke`() throws {
        let outcome = try Tool.run(["listen", "-"], input: Data(count: 64000))
        #expect(outcome.output == """
            0:01.0     no speech
            0:02.0     no speech
            Nobody spoke in 2.0 s.

            """)
    }

    @Test func `at the end stands what predict answers for the same samples`() throws {
        let input = Self.raw(Self.voice)
        let live = try objects(Tool.run(["listen", "-", "--format", "json"], input: input).output)
        #expect(live.map { $0["event"] as? String } == ["moment", "moment", "moment", "moment", "end"])
        var summary = try #require(live.last?["summary"] as? [String: Any])
        var predicted = try #require(try objects(Tool.run(["predict", "-", "--format", "json"], input: input).output).first)
        #expect(summary.removeValue(forKey: "path") as? String == "standard input")
        #expect(predicted.removeValue(forKey: "path") as? String == "-")
        #expect(summary as NSDictionary == predicted as NSDictionary)
    }

    @Test func `another rate, window and hop are taken`() throws {
        let signal = try Self.voice.resampled(to: 44100)
        let outcome = try Tool.run(
            ["listen", "-", "--rate", "44100", "--window", "2", "--hop", "0.5", "--longest", "2", "--format", "json"],
            input: Self.raw(signal))
        let moments = try objects(outcome.output).dropLast()
        #expect(moments.map { $0["end"] as? Double } == [0.5, 1, 1.5, 2])
    }

    @Test func `what is heard is kept as it came, even if nobody takes the answers`() throws {
        let folder = try TemporaryFolder()
        let path = folder.path("kept.wav")
        let heard = Self.voice.samples.map { max(-32768, min(32767, ($0 * 32768).rounded())) / 32768 }
        _ = try Tool.run(["listen", "-", "--record", path], input: Self.raw(Self.voice))
        #expect(try Signal(contentsOf: path).samples == heard)
        let full = folder.path("full.wav")
        let outcome = try Tool.run(["listen", "-", "--record", full], input: Self.raw(Self.voice), output: "/dev/full")
        #expect(outcome.status == 1 && outcome.errors.contains("disk is full"), "\(outcome.errors)")
        // The first answer comes after a second.
        #expect(try Signal(contentsOf: full).samples.elementsEqual(heard.prefix(16000)))
    }

    @Test func `Ctrl-C ends a stream that does not end, with an answer`() throws {
        // A terminal that nobody types into would be the real thing; /dev/zero goes on for ever.
        let zeros = try FileHandle(forReadingFrom: URL(fileURLWithPath: "/dev/zero"))
        let process = Process()
        process.executableURL = Tool.executable
        process.arguments = ["listen", "-"]
        process.standardInput = zeros
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        Thread.sleep(forTimeInterval: 0.5)
        process.interrupt()
        let text = String(decoding: try output.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        #expect(text.split(separator: "\n").last?.hasPrefix("Nobody spoke in") == true)
    }

    @Test(arguments: [
        (["listen", "call.wav"], "listen hears the microphone or - (standard input); for recordings there is undertone predict."),
        (["listen", "-", "--device", "x"], "--device names a microphone, and - is standard input."),
        (["listen", "-", "--window", "0"], "The window of a live voice is 0.5 to 30.0 seconds, and not 0.0."),
        (["listen", "-", "--hop", "4"], "The hop of 4.0 s is longer than the window of 3.0 s, so that some sound would never be heard."),
        (["listen", "-", "--longest", "0"], "--longest takes a number of seconds above zero."),
    ]) func `wrong usage is told in one sentence`(_ arguments: [String], _ sentence: String) throws {
        let outcome = try Tool.run(arguments)
        #expect(outcome.status == 64 && outcome.errors.contains(sentence), "\(outcome.errors)")
    }

    @Test func `samples that are no whole number of samples are complained about`() throws {
        let outcome = try Tool.run(["listen", "-"], input: Data(count: 32001))
        #expect(outcome.status == 1 && outcome.errors.hasPrefix("undertone: standard input"), "\(outcome.errors)")
    }
}
