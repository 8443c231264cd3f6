/// Why a model bundle was refused, or not written.
public enum ModelBundleError: Error, Hashable, Sendable {
    /// There is nothing at the path.
    case notFound(path: String)
    /// The path is no directory with a `config.json`.
    case notABundle(path: String)
    case missingPart(path: String, part: String)
    case unreadablePart(path: String, part: String, reason: String)
    case partTooLarge(path: String, part: String, size: Int, limit: Int)
    case wrongSize(path: String, part: String, expected: Int, found: Int)
    case wrongContent(path: String, part: String)
    case malformedConfiguration(path: String, reason: String)
    case malformedFeatures(path: String)
    /// `config.json` is of something else.
    case foreignFormat(path: String)
    case newerVersion(path: String, version: Int, known: Int)
    case changedConfiguration(path: String)
    /// Two parts of the bundle do not belong together.
    case mismatch(path: String, what: String, expected: Int, found: Int)
    case featuresNotOfRecipe(path: String, expected: String, found: String)
    case weights(path: String, part: String, reason: LearningError)
    /// Something that is no bundle stands where one should be written.
    case occupied(path: String)
    case cannotWrite(path: String, reason: String)
}
