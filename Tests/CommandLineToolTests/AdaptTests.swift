import Foundation
import TestSupport
import Testing
import UndertoneAudio

/// Models that get used to recordings: for one call of the tool, and for good.
@Suite struct AdaptTests {
    let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        try FileManager.default.createDirectory(atPath: folder.path("calls"), withIntermediateDirectories: true)
        // Played at other speeds they are other voices.
        for (number, rate) in [13_000, 16_000, 21_000].enumerated() {
            let voice = Synthetic.voiceLike(duration: 2).samples
            _ = try SoundWriter.write(voice, sampleRate: rate, format: .wav16, to: folder.path("calls/\(number).wav"))
        }
    }

    private func tool(_ arguments: String...) throws -> Tool.Outcome { try Tool.run(arguments, directory: folder.url) }

    private func answers(_ arguments: String...) throws -> String {
        let outcome = try Tool.run(["predict", "calls", "--format", "csv"] + arguments, directory: folder.url)
        #expect(outcome.status == 0, "\(outcome.errors)")
        return outcome.output
    }

    @Test func `a model that got used to recordings is stored, and answers as the one that does so for one call`() throws {
        let made = try tool("model", "adapt", "calls", "--output", "our-line")
        #expect(made.status == 0)
        #expect(made.errors.contains("3 utterances say little of how others will sound; 20 or more would be better"))
        #expect(made.errors.hasSuffix("Wrote our-line, used to 3 utterances\n"))
        #expect(try answers("--model", "./our-line") == answers("--one-corpus"))
        #expect(try answers("--model", "./our-line") != answers())

        let told = try tool("model", "info", "./our-line").output
        #expect(told.contains("is used to    3 utterances of 3 recordings, on 20"))
        let card = try String(contentsOfFile: folder.path("our-line/README.md"), encoding: .utf8)
        #expect(card.contains("license: apache-2.0") && card.contains("After these figures it got used to 3 utterances of 3 recordings"))
        // It can get used to more.
        #expect(try tool("model", "adapt", "calls/0.wav", "--model", "./our-line", "--output", "twice").status == 0)
        #expect(try tool("model", "info", "./twice").output.contains("is used to    1 utterances of 1 recordings, on 20"))
    }

    @Test func `recordings that cannot be read are named, and the others are heard`() throws {
        try Data("no sound".utf8).write(to: folder.url.appendingPathComponent("calls/note.wav"))
        let made = try tool("model", "adapt", "calls", "missing.wav", "--output", "our-line")
        #expect(made.status == 1)
        #expect(made.errors.contains("note.wav: not audio") && made.errors.contains("missing.wav: no such file"))
        #expect(try tool("model", "info", "./our-line").output.contains("of 3 recordings"))
    }

    @Test func `where nobody speaks there is no model, and what is no model is not replaced`() throws {
        _ = try SoundWriter.write(
            [Float](repeating: 0, count: 32_000), sampleRate: 16_000, format: .wav16, to: folder.path("silence.wav"))
        let silent = try tool("model", "adapt", "silence.wav", "--output", "our-line")
        #expect(silent.status == 1 && silent.errors.contains("nobody speaks in these recordings: there is nothing to get used to"))
        let unreadable = try tool("model", "adapt", "missing.wav", "--output", "our-line")
        #expect(unreadable.status == 1 && unreadable.errors == "undertone: missing.wav: no such file\n")
        #expect(!FileManager.default.fileExists(atPath: folder.path("our-line")))
        #expect(try tool("model", "adapt", "calls", "--output", "calls").status == 1)
        #expect(FileManager.default.fileExists(atPath: folder.path("calls/0.wav")))
    }
}
