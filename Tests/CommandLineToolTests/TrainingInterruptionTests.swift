import Foundation
import TestSupport
import Testing

/// A training that is killed and begun again, on a corpus of voices made by formula.
@Suite struct TrainingInterruptionTests {
    let folder: TemporaryFolder

    /// Four speakers, two labels, three clips of each, all of different lengths.
    init() throws {
        folder = try TemporaryFolder()
        for (speaker, name) in ["anna", "bert", "carl", "dora"].enumerated() {
            for (index, label) in ["angry", "sad"].enumerated() {
                let place = "voices/\(label)/\(name)"
                try FileManager.default.createDirectory(at: folder.url(place), withIntermediateDirectories: true)
                for take in 0..<3 {
                    let duration = 0.4 + 0.01 * Double(6 * speaker + 3 * index + take)
                    _ = try SoundWriter.write(
                        Synthetic.voiceLike(duration: duration), format: .wav16, to: folder.path("\(place)/\(take).wav"))
                }
            }
        }
    }

    private func train(
        _ output: String, epochs: Int = 4, killWhen: () throws -> Bool = { false }
    ) throws -> Tool.Outcome {
        try Tool.run(
            [
                "train", "--corpus", "mine=voices", "--protocol", "random-50-25-25", "--model-kind", "cnn",
                "--epochs", "\(epochs)", "--batch", "8", "--no-cache", "--output", output,
            ], directory: folder.url, killWhen: killWhen)
    }

    private func checkpoints(_ output: String) -> [String] {
        (try? FileManager.default.contentsOfDirectory(atPath: folder.path("\(output).training")))?.sorted()
            .filter { $0.hasSuffix(".checkpoint") } ?? []
    }

    private func weights(_ output: String) throws -> Data {
        try Data(contentsOf: folder.url("\(output)/model.safetensors"))
    }

    @Test func `a training that was killed goes on to the same weights as one that was not`() throws {
        let whole = try train("whole")
        #expect(whole.status == 0, "\(whole.errors)")
        #expect(!FileManager.default.fileExists(atPath: folder.path("whole.training")))

        // Once after the first epoch, and once when a training has finished and another has begun.
        for count in 1...2 {
            let killed = try train("killed", killWhen: { checkpoints("killed").count >= count })
            #expect(killed.status == 128 + SIGKILL, "\(killed.errors)")
            #expect(!FileManager.default.fileExists(atPath: folder.path("killed/model.safetensors")))
        }
        #expect(checkpoints("killed") == ["fold-1-again.checkpoint", "fold-1-net-1.checkpoint"])

        let other = try train("killed", epochs: 5)
        #expect(other.status == 1)
        #expect(other.errors.contains("killed.training was left by another training"))

        let resumed = try train("killed")
        #expect(resumed.status == 0, "\(resumed.errors)")
        #expect(resumed.errors.contains("Going on with the training in killed.training\n"))
        #expect(try weights("killed") == weights("whole"))
        #expect(resumed.output == whole.output)
        #expect(!FileManager.default.fileExists(atPath: folder.path("killed.training")))
    }
}
