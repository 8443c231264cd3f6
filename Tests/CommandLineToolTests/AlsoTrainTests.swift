import Foundation
import TestSupport
import Testing

/// `evaluate --also-train` as a person runs it, on corpora of voices made by formula.
@Suite struct AlsoTrainTests {
    let folder: TemporaryFolder

    /// Two corpora of two speakers and two labels each, and a copy of the first under another name.
    init() throws {
        folder = try TemporaryFolder()
        for (corpus, speakers, shift) in [("own", ["anna", "bert"], 0.0), ("other", ["carl", "dora"], 0.5), ("copy", ["anna", "bert"], 0)] {
            var manifest = "path,label,speaker\n"
            for (speaker, name) in speakers.enumerated() {
                for (index, label) in ["angry", "sad"].enumerated() {
                    for take in 1...2 {
                        let duration = 1.2 + 0.11 * Double(take) + 0.3 * Double(index) + 0.23 * Double(speaker) + shift
                        let file = "\(corpus)/\(name)-\(label)-\(take).wav"
                        try FileManager.default.createDirectory(at: folder.url(corpus), withIntermediateDirectories: true)
                        _ = try SoundWriter.write(
                            Synthetic.voiceLike(duration: duration), format: .wav16, to: folder.path(file))
                        manifest += "\(name)-\(label)-\(take).wav,\(label),\(name)\n"
                    }
                }
            }
            _ = try folder.write(Array(manifest.utf8), as: "\(corpus)/manifest.csv")
        }
    }

    private func run(_ command: String, _ arguments: String...) throws -> Tool.Outcome {
        try Tool.run(
            [command, "--corpus", "mine=own", "--protocol", "leave-one-speaker-out", "--model-kind", "svm", "--features", "prosody"]
                + arguments, directory: folder.url)
    }

    @Test func `the report says which corpora joined, and tests none of them`() throws {
        let outcome = try run("evaluate", "--also-train", "more=other", "--format", "json")
        #expect(outcome.status == 0, "\(outcome.errors)")
        let object = try #require(try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any])
        let joined = try #require(object["also_trained"] as? [[String: Any]])
        #expect(joined.count == 1 && joined[0]["corpus"] as? String == "more")
        #expect(joined[0]["utterances"] as? Int == 8 && joined[0]["speakers"] as? Int == 2)
        #expect(object["utterances"] as? Int == 8 && object["speakers"] as? Int == 2)
        let alone = try run("evaluate", "--format", "json")
        #expect(alone.status == 0 && !alone.output.contains("also_trained"))
    }

    @Test func `a bundle's card names them`() throws {
        let outcome = try run("train", "--also-train", "more=other", "--output", "model")
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.output.contains("trained together with more (8 utterances of 2 speakers)"))
        let card = try Tool.run(["model", "info", "./model", "--card"], directory: folder.url)
        #expect(card.output.contains("mine") && card.output.contains("more"))
    }

    @Test func `what is tested cannot join, by its own name or another`() throws {
        let own = try run("evaluate", "--also-train", "mine=own")
        #expect(own.status == 1)
        #expect(own.errors.hasPrefix("undertone: The protocol leave-one-speaker-out divides the corpus mine itself"))
        let copied = try run("evaluate", "--also-train", "copied=copy")
        #expect(copied.status == 1)
        #expect(copied.errors.contains("hold the same audio"))
    }
}
