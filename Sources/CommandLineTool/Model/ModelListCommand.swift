import ArgumentParser
import Foundation
import Undertone
import UndertoneAffect
import UndertoneLearning

struct ModelListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the built-in models.")

    func run() throws {
        guard !BuiltInModels.names.isEmpty else { throw Failure(RecognizerError.modelsNotInstalled) }
        var table = TextTable(["MODEL", "KIND", "FEATURES", "TELLS APART"])
        for name in BuiltInModels.names {
            let bundle = try Models.bundle(named: name)
            table.add([
                name == BuiltInModels.defaultName ? "\(name) (default)" : name, bundle.model.parameters.kind.rawValue,
                String(bundle.model.featureNames.count), bundle.labels.map(\.rawValue).joined(separator: " "),
            ])
        }
        try table.write()
    }
}
