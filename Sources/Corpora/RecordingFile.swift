import Foundation

/// A file that its name's ending says is audio.
struct RecordingFile: Equatable {
    let path: String
    /// The name without its audio endings, however many: `a.wav.opus` is `a`.
    let stem: String
    /// The names of the folders between the corpus' folder and the file, outermost first.
    let folders: [String]

    enum Kind: Equatable {
        case audio, video, other
    }

    /// - Parameter relativePath: below `directory`, parted by `/`.
    init(directory: String, relativePath: String) {
        path = directory.hasSuffix("/") ? directory + relativePath : directory + "/" + relativePath
        var parts = relativePath.split(separator: "/").map(String.init)
        var name = parts.popLast() ?? ""
        while Self.kind(of: name) == .audio, let dot = name.lastIndex(of: "."), dot != name.startIndex {
            name = String(name[..<dot])
        }
        stem = name
        folders = parts
    }

    static func kind(of name: String) -> Kind {
        let ending = (name as NSString).pathExtension.lowercased()
        if audioEndings.contains(ending) { return .audio }
        return videoEndings.contains(ending) ? .video : .other
    }

    /// Lossless before lossy, then the shallower folder, then the earlier path, so that the choice is the same everywhere.
    func isBetterCopy(than other: RecordingFile) -> Bool {
        let (mine, theirs) = (isLossless ? 0 : 1, other.isLossless ? 0 : 1)
        return (mine, folders.count, path) < (theirs, other.folders.count, other.path)
    }

    private var isLossless: Bool {
        Self.losslessEndings.contains((path as NSString).pathExtension.lowercased())
    }

    private static let losslessEndings: Set<String> = [
        "wav", "wave", "flac", "aif", "aiff", "aifc", "w64", "rf64", "bwf", "au", "snd", "caf", "sph",
    ]
    private static let audioEndings: Set<String> = losslessEndings.union([
        "ogg", "oga", "opus", "spx", "mp3", "mp2", "mpga", "m4a", "m4b", "aac", "wma", "amr", "ac3", "mka", "weba",
    ])
    private static let videoEndings: Set<String> = [
        "mp4", "m4v", "mov", "avi", "flv", "mkv", "webm", "mpg", "mpeg", "wmv", "3gp",
    ]
}
