import Foundation
import Undertone
import UndertoneAffect
import UndertoneLearning

/// The models that a server answers with, loaded once.
public struct ModelShelf: Sendable {
    /// What answers where the client names none.
    public let defaultName: String
    private let recognizers: [String: Recognizer]
    private let judges: [String: SharedJudge]
    /// For clients to choose from, the default one first.
    let descriptions: [ModelDescription]

    /// - Parameter names: built-in models or bundles' folders, the default one first; all built-in ones when empty.
    /// - Throws: `ServerError` for one that cannot be loaded.
    public init(names: [String]) throws(ServerError) {
        let builtIn = BuiltInModels.names.sorted { a, _ in a == BuiltInModels.defaultName }
        let wanted = names.isEmpty ? builtIn : names
        var recognizers: [String: Recognizer] = [:]
        var descriptions: [ModelDescription] = []
        for name in wanted {
            do {
                let isFolder = name.contains("/") || FileManager.default.fileExists(atPath: name)
                let recognizer = try isFolder ? Recognizer(modelAt: name) : Recognizer(builtIn: name)
                let label = isFolder ? URL(fileURLWithPath: name).lastPathComponent : name
                descriptions.append(ModelDescription(label, recognizer, isDefault: descriptions.isEmpty))
                recognizers[label] = recognizer
            } catch {
                throw .model("\(error)")
            }
        }
        guard let first = descriptions.first else { throw .noModels }
        defaultName = first.name
        self.recognizers = recognizers
        judges = recognizers.mapValues { SharedJudge($0.model.model) }
        self.descriptions = descriptions
    }

    /// Makes the default model ready for the first client.
    func prepare() throws(ServerError) {
        do { try recognizers[defaultName]?.prepare() } catch { throw .model("\(error)") }
    }

    /// - Throws: `APIError` with code `no_such_model`.
    func recognizer(named name: String?) throws(APIError) -> Recognizer { try find(name, in: recognizers) }

    /// What judges streams for a model.
    ///
    /// - Throws: `APIError` with code `no_such_model`.
    func judge(named name: String?) throws(APIError) -> SharedJudge { try find(name, in: judges) }

    private func find<Item>(_ name: String?, in items: [String: Item]) throws(APIError) -> Item {
        guard let item = items[name ?? defaultName] else {
            let known = descriptions.map(\.name).joined(separator: ", ")
            throw APIError(.noSuchModel, "There is no model of this name; there are: \(known).")
        }
        return item
    }
}

/// A model as `/v1/models` shows it.
struct ModelDescription: Encodable, Sendable {
    let name: String
    let isDefault: Bool
    let labels: [String]
    let kind: String
    let sampleRate: Int
    let description: String
    let licence: String

    init(_ name: String, _ recognizer: Recognizer, isDefault: Bool) {
        self.name = name
        self.isDefault = isDefault
        let bundle = recognizer.model
        labels = bundle.labels.map(\.rawValue)
        kind = bundle.model.parameters.kind.rawValue
        sampleRate = recognizer.sampleRate
        let corpora = bundle.provenance.corpora
        description = "Learnt from \(corpora.map(\.name).joined(separator: ", ")) on \(bundle.provenance.date)."
        licence = corpora.map { "\($0.name): \($0.licence)" }.joined(separator: "; ")
    }

    private enum CodingKeys: String, CodingKey {
        case name
        case isDefault = "default"
        case labels, kind
        case sampleRate = "sample_rate"
        case description, licence
    }
}
