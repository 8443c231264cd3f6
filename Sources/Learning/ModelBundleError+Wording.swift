public import Foundation

extension ModelBundleError: CustomStringConvertible, LocalizedError {
    public var errorDescription: String? { description }

    public var description: String {
        switch self {
        case .notFound(let path): "\(path): there is no such model."
        case .notABundle(let path): "\(path) is not a model: it has no config.json."
        case .missingPart(let path, let part): "The model \(path) is incomplete: \(part) is missing."
        case .unreadablePart(let path, let part, let reason): "\(part) of the model \(path) cannot be read: \(reason)."
        case .partTooLarge(let path, let part, let size, let limit):
            "\(part) of the model \(path) is \(size) bytes large, and at most \(limit) are read."
        case .wrongSize(let path, let part, let expected, let found):
            found < expected
                ? "\(part) of the model \(path) is truncated: \(found) of \(expected) bytes."
                : "\(part) of the model \(path) is not the one that belongs to it: \(found) bytes instead of \(expected)."
        case .wrongContent(let path, let part):
            "\(part) of the model \(path) is damaged or from another model: its hash is not the one in config.json."
        case .malformedConfiguration(let path, let reason): "config.json of the model \(path) cannot be understood: \(reason)."
        case .malformedFeatures(let path): "features.json of the model \(path) cannot be understood."
        case .foreignFormat(let path): "config.json of \(path) describes something else than an Undertone model."
        case .newerVersion(let path, let version, let known):
            "The model \(path) has format version \(version), and this program knows versions up to \(known)."
        case .changedConfiguration(let path):
            "config.json of the model \(path) was changed after it was written: its integrity value is not its hash."
        case .mismatch(let path, let what, let expected, let found):
            "The parts of the model \(path) do not belong together: \(expected) \(what) in config.json, \(found) beside it."
        case .featuresNotOfRecipe(let path, let expected, let found):
            "The recipe of the model \(path) gives \(found) where the model takes \(expected)."
        case .weights(let path, let part, let reason): "\(part) of the model \(path) cannot be used. \(reason)"
        case .occupied(let path): "\(path) exists and is not a model, so no model is written there."
        case .cannotWrite(let path, let reason): "The model \(path) cannot be written: \(reason)."
        }
    }
}
