import Foundation

/// A regular file open for reading at any offset. Opening never blocks; reading past the end gives fewer bytes.
final class RegularFile {
    let path: String
    let descriptor: Int32
    /// In bytes, when it was opened.
    let size: Int

    /// - Throws: `AudioError` for whatever is not a readable file with at least one byte.
    convenience init(path: String) throws(AudioError) {
        guard !path.isEmpty, !path.utf8.contains(0) else { throw AudioError(path: path, fact: .notFound) }
        // Without O_NONBLOCK, opening a pipe would wait for a writer.
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw AudioError(path: path, fact: Self.openFailure(path: path, code: errno)) }
        try self.init(adopting: descriptor, path: path)
    }

    /// Takes over an open descriptor, which is closed with the file, or at once where it cannot be read as one.
    ///
    /// - Parameter path: what errors call it.
    init(adopting descriptor: Int32, path: String) throws(AudioError) {
        self.path = path
        var status = stat()
        guard fstat(descriptor, &status) == 0 else {
            let code = errno
            close(descriptor)
            throw AudioError(path: path, fact: .unreadable(system: systemMessage(code)))
        }
        if let fact = Self.unsuitable(status) {
            close(descriptor)
            throw AudioError(path: path, fact: fact)
        }
        self.descriptor = descriptor
        size = Int(status.st_size)
    }

    deinit {
        close(descriptor)
    }

    /// Reads up to `count` bytes at `offset`; fewer only at the end of the file, −1 with `errno` on failure.
    func read(into bytes: UnsafeMutableRawPointer, count: Int, at offset: Int) -> Int {
        var done = 0
        while done < count {
            let got = pread(descriptor, bytes + done, count - done, off_t(offset + done))
            if got < 0, errno == EINTR { continue }
            guard got >= 0 else { return -1 }
            guard got > 0 else { break }
            done += got
        }
        return done
    }

    /// Up to `count` bytes at `offset`, fewer at the end of the file.
    func bytes(at offset: Int, count: Int) throws(AudioError) -> [UInt8] {
        guard offset >= 0, offset < size, count > 0 else { return [] }
        var failure: Int32 = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: min(count, size - offset)) { space, filled in
            guard let start = space.baseAddress else { return }
            let got = read(into: start, count: min(count, size - offset), at: offset)
            if got < 0 { failure = errno }
            filled = max(0, got)
        }
        guard failure == 0 else { throw AudioError(path: path, fact: .unreadable(system: systemMessage(failure))) }
        return bytes
    }

    private static func openFailure(path: String, code: Int32) -> AudioError.Fact {
        switch code {
        case ENOENT, ENOTDIR:
            var status = stat()
            let isLink = lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFLNK
            return isLink ? .danglingLink : .notFound
        case ENXIO:
            return .notRegularFile(kind: "a socket")
        default:
            return .unreadable(system: systemMessage(code))
        }
    }

    private static func unsuitable(_ status: stat) -> AudioError.Fact? {
        switch status.st_mode & S_IFMT {
        case S_IFREG: status.st_size == 0 ? .empty : nil
        case S_IFDIR: .isDirectory
        case S_IFIFO: .notRegularFile(kind: "a named pipe")
        case S_IFCHR, S_IFBLK: .notRegularFile(kind: "a device")
        case S_IFSOCK: .notRegularFile(kind: "a socket")
        default: .notRegularFile(kind: "something special")
        }
    }
}

/// The operating system's words for an error number, with a small first letter, as they stand inside a sentence.
func systemMessage(_ code: Int32) -> String {
    var buffer = [CChar](repeating: 0, count: 256)
    _ = strerror_r(code, &buffer, buffer.count)
    let message = String(decoding: buffer.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    return message.prefix(1).lowercased() + message.dropFirst()
}
