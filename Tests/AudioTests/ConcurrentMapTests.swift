import Foundation
import Testing
import UndertoneAudio

@Suite struct ConcurrentMapTests {
    /// Counts from many tasks at once.
    private actor Counter {
        private(set) var now = 0
        private(set) var highest = 0
        private(set) var total = 0

        func enter() {
            now += 1
            total += 1
            highest = max(highest, now)
        }

        func leave() { now -= 1 }
    }

    private struct Refusal: Error {}

    @Test(arguments: [0, 1, 2, 7, 1000])
    func `results stand in the order of the elements`(count: Int) async throws {
        let results = try await concurrentMap(Array(0..<count), width: 3) { element in
            await Task.yield()
            return element * element
        }
        #expect(results == (0..<count).map { $0 * $0 })
    }

    @Test func `results that are nil are kept`() async throws {
        let results = try await concurrentMap([1, 2, 3]) { $0 == 2 ? nil : $0 }
        #expect(results == [1, nil, 3])
    }

    @Test func `no more than the width are under way at once`() async throws {
        let counter = Counter()
        _ = try await concurrentMap(Array(0..<40), width: 4) { _ in
            await counter.enter()
            for _ in 0..<10 { await Task.yield() }
            await counter.leave()
        }
        #expect(await counter.highest <= 4)
        #expect(await counter.total == 40)
    }

    @Test func `the first error stops the rest`() async {
        let counter = Counter()
        await #expect(throws: Refusal.self) {
            try await concurrentMap(Array(0..<1000), width: 2) { element in
                await counter.enter()
                if element == 3 { throw Refusal() }
            }
        }
        #expect(await counter.total < 1000)
    }

    @Test func `a cancelled task ends with a cancellation error`() async {
        let task = Task {
            try await concurrentMap(Array(0..<100), width: 2) { _ in try await Task.sleep(for: .seconds(3600)) }
        }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
    }

    @Test func `progress counts to the number of elements`() async throws {
        let (stream, continuation) = AsyncStream.makeStream(of: Int.self)
        _ = try await concurrentMap(Array(0..<20), progress: { continuation.yield($0) }) { $0 }
        continuation.finish()
        var seen: [Int] = []
        for await count in stream { seen.append(count) }
        #expect(seen == Array(1...20))
    }
}
