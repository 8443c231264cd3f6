import Foundation
import TestSupport
import Testing
import Undertone
import UndertoneAffect
import UndertoneFeatures
import UndertoneLearning

@Suite struct ExplainTests {
    let folder: TemporaryFolder

    /// The built-in model without reference values, and with some.
    init() throws {
        folder = try TemporaryFolder()
        _ = try SoundWriter.write(Synthetic.voiceLike(duration: 3), format: .wav16, to: folder.path("voice.wav"))
        let model = try BuiltInModels.load()
        let voices = (0..<30).flatMap { index -> [(emotion: Emotion, voice: VoiceSummary)] in
            model.labels.map { label in
                let factor = (label == .neutral ? 1 : 1.5) * (1 + Double(index) / 100)
                return (label, VoiceSummary(medianPitch: 90 * factor, speechRate: factor, intensityVariation: factor))
            }
        }
        let referring = try #require(VoiceReference(voices: voices))
        for (name, reference) in [("plain", nil), ("referring", referring)] {
            try ModelBundle(model: model.model, recipe: model.recipe, provenance: model.provenance, reference: reference)
                .write(to: folder.url(name))
        }
    }

    private func predict(_ arguments: String...) throws -> Tool.Outcome {
        try Tool.run(["predict", "voice.wav", "--explain"] + arguments, directory: folder.url)
    }

    private let absence = "The model open carries no reference values to compare this voice with."

    @Test func `a model without reference values says so below the answer`() throws {
        let lines = try predict("--model", "./plain").output.split(separator: "\n")
        #expect(lines.count == 3)
        #expect(lines.last == "    \(absence)")
    }

    @Test func `JSON has one key more, and only when asked`() throws {
        func keys(_ arguments: [String]) throws -> [String: Any] {
            let outcome = try Tool.run(["predict", "voice.wav", "--format", "json"] + arguments, directory: folder.url)
            return try #require(JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any])
        }
        #expect(try keys([])["explanation"] == nil)
        let explanation = try #require(keys(["--explain", "--model", "./plain"])["explanation"] as? [String: Any])
        #expect(explanation["sentence"] as? String == absence)
        #expect((explanation["measures"] as? [Any])?.isEmpty == true)
    }

    @Test func `CSV has one column more, and only when asked`() throws {
        let rows = try predict("--format", "csv", "--model", "./plain").output.split(separator: "\n")
        #expect(rows[0].hasSuffix(",explanation") && rows[1].hasSuffix(",\(absence)"))
        #expect(rows[0].split(separator: ",").count == rows[1].split(separator: ",").count)
        let plain = try Tool.run(["predict", "voice.wav", "--format", "csv"], directory: folder.url)
        #expect(!plain.output.contains("explanation"))
    }

    @Test func `the tool says what the library says`() throws {
        let recognizer = try Recognizer(modelAt: folder.path("referring"))
        let prediction = try recognizer.recognize(contentsOf: folder.path("voice.wav"), explaining: true)
        let sentence = try #require(prediction.explanation?.sentence)
        #expect(try predict("--model", "./referring").output.hasSuffix("    \(sentence)\n"))
    }
}
