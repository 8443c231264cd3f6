import Foundation
import Testing
import UndertoneAffect
import UndertoneAudio
import UndertoneFeatures
import UndertoneLearning

@Suite struct ModelBundleTests {
    @Test(arguments: Blobs.everyKind)
    func `what was written and read gives identical probabilities`(_ parameters: ModelParameters) async throws {
        try await withFolder { folder in
            let bundle = try await Bundles.make(parameters)
            let place = folder.appendingPathComponent("model")
            try bundle.write(to: place)
            let copy = try ModelBundle(contentsOf: place)
            let unseen = try Blobs.make(spread: 2, seed: 2).features
            #expect(try copy.model.probabilities(unseen) == bundle.model.probabilities(unseen))
            #expect(copy.model.parameters == bundle.model.parameters)
            #expect(copy.recipe == bundle.recipe && copy.provenance == bundle.provenance)
            #expect(copy.labels == Blobs.labels && copy.model.featureNames == bundle.model.featureNames)
        }
    }

    @Test func `only the bundle is left, and its files are those of the habit`() async throws {
        try await withFolder { folder in
            let place = folder.appendingPathComponent("model")
            try await Bundles.make().write(to: place)
            try await Bundles.make(.forest(.init(trees: 3))).write(to: place)
            #expect(try names(folder) == ["model"])
            #expect(try names(place) == ["README.md", "config.json", "features.json", "model.ubj"])
        }
    }

    @Test func `the same training writes the same bytes`() async throws {
        try await withFolder { folder in
            let places = ["a", "b"].map { folder.appendingPathComponent($0) }
            for place in places { try await Bundles.make().write(to: place) }
            for name in try names(places[0]) {
                let contents = try places.map { try Data(contentsOf: $0.appendingPathComponent(name)) }
                #expect(contents[0] == contents[1], "\(name)")
            }
        }
    }

    @Test func `what is no model is not overwritten`() async throws {
        try await withFolder { folder in
            let place = folder.appendingPathComponent("letters")
            try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
            try Data("dear".utf8).write(to: place.appendingPathComponent("letter.txt"))
            let bundle = try await Bundles.make()
            let error = #expect(throws: ModelBundleError.self) { try bundle.write(to: place) }
            #expect(error?.description == "\(place.path) exists and is not a model, so no model is written there.")
            #expect(try names(place) == ["letter.txt"])
        }
    }

    @Test func `the card names data, licences, figures and what is forbidden`() async throws {
        let card = try await ModelCard(title: "Toy", licence: "apache-2.0").markdown(Bundles.make())
        #expect(card.hasPrefix("---\nlibrary_name: undertone\npipeline_tag: audio-classification\nlicense: apache-2.0\n"))
        for words in ["# Toy", "| toy | CC0 | 6 | 240 |", "Not evaluated.", "at work or in education", "Known failures"] {
            #expect(card.contains(words), "\(words)")
        }
    }

    @Test func `features that the recipe does not give are refused by name`() async throws {
        let bundle = try await Bundles.make()
        try bundle.check(featureNames: bundle.model.featureNames, path: "m")
        var names = bundle.model.featureNames
        names[2] = "loudness"
        let renamed = #expect(throws: ModelBundleError.self) { try bundle.check(featureNames: names, path: "m") }
        #expect(renamed?.description == "The recipe of the model m gives loudness where the model takes feature 2.")
        let fewer = #expect(throws: ModelBundleError.self) {
            try bundle.check(featureNames: Array(bundle.model.featureNames.dropLast()), path: "m")
        }
        #expect(fewer?.description == "The recipe of the model m gives 5 features where the model takes 6 features.")
    }
}

/// Bundles to write, and a folder to write them to.
enum Bundles {
    static func make(_ parameters: ModelParameters = .svm(.init())) async throws -> ModelBundle {
        let outcome = try await Trainer(candidates: [parameters], innerFolds: 2).train(Blobs.make(spread: 2))
        return ModelBundle(
            model: outcome.model, recipe: .default,
            provenance: ModelProvenance(
                name: "toy", corpora: [.init(name: "toy", licence: "CC0", speakers: 6, utterances: 240)], trainingSpeakers: ["toy/1"],
                protocolName: "all",
                seed: 1, date: "2026-11-21", selection: outcome.selection.description))
    }
}

func names(_ folder: URL) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
}

func withFolder(_ body: (URL) async throws -> Void) async throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("undertone-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try await body(folder)
}
