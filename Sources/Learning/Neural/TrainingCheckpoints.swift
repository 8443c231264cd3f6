public import Foundation
import UndertoneFeatures

/// A folder in which the trainings of a whole keep their states: of each fold, each candidate and the last fit.
///
/// A training that has finished leaves its state there, so that the whole goes on with the one that was interrupted. When
/// everything is done, ``remove()``.
public struct TrainingCheckpoints: Hashable, Sendable {
    public let folder: URL
    private var prefix = ""

    public init(folder: URL) {
        self.folder = folder
    }

    /// In a folder beside what will be written, whose name is this and `.training`.
    public init(besideOutput path: String) {
        let path = path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
        self.init(folder: URL(fileURLWithPath: "\(path).training"))
    }

    /// Whether an interrupted training has left something.
    public var exist: Bool { FileManager.default.fileExists(atPath: folder.path) }

    /// Those of a part, such as a fold.
    func part(_ name: String) -> TrainingCheckpoints {
        var result = self
        result.prefix += "\(name)-"
        return result
    }

    /// Of one training.
    func training(_ name: String) -> NetCheckpoint {
        NetCheckpoint(file: folder.appendingPathComponent("\(prefix)\(name).\(Self.pathExtension)"), in: folder)
    }

    /// Of each member of a training; the first has the name alone.
    func trainings(_ name: String) -> (_ member: Int) -> NetCheckpoint {
        { member in training(member == 0 ? name : "\(name)-member-\(member + 1)") }
    }

    /// Removes the states, and the folder when nothing else is in it.
    public func remove() {
        let contents = (try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)) ?? []
        for file in contents where [Self.pathExtension, OutputFile.partialExtension].contains(file.pathExtension) {
            try? FileManager.default.removeItem(at: file)
        }
        rmdir(folder.path)
    }

    private static let pathExtension = "checkpoint"
}
