import Foundation
import Testing
import UndertoneAffect
import UndertoneAudio
import UndertoneFeatures
import UndertoneLearning

@Suite struct ModelBundleRefusalTests {
    @Test func `each part missing, cut short or foreign has its sentence`() async throws {
        try await withFolder { folder in
            let good = folder.appendingPathComponent("good")
            try await Bundles.make().write(to: good)
            let other = folder.appendingPathComponent("other")
            try await Bundles.make(.svm(.init(cost: 50))).write(to: other)
            let size = try Data(contentsOf: good.appendingPathComponent("model.safetensors")).count
            let features = try Data(contentsOf: good.appendingPathComponent("features.json")).count

            let table: [(sentence: String, change: (URL) throws -> Void)] = [
                ("PATH is not a model: it has no config.json.", { try remove($0, "config.json") }),
                ("The model PATH is incomplete: model.safetensors is missing.", { try remove($0, "model.safetensors") }),
                ("The model PATH is incomplete: features.json is missing.", { try remove($0, "features.json") }),
                (
                    "model.safetensors of the model PATH is truncated: 100 of \(size) bytes.",
                    { try edit($0, "model.safetensors") { $0 = $0.prefix(100) } }
                ),
                (
                    "model.safetensors of the model PATH is truncated: 0 of \(size) bytes.",
                    { try edit($0, "model.safetensors") { $0 = Data() } }
                ),
                (
                    "model.safetensors of the model PATH is not the one that belongs to it: \(size + 1) bytes instead of \(size).",
                    { try edit($0, "model.safetensors") { $0.append(0) } }
                ),
                (
                    "features.json of the model PATH is truncated: 10 of \(features) bytes.",
                    { try edit($0, "features.json") { $0 = $0.prefix(10) } }
                ),
                (
                    "model.safetensors of the model PATH is damaged or from another model: its hash is not the one in config.json.",
                    { try edit($0, "model.safetensors") { $0[$0.count - 1] ^= 1 } }
                ),
                (
                    "features.json of the model PATH is damaged or from another model: its hash is not the one in config.json.",
                    { try edit($0, "features.json") { $0[20] ^= 1 } }
                ),
                (
                    "config.json of the model PATH cannot be understood: it is not JSON.",
                    { try edit($0, "config.json") { $0 = $0.prefix($0.count / 2) } }
                ),
                ("config.json of the model PATH cannot be understood: it is not JSON.", { try edit($0, "config.json") { $0 = Data() } }),
                (
                    "config.json of PATH describes something else than an Undertone model.",
                    { try edit($0, "config.json") { $0 = Data(#"{"model_type": "wav2vec2"}"#.utf8) } }
                ),
                (
                    "config.json of the model PATH was changed after it was written: its integrity value is not its hash.",
                    { try replace($0, "\"seed\" : 1", "\"seed\" : 2") }
                ),
                (
                    "The model PATH has format version 7, and this program knows versions up to 1.",
                    { try replace($0, "\"version\" : 1", "\"version\" : 7") }
                ),
                (
                    "model.safetensors of the model PATH cannot be read: it is not a regular file.",
                    { try putFolder($0, "model.safetensors") }
                ),
            ]
            for (index, entry) in table.enumerated() {
                let place = folder.appendingPathComponent("case \(index)")
                try FileManager.default.copyItem(at: good, to: place)
                try entry.change(place)
                let error = #expect(throws: ModelBundleError.self) { try ModelBundle(contentsOf: place) }
                #expect(error?.description == entry.sentence.replacing("PATH", with: place.path))
            }
            let nowhere = folder.appendingPathComponent("nowhere")
            let error = #expect(throws: ModelBundleError.self) { try ModelBundle(contentsOf: nowhere) }
            #expect(error?.description == "\(nowhere.path): there is no such model.")
        }
    }

    @Test func `parts that were sealed together but do not fit are refused`() async throws {
        try await withFolder { folder in
            let good = folder.appendingPathComponent("good")
            try await Bundles.make().write(to: good)
            let table: [(from: String, to: String, sentence: String)] = [
                (
                    "\"feature_count\" : 6", "\"feature_count\" : 5",
                    "The parts of the model PATH do not belong together: 5 features in config.json, 6 beside it."
                ),
                (
                    "\"feature_count\" : 6", "\"feature_count\" : -1",
                    "config.json of the model PATH cannot be understood: it has -1 features."
                ),
                (
                    "\"feature_count\" : 6", "\"feature_count\" : \"six\"",
                    "config.json of the model PATH cannot be understood: feature_count is of the wrong type."
                ),
                (
                    "\"happiness\",", "",
                    "model.safetensors of the model PATH cannot be used. The stored weights are not those of a classifier: classes that are not the labels'."
                ),
                (
                    "\"kernel\" : \"rbf\"", "\"kernel\" : \"linear\"",
                    "model.safetensors of the model PATH cannot be used. The stored weights are not those of a classifier: no tensor weights."
                ),
                (
                    "\"kind\" : \"svm\"", "\"kind\" : \"oracle\"",
                    "config.json of the model PATH cannot be understood: model.kind is not a value it can have."
                ),
                (
                    "\"features.json\" : {", "\"traits.json\" : {",
                    "config.json of the model PATH cannot be understood: it does not name the part features.json."
                ),
                (
                    "\"temperature\" : ", "\"temperature\" : -",
                    "config.json of the model PATH cannot be understood: calibration.temperature is not a value it can have."
                ),
            ]
            for (index, entry) in table.enumerated() {
                let place = folder.appendingPathComponent("case \(index)")
                try FileManager.default.copyItem(at: good, to: place)
                try replace(place, entry.from, entry.to)
                try reseal(place)
                let error = #expect(throws: ModelBundleError.self) { try ModelBundle(contentsOf: place) }
                #expect(error?.description == entry.sentence.replacing("PATH", with: place.path))
            }
        }
    }

    @Test(arguments: [ModelParameters.svm(.init()), .boosting(.init(rounds: 5, depth: 2, featureShare: 1))])
    func `any change of any byte is refused with a sentence`(_ parameters: ModelParameters) async throws {
        try await withFolder { folder in
            let place = folder.appendingPathComponent("model")
            try await Bundles.make(parameters).write(to: place)
            var generator = SeededGenerator(seed: 11)
            for name in try names(place) where name != "README.md" {
                let file = place.appendingPathComponent(name)
                let whole = try Data(contentsOf: file)
                for _ in 0..<400 {
                    var changed = whole
                    switch Int.random(in: 0..<4, using: &generator) {
                    case 0: changed = whole.prefix(Int.random(in: 0..<whole.count - 1, using: &generator))
                    case 1:
                        changed.insert(
                            .random(in: 33...255, using: &generator), at: .random(in: 0..<whole.count, using: &generator))
                    default:
                        for _ in 0..<Int.random(in: 1...8, using: &generator) {
                            let index = Int.random(in: 0..<whole.count - 1, using: &generator)
                            changed[index] ^= .random(in: 1...255, using: &generator)
                        }
                    }
                    guard changed != whole else { continue }
                    try changed.write(to: file)
                    let error = #expect(throws: ModelBundleError.self) { try ModelBundle(contentsOf: place) }
                    #expect(error?.description.hasSuffix(".") == true)
                }
                try whole.write(to: file)
            }
            _ = try ModelBundle(contentsOf: place)
        }
    }
}

private func remove(_ folder: URL, _ name: String) throws {
    try FileManager.default.removeItem(at: folder.appendingPathComponent(name))
}

/// A folder where a file was.
private func putFolder(_ folder: URL, _ name: String) throws {
    try remove(folder, name)
    try FileManager.default.createDirectory(at: folder.appendingPathComponent(name), withIntermediateDirectories: false)
}

private func edit(_ folder: URL, _ name: String, _ change: (inout Data) -> Void) throws {
    let file = folder.appendingPathComponent(name)
    var data = try Data(contentsOf: file)
    change(&data)
    try Data(data).write(to: file)
}

func replace(_ folder: URL, _ old: String, _ new: String) throws {
    let file = folder.appendingPathComponent("config.json")
    let text = try String(contentsOf: file, encoding: .utf8)
    try #require(text.contains(old), "config.json holds \(old)")
    try text.replacing(old, with: new, maxReplacements: 1).write(to: file, atomically: true, encoding: .utf8)
}

/// Writes the configuration's hash into it, as the format says: over the file without its last newline, zeros in the hash's
/// place.
func reseal(_ folder: URL) throws {
    let file = folder.appendingPathComponent("config.json")
    let text = try String(contentsOf: file, encoding: .utf8)
    let zeros = String(repeating: "0", count: 32)
    let blank = text.replacing(try Regex("\"integrity\" : \"[0-9a-f]{32}\""), with: "\"integrity\" : \"\(zeros)\"")
    let hash = ContentHash(bytes: Array(blank.utf8.dropLast())).description
    try blank.replacing(zeros, with: hash).write(to: file, atomically: true, encoding: .utf8)
}
