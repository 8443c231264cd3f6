public import Foundation

/// Writes each recording's rows to a file of its own in a folder, laid out as the recordings are.
///
/// A recording named `actor 1/clip.wav` becomes `<folder>/actor 1/clip.wav.npy`: the name keeps its extension, so that two
/// recordings that differ in it alone do not meet. Parts of the name that would lead out of the folder are left out. Each file
/// appears when its recording is complete. It is the rule for NPY frames, which have no column for the recording.
///
/// Methods throw `OutputError`.
public final class FolderTableWriter: FeatureTableWriter {
    private let folder: URL
    private let format: TableFormat
    private let names: [String]
    private let level: FeatureLevel
    private var current: (file: String, writer: any FeatureTableWriter)?

    /// - Parameter folder: created, with those within, when the first recording comes.
    public init(folder: URL, format: TableFormat, names: [String], level: FeatureLevel) {
        self.folder = folder
        self.format = format
        self.names = names
        self.level = level
    }

    public func append(_ row: FeatureRow) throws {
        if current?.file != row.file {
            try finish()
            current = (row.file, try writer(for: row.file))
        }
        try current?.writer.append(row)
    }

    public func finish() throws {
        try current?.writer.finish()
        current = nil
    }

    private func writer(for file: String) throws -> any FeatureTableWriter {
        let parts = file.split(separator: "/").filter { $0 != "." && $0 != ".." }
        let url = folder.appendingPathComponent(parts.joined(separator: "/") + "." + format.rawValue)
        do {
            try FileManager.default.createDirectory(
                at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        } catch {
            throw OutputError.cannotCreate(path: url.path, reason: error.folderReason)
        }
        return try format.writer(to: OutputFile(url: url), names: names, files: [file], level: level)
    }
}

extension Error {
    /// Why a folder could not be made, as the end of a sentence.
    var folderReason: String {
        switch (self as? CocoaError)?.code {
        case .fileWriteNoPermission: "permission is denied"
        case .fileWriteOutOfSpace: "the disk is full"
        case .fileWriteFileExists: "a file stands where a folder is needed"
        case .fileWriteVolumeReadOnly: "the disk is read-only"
        default: localizedDescription
        }
    }
}
