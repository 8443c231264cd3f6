public import Foundation

/// Why a recogniser could not be made.
public enum RecognizerError: Error, Hashable, Sendable {
    /// No built-in model has this name; the names that there are.
    case unknownModel(String, known: [String])
    /// The folder of the built-in models is not beside the program.
    case modelsNotInstalled
}

extension RecognizerError: CustomStringConvertible, LocalizedError {
    public var description: String {
        switch self {
        case .unknownModel(let name, let known):
            "no model is called \(name); the built-in ones are: \(known.joined(separator: ", "))"
        case .modelsNotInstalled:
            "the built-in models are not installed beside the program; name a model bundle's folder with --model"
        }
    }

    public var errorDescription: String? { description }
}
