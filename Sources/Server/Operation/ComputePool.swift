import Foundation
import UndertoneAudio

/// Where uploads are judged: threads of their own, one a core, so that long recordings queue up behind one another and live streams
/// do not wait behind them.
///
/// `@unchecked Sendable`: it holds nothing but an `OperationQueue`, whose methods may be called from any thread.
final class ComputePool: TaskExecutor, @unchecked Sendable {
    private let queue = OperationQueue()

    init(width: Int = processorCount) {
        queue.maxConcurrentOperationCount = max(1, width)
        queue.name = "undertone.compute"
        queue.qualityOfService = .utility
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.addOperation { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }

    /// Runs work on the pool, and gives it up when the client is gone or the task is cancelled.
    ///
    /// - Parameter isConnected: asked four times a second.
    func run<Result: Sendable>(
        while isConnected: @escaping @Sendable () -> Bool, _ work: @escaping @Sendable () throws -> Result
    ) async throws -> Result {
        try await withThrowingTaskGroup(of: Result?.self) { group in
            group.addTask(executorPreference: self) { try work() }
            group.addTask {
                while isConnected() { try await Task.sleep(for: .milliseconds(250)) }
                return nil
            }
            defer { group.cancelAll() }
            guard let result = try await group.next() ?? nil else { throw CancellationError() }
            return result
        }
    }
}
