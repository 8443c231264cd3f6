import Foundation
import UndertoneFeatures

/// A folder with one NPY array for each recording, laid out as the recordings are.
struct FeatureArrayFolder {
    let path: String
    let names: [String]
    /// The folders that were named; a recording below one keeps its place relative to it.
    let roots: [String]

    func write(_ recording: RecordingFeatures) throws {
        let url = URL(fileURLWithPath: path).appendingPathComponent(relativePath(of: recording.path) + ".npy")
        let parent = url.deletingLastPathComponent()
        do {
            try FileManager.default.createDirectory(at: parent, withIntermediateDirectories: true)
        } catch {
            throw Failure("\(parent.path): the folder cannot be made")
        }
        let writer = try TableFormat.npy.writer(
            to: OutputFile(url: url), names: names, files: [recording.path], level: .frames)
        for row in recording.rows() { try writer.append(row) }
        try writer.finish()
    }

    private func relativePath(of recording: String) -> String {
        for root in roots {
            let prefix = root.hasSuffix("/") ? root : root + "/"
            if recording.hasPrefix(prefix) { return String(recording.dropFirst(prefix.count)) }
        }
        return URL(fileURLWithPath: recording).lastPathComponent
    }
}
