import Foundation
import Synchronization

/// Makes batches ahead on a thread of its own, so that computing never waits for them.
struct BatchLoader: Sendable {
    let assembler: BatchAssembler
    private let queue = DispatchQueue(label: "undertone.batches")

    /// How many batches are made ahead.
    private static let ahead = 2

    init(_ assembler: BatchAssembler) {
        self.assembler = assembler
    }

    /// Calls the body with each batch of an epoch in order.
    ///
    /// - Parameter seed: of the epoch; each batch has one of its own.
    func forEachBatch(of plan: BatchPlan, seed: UInt64, _ body: (Int, Batch) throws -> Void) throws {
        var ordered: [Order] = []
        for index in plan.batches.indices {
            while ordered.count < min(index + Self.ahead, plan.batches.count) {
                ordered.append(order(plan.batches[ordered.count], seed: seed &+ UInt64(ordered.count) &* 0x9E37_79B9))
            }
            try body(index, ordered[index].wait())
        }
    }

    private func order(_ utterances: [Int], seed: UInt64) -> Order {
        let order = Order()
        queue.async { order.fulfil(assembler.batch(of: utterances, seed: seed)) }
        return order
    }

    /// A batch that is being made.
    private final class Order: Sendable {
        private let batch = Mutex<Batch?>(nil)
        private let isReady = DispatchSemaphore(value: 0)

        func fulfil(_ made: Batch) {
            batch.withLock { $0 = made }
            isReady.signal()
        }

        /// The batch, handed out once.
        func wait() -> Batch {
            while true {
                isReady.wait()
                if let made = batch.withLock({ $0.take() }) { return made }
            }
        }
    }
}
