import Foundation

/// Every recording below a folder, sorted by path.
///
/// Symbolic links are followed, each folder once however many links lead to it, so that a loop ends. Hidden files
/// (`._x`, `.DS_Store`), archives' leftovers (`__MACOSX`) and what is not a regular file (a pipe would block whoever
/// opens it) are left out without a word.
struct RecordingTree {
    private(set) var recordings: [RecordingFile] = []
    private(set) var notes: [CorpusNote] = []

    private static let deepest = 64

    /// - Throws: ``CorpusError`` when the folder is missing, is a file, or cannot be listed.
    init(_ directory: String) throws {
        var isDirectory: ObjCBool = false
        guard FileManager.default.fileExists(atPath: directory, isDirectory: &isDirectory) else {
            throw CorpusError.folderMissing(path: directory)
        }
        guard isDirectory.boolValue else { throw CorpusError.notAFolder(path: directory) }
        var visited: Set<String> = [realPath(directory)]
        var pending: [(relative: String, depth: Int)] = [("", 0)]
        while let (relative, depth) = pending.popLast() {
            let folder = relative.isEmpty ? directory : directory + "/" + relative
            let names: [String]
            do {
                names = try FileManager.default.contentsOfDirectory(atPath: folder)
            } catch {
                guard depth > 0 else { throw CorpusError.folderUnreadable(path: directory) }
                notes.append(CorpusNote(path: folder, reason: .unreadableFolder("no permission, or it is gone")))
                continue
            }
            for name in names.sorted() where !name.hasPrefix(".") && name != "__MACOSX" {
                let inner = relative.isEmpty ? name : relative + "/" + name
                let path = directory + "/" + inner
                guard let type = fileType(path) else { continue }
                if type == .folder {
                    guard depth < Self.deepest, visited.insert(realPath(path)).inserted else { continue }
                    pending.append((inner, depth + 1))
                } else {
                    switch RecordingFile.kind(of: name) {
                    case .audio: recordings.append(RecordingFile(directory: directory, relativePath: inner))
                    case .video: notes.append(CorpusNote(path: path, reason: .video))
                    case .other: break
                    }
                }
            }
        }
        recordings.sort { $0.path < $1.path }
    }
}

private func realPath(_ path: String) -> String {
    URL(fileURLWithPath: path).resolvingSymlinksInPath().path
}

private enum FileType {
    case folder, regularFile
}

/// The type of what a path leads to, links followed; nil when it leads nowhere, in a circle, or to something else.
private func fileType(_ path: String) -> FileType? {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    switch status.st_mode & S_IFMT {
    case S_IFDIR: return .folder
    case S_IFREG: return .regularFile
    default: return nil
    }
}
