import Synchronization

/// Whether the server has been asked to stop; once set it stays.
final class StopFlag: Sendable {
    private let flag = Mutex(false)

    var value: Bool { flag.withLock { $0 } }

    func set() { flag.withLock { $0 = true } }
}
