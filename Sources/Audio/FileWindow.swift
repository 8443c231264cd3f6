import CSndFile
import Foundation

/// What libsndfile's callbacks see: a file from some byte on, and a position in it.
final class FileWindow {
    private let file: RegularFile
    private let start: Int
    private var position = 0
    /// The system's error number of a read that failed; libsndfile itself takes that for the end of the file.
    private(set) var failure: Int32?

    var path: String { file.path }
    private var length: Int { max(0, file.size - start) }

    init(file: RegularFile, start: Int) {
        self.file = file
        self.start = start
    }

    /// Opens a decoder on this window, which has to live as long as the decoder.
    func open(_ information: inout SF_INFO) throws(SoundFile.OpenFailure) -> OpaquePointer {
        let context = Unmanaged.passUnretained(self).toOpaque()
        var callbacks = Self.callbacks
        // libsndfile keeps the reason of a failed opening in one variable for the whole process. Openings run side by
        // side; one that fails runs again alone, to learn its own reason and not another's.
        let original = information
        if let handle = openings.together({ sf_open_virtual(&callbacks, Int32(SFM_READ), &information, context) }) {
            return handle
        }
        position = 0
        information = original
        var code: Int32 = 0
        var message = ""
        let handle = openings.alone {
            let handle = sf_open_virtual(&callbacks, Int32(SFM_READ), &information, context)
            if handle == nil {
                code = sf_error(nil)
                message = SoundFile.message(code)
            }
            return handle
        }
        guard let handle else { throw SoundFile.OpenFailure(code: code, message: message) }
        return handle
    }

    private func read(_ bytes: UnsafeMutableRawPointer, _ count: Int) -> Int {
        guard count > 0, position >= 0 else { return 0 }
        let got = file.read(into: bytes, count: min(count, max(0, length - position)), at: start + position)
        guard got >= 0 else {
            failure = errno
            return 0
        }
        position += got
        return got
    }

    private func seek(_ offset: Int, _ whence: Int32) -> Int {
        let origin =
            switch whence {
            case SEEK_SET: 0
            case SEEK_CUR: position
            default: length
            }
        let (target, overflows) = origin.addingReportingOverflow(offset)
        guard !overflows, target >= 0 else { return -1 }
        position = target
        return target
    }

    private static let callbacks = SF_VIRTUAL_IO(
        get_filelen: { context in sf_count_t(FileWindow.from(context)?.length ?? 0) },
        seek: { offset, whence, context in sf_count_t(FileWindow.from(context)?.seek(Int(offset), whence) ?? -1) },
        read: { bytes, count, context in
            guard let bytes, let window = FileWindow.from(context) else { return 0 }
            return sf_count_t(window.read(bytes, Int(count)))
        },
        write: { _, _, _ in 0 },
        tell: { context in sf_count_t(FileWindow.from(context)?.position ?? -1) })

    private static func from(_ context: UnsafeMutableRawPointer?) -> FileWindow? {
        context.map { Unmanaged<FileWindow>.fromOpaque($0).takeUnretainedValue() }
    }
}

/// Lets many run together, or one alone.
///
/// `@unchecked Sendable`: the lock is its only state, and POSIX allows its use from any thread.
private final class TogetherOrAlone: @unchecked Sendable {
    private let lock: UnsafeMutablePointer<pthread_rwlock_t>

    init() {
        lock = .allocate(capacity: 1)
        lock.initialize(to: pthread_rwlock_t())
        pthread_rwlock_init(lock, nil)
    }

    deinit {
        pthread_rwlock_destroy(lock)
        lock.deallocate()
    }

    func together<Result>(_ body: () -> Result) -> Result {
        pthread_rwlock_rdlock(lock)
        defer { pthread_rwlock_unlock(lock) }
        return body()
    }

    func alone<Result>(_ body: () -> Result) -> Result {
        pthread_rwlock_wrlock(lock)
        defer { pthread_rwlock_unlock(lock) }
        return body()
    }
}

private let openings = TogetherOrAlone()
