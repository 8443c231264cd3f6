import Foundation
import Testing
import UndertoneAffect
import UndertoneAudio
import UndertoneFeatures
import UndertoneLearning
import UndertoneNeural

@Suite struct NeuralBundleTests {
    private func bundle() async throws -> ModelBundle {
        let trainer = Trainer(candidates: [.cnn(Runs.cnn).with { $0.training.epochs = 2 }])
        var recipe = FeatureRecipe.logMelSpeech
        recipe.descriptors.mel.bands = 8
        return ModelBundle(
            model: try await trainer.train(Runs.make()).model, recipe: recipe,
            provenance: ModelProvenance(
                name: "net", corpora: [], trainingSpeakers: [], protocolName: "all", seed: 1, date: "2026-11-21", selection: ""))
    }

    @Test func `a net's bundle gives identical probabilities, and its weights are plain safetensors`() async throws {
        try await withFolder { folder in
            let bundle = try await bundle()
            let place = folder.appendingPathComponent("net")
            try bundle.write(to: place)
            #expect(try names(place) == ["README.md", "config.json", "features.json", "model.safetensors"])
            let copy = try ModelBundle(contentsOf: place)
            let unseen = try Runs.make(seed: 2).utterances
            #expect(try copy.model.probabilities(unseen) == bundle.model.probabilities(unseen))
            #expect(copy.model.parameters == bundle.model.parameters && copy.model.takesFrames)
            let header = try Data(contentsOf: place.appendingPathComponent("model.safetensors")).dropFirst(8)
            for name in ["1.weight", "2.running_var", "10.bias"] {
                #expect(header.firstRange(of: Data("\"\(name)\"".utf8)) != nil, "\(name)")
            }
        }
    }

    @Test func `a segment is heard as it was extracted`() async throws {
        let model = try await bundle().model
        let run = Array(try Runs.make(seed: 2).utterances[0])
        #expect(
            try model.probabilities(ofSegment: run)
                == model.probabilities(UtteranceFeatures(names: Runs.names, runs: [run]))[0])
        #expect(throws: LearningError.wrongFeatureCount(expected: 8, found: 9)) {
            try model.probabilities(ofSegment: Array(run.prefix(9)))
        }
        let other = Array(try Runs.make(seed: 2).utterances[1])
        #expect(
            try model.probabilities(ofSegments: [run, other, run])
                == [run, other, run].map { try model.probabilities(ofSegment: $0) })
        #expect(try model.probabilities(ofSegments: []).isEmpty)
    }

    @Test func `nets that were sealed with what does not fit them are refused in one sentence`() async throws {
        try await withFolder { folder in
            let good = folder.appendingPathComponent("good")
            try await bundle().write(to: good)
            let part = "model.safetensors of the model PATH cannot be used. "
            let table: [(from: String, to: String, sentence: String)] = [
                ("\"level\" : \"frames\",", "", "config.json of the model PATH cannot be understood: its recipe gives functionals, which its model does not take."),
                ("\"kind\" : \"cnn\"", "\"kind\" : \"svm\"", "config.json of the model PATH cannot be understood: model.parameters.kernel is missing."),
                ("\"columns\" : 8", "\"columns\" : 9", part + "The model takes 9 features a row, but 8 were given."),
                ("\"columns\" : 8", "\"columns\" : -8", part + "The model takes -8 features a row, but 8 were given."),
                ("\"channels\" : 8", "\"channels\" : 9", part + "The weights 1.weight are missing, of another shape or not finite."),
                ("\"channels\" : 8", "\"channels\" : 99999999", "ANY"),
                ("\"channels\" : 8", "\"channels\" : -1", "ANY"),
                ("\"epochs\" : ", "\"epochs\" : \"many\", \"other\" : ", "config.json of the model PATH cannot be understood: model.parameters.training.epochs is of the wrong type."),
                ("\"relu\"", "\"maxout\"", "ANY"),
                ("\"maximum\"", "\"median\"", "ANY"),
                ("\"precision\" : \"half\"", "\"precision\" : \"quarter\"", "config.json of the model PATH cannot be understood: model.parameters.precision is not a value it can have."),
            ]
            for (index, entry) in table.enumerated() {
                let place = folder.appendingPathComponent("case \(index)")
                try FileManager.default.copyItem(at: good, to: place)
                try replace(place, entry.from, entry.to)
                try reseal(place)
                let error = #expect(throws: ModelBundleError.self, "\(entry.to)") { try ModelBundle(contentsOf: place) }
                let sentence = try #require(error?.description)
                if entry.sentence == "ANY" {
                    #expect(sentence.contains(place.path) && sentence.hasSuffix("."), "\(sentence)")
                } else {
                    #expect(sentence == entry.sentence.replacing("PATH", with: place.path))
                }
            }
        }
    }
}
