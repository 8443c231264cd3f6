import ArgumentParser
import Foundation

/// Where augmented recordings go: to the file that was named, or into a folder, as they lie below the folders they are from.
struct AugmentedPlaces {
    private var places: [String: [String]] = [:]
    private let isFolder: Bool

    /// - Parameters:
    ///   - recordings: what `paths` stand for.
    ///   - output: ends in .wav for one file.
    /// - Throws: a usage error when several would go to one file, or one would replace a recording that is read.
    init(_ recordings: [String], namedAs paths: [String], copies: Int, output: String) throws {
        isFolder = !output.lowercased().hasSuffix(".wav")
        if !isFolder {
            guard recordings.count <= 1, copies == 1 else {
                throw ValidationError("Several recordings or copies go to a folder, and '\(output)' is a file's name.")
            }
            for recording in recordings { places[recording] = [output] }
        } else {
            for recording in recordings {
                let name = (Self.name(of: recording, below: paths) as NSString).deletingPathExtension
                let place = (output as NSString).appendingPathComponent(name)
                places[recording] = (1...copies).map { copies > 1 ? "\(place)-\($0).wav" : "\(place).wav" }
            }
        }
        try check(recordings)
    }

    /// One a copy.
    func outputs(of recording: String) -> [String] { places[recording] ?? [] }

    /// Makes the folders into which copies go. A single file's folder has to exist.
    func makeFolders() throws {
        guard isFolder else { return }
        for folder in Set(places.values.joined().map { ($0 as NSString).deletingLastPathComponent }) {
            do {
                try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            } catch {
                throw Failure("\(folder): this folder cannot be made")
            }
        }
    }

    private func check(_ recordings: [String]) throws {
        let sources = Set(recordings.map(Self.resolved))
        var owners: [String: String] = [:]
        for recording in recordings {
            for output in outputs(of: recording) {
                if sources.contains(Self.resolved(output)) {
                    throw ValidationError("'\(output)' would replace a recording that is read; write somewhere else.")
                }
                if let owner = owners.updateValue(recording, forKey: Self.resolved(output)), owner != recording {
                    throw ValidationError("Both \(owner) and \(recording) would become '\(output)'; augment them one by one.")
                }
            }
        }
    }

    private static func resolved(_ path: String) -> String {
        URL(fileURLWithPath: path).resolvingSymlinksInPath().standardizedFileURL.path
    }

    /// The place below the folder that was named, or the bare name of a file that was.
    private static func name(of recording: String, below paths: [String]) -> String {
        guard !paths.contains(recording) else { return (recording as NSString).lastPathComponent }
        for path in paths {
            let prefix = path.hasSuffix("/") ? path : path + "/"
            if recording.hasPrefix(prefix) { return String(recording.dropFirst(prefix.count)) }
        }
        return (recording as NSString).lastPathComponent
    }
}
