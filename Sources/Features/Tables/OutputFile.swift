public import Foundation

/// What went wrong while results were written.
public enum OutputError: Error, Hashable, Sendable {
    case cannotCreate(path: String, reason: String)
    case diskFull(path: String)
    case writeFailed(path: String, reason: String)
}

extension OutputError: CustomStringConvertible, LocalizedError {
    public var description: String {
        switch self {
        case .cannotCreate(let path, let reason): "Cannot create \(path): \(reason)."
        case .diskFull(let path): "Cannot write \(path): the disk is full."
        case .writeFailed(let path, let reason): "Cannot write \(path): \(reason)."
        }
    }

    public var errorDescription: String? { description }
}

/// A destination for bytes: a file that appears whole or not at all, or the standard output.
///
/// Bytes for a file go to a hidden file beside it; `commit` renames that to the final name, replacing what was there.
/// Without `commit` (an error, a cancellation, or the value let go) the hidden file is removed and nothing has changed.
/// Only a killed process can leave the hidden file behind. What is no regular file (a pipe, `/dev/null`) is written to, never
/// replaced. Not for use by several tasks at once.
public final class OutputFile {
    /// The final path, or `standard output`.
    public let path: String
    private let temporaryPath: String?
    private var descriptor: Int32
    private var buffer: [UInt8] = []
    private static let bufferSize = 1 << 16
    /// Of hidden files that a killed process has left.
    public static let partialExtension = "partial"

    /// Creates the hidden file beside `url`. Throws `OutputError`.
    public init(url: URL) throws {
        path = url.path
        let random = String(UInt64.random(in: .min ... .max), radix: 36)
        let temporary = url.deletingLastPathComponent().appendingPathComponent(".\(random).\(Self.partialExtension)").path
        var status = stat()
        if stat(url.path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR {
            throw OutputError.cannotCreate(path: url.path, reason: "a folder of that name exists")
        }
        if stat(url.path, &status) == 0, status.st_mode & S_IFMT != S_IFREG {
            descriptor = open(url.path, O_WRONLY | O_CLOEXEC)
            guard descriptor >= 0 else { throw Self.error(errno, path: url.path, isCreating: true) }
            temporaryPath = nil
            return
        }
        descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else { throw Self.error(errno, path: url.path, isCreating: true) }
        temporaryPath = temporary
        buffer.reserveCapacity(Self.bufferSize)
    }

    private init(standardOutput descriptor: Int32) {
        path = "standard output"
        temporaryPath = nil
        self.descriptor = descriptor
        buffer.reserveCapacity(Self.bufferSize)
    }

    /// Writes through to the standard output of the process, which stays open.
    public static func standardOutput() -> OutputFile { OutputFile(standardOutput: 1) }

    deinit {
        // The standard output stays open.
        guard descriptor > 1 else { return }
        close(descriptor)
        if let temporaryPath { unlink(temporaryPath) }
    }

    /// Whether `overwrite` is possible.
    var isSeekable: Bool { temporaryPath != nil }

    /// Throws `OutputError`.
    public func write(_ text: String) throws {
        buffer.append(contentsOf: text.utf8)
        if buffer.count >= Self.bufferSize { try flush() }
    }

    /// Throws `OutputError`.
    public func write(_ bytes: UnsafeRawBufferPointer) throws {
        buffer.append(contentsOf: bytes)
        if buffer.count >= Self.bufferSize { try flush() }
    }

    /// Replaces bytes at the start of the file, which must have been written before. Throws `OutputError`.
    func overwriteStart(_ bytes: [UInt8]) throws {
        try flush()
        let written = pwrite(descriptor, bytes, bytes.count, 0)
        guard written == bytes.count else { throw Self.error(written < 0 ? errno : ENOSPC, path: path) }
    }

    /// Hands all bytes to the system. Throws `OutputError`.
    public func flush() throws {
        try buffer.withUnsafeBytes { bytes in
            var offset = 0
            while offset < bytes.count, let base = bytes.baseAddress {
                let written = Foundation.write(descriptor, base + offset, bytes.count - offset)
                if written < 0 && errno == EINTR { continue }
                guard written > 0 else { throw Self.error(written < 0 ? errno : ENOSPC, path: path) }
                offset += written
            }
        }
        buffer.removeAll(keepingCapacity: true)
    }

    /// Writes what is left and gives the file its name. Call once, last. Throws `OutputError`.
    public func commit() throws {
        try flush()
        guard descriptor > 1 else { return }
        // A network disk may report that it is full only now.
        let status = close(descriptor)
        descriptor = -1
        guard status == 0, temporaryPath.map({ rename($0, path) == 0 }) ?? true else {
            let code = errno
            if let temporaryPath { unlink(temporaryPath) }
            throw Self.error(code, path: path)
        }
    }

    private static func error(_ code: Int32, path: String, isCreating: Bool = false) -> OutputError {
        if code == ENOSPC || code == EDQUOT { return .diskFull(path: path) }
        let reason =
            switch code {
            case ENOENT: "the folder does not exist"
            case EACCES, EPERM: "permission is denied"
            case EROFS: "the disk is read-only"
            case EPIPE: "the reader has gone"
            case ENOTDIR: "a part of the path is not a folder"
            default: String(cString: strerror(code)).lowercased()
            }
        return isCreating ? .cannotCreate(path: path, reason: reason) : .writeFailed(path: path, reason: reason)
    }
}
