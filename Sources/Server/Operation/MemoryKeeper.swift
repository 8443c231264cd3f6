import CAllocator
import ServiceLifecycle

/// Gives memory that is no longer used back to the system, now and then.
///
/// glibc gives back the end of a heap and no page before it: after a peak, or when what was freed lies between what is used, a server would
/// keep the most that it ever needed.
struct MemoryKeeper: Service {
    static let pause = Duration.seconds(300)

    func run() async throws {
        try? await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                try await Task.sleep(for: Self.pause)
                allocator_trim()
            }
        }
    }
}
