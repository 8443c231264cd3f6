public import Foundation

/// What went wrong with the folder of a cache.
public enum FeatureCacheError: Error, Hashable, Sendable {
    case cannotCreate(folder: String, reason: String)
}

extension FeatureCacheError: CustomStringConvertible, LocalizedError {
    public var description: String {
        switch self {
        case .cannotCreate(let folder, let reason): "Cannot create the feature cache \(folder): \(reason)."
        }
    }

    public var errorDescription: String? { description }
}

/// Features on disk, so that a recording is measured once for each recipe.
///
/// One file a recording, `<folder>/<recipe key>/<content hash>.features`, of 40 bytes and, for each segment, 16 bytes and
/// 4 a feature (24, and 4 for each frame and column, where the recipe's level is frames): 7,442 clips of 300 features take about 10 MB, and are read again in a third of a second. The key is a hash of
/// the recipe's canonical JSON, the level, and the format's version; the name is a hash of the recording's bytes, so that
/// renamed files are found and changed ones are not.
///
/// Entries are written beside and renamed, so several processes may share a folder. An entry that is truncated, damaged or of
/// another shape counts as missing and is written anew. Nothing is ever removed but by `removeAll`.
public struct FeatureCache: Hashable, Sendable {
    public let folder: URL

    /// In bytes: a few kilobytes are usual, and the frames of a sentence take a hundred. What is larger is measured anew each time.
    static let largestEntry = 1 << 24

    /// Changes whenever the same recipe gives other numbers than before, or the entries' format changes.
    static let version = 2

    /// - Parameter folder: created when the first entry is stored.
    public init(folder: URL) {
        self.folder = folder
    }

    /// `$XDG_CACHE_HOME/undertone/features`, or `~/.cache/undertone/features` (XDG Base Directory Specification).
    public static func defaultFolder(
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) -> URL {
        // The specification says that a relative path is to be ignored.
        if let base = environment["XDG_CACHE_HOME"], base.hasPrefix("/") {
            return URL(fileURLWithPath: base).appendingPathComponent("undertone/features")
        }
        let home = environment["HOME"].flatMap { $0.hasPrefix("/") ? URL(fileURLWithPath: $0) : nil }
        return (home ?? FileManager.default.homeDirectoryForCurrentUser)
            .appendingPathComponent(".cache/undertone/features")
    }

    /// How many entries there are for all recipes, and their size in bytes; zeros when the folder is missing.
    public func contents() -> (entries: Int, bytes: Int) {
        var result = (entries: 0, bytes: 0)
        let keys: Set<URLResourceKey> = [.fileSizeKey]
        let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: Array(keys))
        while let url = files?.nextObject() as? URL {
            guard url.pathExtension == Self.pathExtension else { continue }
            result.entries += 1
            result.bytes += (try? url.resourceValues(forKeys: keys).fileSize) ?? 0
        }
        return result
    }

    /// Removes all entries of all recipes. Throws what `FileManager` throws.
    public func removeAll() throws {
        guard FileManager.default.fileExists(atPath: folder.path) else { return }
        for recipe in try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil) {
            let entries = try FileManager.default.contentsOfDirectory(at: recipe, includingPropertiesForKeys: nil)
            // What a killed process left behind goes too.
            for entry in entries where [Self.pathExtension, OutputFile.partialExtension].contains(entry.pathExtension) {
                try FileManager.default.removeItem(at: entry)
            }
        }
    }

    static let pathExtension = "features"

    /// Names the folder of a recipe's entries: 16 hexadecimal digits.
    func key(of recipe: FeatureRecipe, level: FeatureLevel) throws -> String {
        var bytes = Array("\(Self.version) \(level.rawValue) ".utf8)
        bytes += try recipe.canonicalJSON()
        let digits = String(Checksum.of(bytes[...]), radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
