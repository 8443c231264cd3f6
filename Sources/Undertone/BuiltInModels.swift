import Foundation
public import UndertoneLearning

/// The models that come with Undertone, each a bundle below the package's resource folder `Models`.
public enum BuiltInModels {
    /// What `Recognizer()` uses.
    public static let defaultName = "open"

    /// The names of all built-in models, sorted; empty when the resources were not installed with the program.
    public static var names: [String] {
        guard let folder = folder() else { return [] }
        let entries = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return entries.filter { FileManager.default.fileExists(atPath: "\(folder)/\($0)/config.json") }.sorted()
    }

    /// Loads a built-in model.
    /// - Throws: `RecognizerError.unknownModel` or `.modelsNotInstalled`, or what is wrong with the bundle.
    public static func load(_ name: String = defaultName) throws -> ModelBundle {
        try ModelBundle(contentsOf: URL(fileURLWithPath: path(of: name)))
    }

    /// The folder of a built-in model.
    public static func path(of name: String = defaultName) throws -> String {
        guard let folder = folder() else { throw RecognizerError.modelsNotInstalled }
        // A name is one of a list, never a path to follow.
        guard names.contains(name) else { throw RecognizerError.unknownModel(name, known: names) }
        return "\(folder)/\(name)"
    }

    /// Swift's own lookup ends the process when the folder is missing; this one answers nil.
    private static func folder() -> String? {
        let bundle = "Undertone_Undertone.resources"
        let executable = Bundle.main.bundleURL
        let places = [
            executable.appendingPathComponent(bundle),
            executable.deletingLastPathComponent().appendingPathComponent("share/undertone/\(bundle)"),
            Bundle.main.resourceURL?.appendingPathComponent(bundle),
            Bundle.main.resourceURL?.appendingPathComponent("Undertone_Undertone.bundle"),
        ]
        return places.compactMap { $0?.appendingPathComponent("Models").path }
            .first { FileManager.default.fileExists(atPath: $0) }
    }
}
