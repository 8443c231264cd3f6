import Foundation
import Undertone
import UndertoneLearning

/// Finds the model that `--model` names.
enum Models {
    /// - Parameter name: a bundle's folder, the name of a built-in model, or nil for the default one.
    static func recognizer(named name: String?) throws -> Recognizer {
        let bundle = try bundle(named: name)
        do { return try Recognizer(model: bundle) } catch { throw Failure(error) }
    }

    /// The folder that a name stands for.
    static func folder(named name: String?) throws -> String {
        do {
            if let name, name.contains("/") || FileManager.default.fileExists(atPath: name) { return name }
            return try BuiltInModels.path(of: name ?? BuiltInModels.defaultName)
        } catch {
            throw Failure(error)
        }
    }

    static func bundle(named name: String?) throws -> ModelBundle {
        let folder = try folder(named: name)
        do {
            return try ModelBundle(contentsOf: URL(fileURLWithPath: folder))
        } catch {
            throw Failure(error)
        }
    }
}
