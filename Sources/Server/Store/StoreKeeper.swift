import Logging
import ServiceLifecycle

/// Lets results expire, once at the start and then every hour.
struct StoreKeeper: Service {
    let store: ResultStore
    let logger: Logger

    func run() async throws {
        try? await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                do { try await store.expire() } catch { logger.error("old results could not be deleted", metadata: ["error": "\(error)"]) }
                try await Task.sleep(for: .seconds(3600))
            }
        }
    }
}
