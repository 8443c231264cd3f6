import Foundation
import Undertone
import UndertoneLearning

/// Finds the model that `--model` names.
enum Models {
    /// - Parameter name: a bundle's folder, the name of a built-in model, or nil for the default one.
    static func recognizer(named name: String?) throws -> Recognizer {
        do {
            guard let name else { return try Recognizer() }
            var isDirectory: ObjCBool = false
            if FileManager.default.fileExists(atPath: name, isDirectory: &isDirectory) || name.contains("/") {
                return try Recognizer(modelAt: name)
            }
            return try Recognizer(builtIn: name)
        } catch {
            throw Failure(error)
        }
    }
}
