import Synchronization

/// Counts what is under way and lets in no more than so many at a time; nobody waits.
final class AdmissionGate: Sendable {
    let limit: Int
    private let state = Mutex(0)

    init(limit: Int) {
        self.limit = limit
    }

    var count: Int { state.withLock { $0 } }
    var isFull: Bool { count >= limit }

    /// False when it is full; else ``leave()`` must follow.
    func enter() -> Bool {
        state.withLock {
            guard $0 < limit else { return false }
            $0 += 1
            return true
        }
    }

    func leave() {
        state.withLock { $0 -= 1 }
    }
}
