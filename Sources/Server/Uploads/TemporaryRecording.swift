import Foundation
import NIOCore
import UndertoneAudio

/// An uploaded recording while it is in work: a file without a name, gone with the last descriptor, whatever becomes of the process.
final class TemporaryRecording: Sendable {
    private let descriptor: Int32

    /// - Throws: `APIError` when there is no space, or no descriptor left.
    init(folder: String = NSTemporaryDirectory()) throws(APIError) {
        var template = Array((folder + "/undertone-XXXXXX").utf8CString)
        let descriptor = mkstemp(&template)
        guard descriptor >= 0 else { throw Self.failure(errno) }
        unlink(template)
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        self.descriptor = descriptor
    }

    deinit {
        close(descriptor)
    }

    /// - Throws: `APIError` with code `storage_full` or `internal`.
    func append(_ buffer: ByteBufferView) throws(APIError) {
        let code: Int32 = buffer.withUnsafeBytes { bytes in
            var done = 0
            while done < bytes.count {
                let wrote = write(descriptor, bytes.baseAddress.map { $0 + done }, bytes.count - done)
                if wrote < 0, errno == EINTR { continue }
                guard wrote > 0 else { return errno }
                done += wrote
            }
            return 0
        }
        guard code == 0 else { throw Self.failure(code) }
    }

    /// A reader of what has been received, from its beginning.
    ///
    /// - Parameter name: what errors call it.
    func reader(name: String, options: DecodingOptions) throws -> AudioReader {
        let copy = fcntl(descriptor, F_DUPFD_CLOEXEC, 0)
        guard copy >= 0 else { throw Self.failure(errno) }
        return try AudioReader(adopting: copy, name: name, options: options)
    }

    private static func failure(_ code: Int32) -> APIError {
        switch code {
        case ENOSPC, EDQUOT, EFBIG: APIError(.storageFull, "The server has no space left for this recording.", retryAfter: 60)
        case EMFILE, ENFILE: APIError(.tooBusy, "The server has too many files open.", retryAfter: 1)
        default: APIError(.internal, "The recording cannot be kept while it is in work.")
        }
    }
}
