import Foundation

/// The recordings that a list of paths stands for: a file is itself, a folder is every recording below it.
enum RecordingPaths {
    /// What marks a file below a folder as a recording. A file that is named outright is read whatever its name.
    static let extensions: Set<String> = [
        "wav", "wave", "rf64", "w64", "aif", "aiff", "aifc", "flac", "ogg", "oga", "opus", "mp3", "au", "snd", "caf",
        "m4a", "aac", "mp4", "m4v", "mov", "mkv", "webm", "wma", "avi",
    ]

    /// Expands folders, in the order given and sorted within a folder.
    ///
    /// A path that does not exist is kept: opening it gives the sentence that says so.
    /// - Returns: the recordings, and a sentence for each folder that holds none.
    static func expand(_ paths: [String]) -> (recordings: [String], complaints: [String]) {
        var recordings: [String] = []
        var complaints: [String] = []
        for path in paths {
            var isDirectory: ObjCBool = false
            guard FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory), isDirectory.boolValue else {
                recordings.append(path)
                continue
            }
            let found = recordingsBelow(path)
            if found.isEmpty { complaints.append("\(path): no recordings in this folder") }
            recordings += found
        }
        return (recordings, complaints)
    }

    private static func recordingsBelow(_ folder: String) -> [String] {
        guard let walk = FileManager.default.enumerator(atPath: folder) else { return [] }
        var found: [String] = []
        for case let relative as String in walk {
            let name = relative.split(separator: "/").last ?? ""
            guard !name.hasPrefix("."), let dot = name.lastIndex(of: "."),
                extensions.contains(name[name.index(after: dot)...].lowercased())
            else { continue }
            found.append(folder.hasSuffix("/") ? folder + relative : folder + "/" + relative)
        }
        return found.sorted()
    }
}
