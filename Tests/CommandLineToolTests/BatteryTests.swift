import Foundation
import TestSupport
import Testing

/// `evaluate --battery` as a person runs it, on a corpus of voices made by formula.
@Suite struct BatteryTests {
    let folder: TemporaryFolder

    /// Three speakers, two labels, two clips of each: nobody's voices, so the figures mean nothing, but they are figures.
    init() throws {
        folder = try TemporaryFolder()
        for (speaker, name) in ["anna", "bert", "carl"].enumerated() {
            for (index, label) in ["angry", "sad"].enumerated() {
                let place = "voices/\(label)/\(name)"
                try FileManager.default.createDirectory(at: folder.url(place), withIntermediateDirectories: true)
                for take in 1...2 {
                    let duration = 1.2 + 0.1 * Double(take) + 0.3 * Double(index) + 0.2 * Double(speaker)
                    _ = try SoundWriter.write(
                        Synthetic.voiceLike(duration: duration), format: .wav16, to: folder.path("\(place)/\(take).wav"))
                }
            }
        }
    }

    private func evaluate(_ arguments: String...) throws -> Tool.Outcome {
        try Tool.run(
            ["evaluate", "--corpus", "mine=voices", "--protocol", "leave-one-speaker-out"] + arguments, directory: folder.url)
    }

    @Test func `the table has a row a test, the baselines and the groups`() throws {
        let outcome = try evaluate("--battery", "--model", "open")
        #expect(outcome.status == 0, "\(outcome.errors)")
        // Everybody is tested, so nobody is left to babble.
        let lines = outcome.output.split(separator: "\n").map(String.init)
        #expect(lines[0].contains("open, 12 utterances of 3 speakers, UAR "))
        for name in ["small changes", "append-zeros ", "white-noise ", "telephone ", "room ", "majority ", "random "] {
            #expect(lines.contains { $0.hasPrefix(name) }, "\(name)")
        }
        #expect(!lines.contains { $0.hasPrefix("babble ") })
        #expect(
            lines.contains("! There is no other speaker's voice to babble with: the tests that need one are left out."))
        #expect(lines.contains { $0.hasPrefix("pitch: low") } && !lines.contains { $0.hasPrefix("sex: ") })
    }

    @Test func `only the tests asked for are run, and JSON has the keys of the contract`() throws {
        let outcome = try evaluate(
            "--battery", "--model", "open", "--only", "gain", "--only", "tone", "--format", "json", "--report", "out")
        #expect(outcome.status == 0, "\(outcome.errors)")
        let object = try #require(
            try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any])
        #expect(object["model"] as? String == "open" && object["utterances"] as? Int == 12)
        let names = (object["tests"] as? [[String: Any]])?.map { ($0["test"] as? [String: Any])?["name"] as? String }
        #expect(names == ["tone", "gain"])
        #expect((object["baselines"] as? [String: Any])?.keys.sorted() == ["majority", "random"])
        #expect(try String(contentsOf: folder.url("out/battery.json"), encoding: .utf8) == outcome.output)
        #expect(try String(contentsOf: folder.url("out/battery.md"), encoding: .utf8).hasPrefix("# Robustness by "))
    }

    @Test func `a recording that cannot be read is complained about, and the rest is judged`() throws {
        try Data("no sound\n".utf8).write(to: folder.url("voices/sad/anna/1.wav"))
        let outcome = try evaluate("--battery", "--model", "open", "--only", "gain")
        #expect(outcome.status == 1)
        #expect(outcome.errors.contains("voices/sad/anna/1.wav: not audio"))
        #expect(outcome.output.contains("left out: 1 (unreadable recording)"))
        #expect(outcome.output.contains("open, 11 utterances of 3 speakers"))
    }

    private static let notFinished =
        "Error: --battery measures a finished model: name it with --model, and without --model-kind."

    @Test(arguments: [
        ("--battery", notFinished), ("--battery --model-kind svm", notFinished),
        ("--battery --model x --explain", "Error: --explain and --battery are two measurements; ask for one at a time."),
        ("--model x --only gain", "Error: --only chooses among the tests of --battery."),
    ])
    func `a call that makes no sense gets one sentence`(arguments: String, sentence: String) throws {
        let outcome = try Tool.run(
            ["evaluate", "--protocol", "random-5fold"] + arguments.split(separator: " ").map(String.init), directory: folder.url)
        #expect(outcome.status == 64)
        #expect(outcome.errors.split(separator: "\n").first.map(String.init) == sentence)
    }

    @Test func `an unknown test is answered with the names of all`() throws {
        let outcome = try evaluate("--battery", "--model", "open", "--only", "thunder")
        #expect(outcome.status == 64)
        #expect(outcome.errors.hasPrefix("Error: The battery has no test 'thunder'; it has tone, append-zeros, prepend-zeros, "))
    }
}
