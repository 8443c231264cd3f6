/// Applies `transform` to every element on all cores and returns the results in the order of the elements.
///
/// At most `width` elements are under way at once, so memory stays bounded. `progress` is called after each element
/// with the number done. The first error stops the rest, as does cancellation of the task.
package func concurrentMap<Element: Sendable, Result: Sendable>(
    _ elements: [Element],
    width: Int = processorCount,
    progress: (@Sendable (Int) -> Void)? = nil,
    _ transform: @escaping @Sendable (Element) async throws -> Result
) async throws -> [Result] {
    try await withThrowingTaskGroup(of: (Int, Result).self) { group in
        var results = [Result?](repeating: nil, count: elements.count)
        var next = 0
        func startOne() {
            guard next < elements.count else { return }
            let index = next
            let element = elements[index]
            next += 1
            group.addTask {
                try Task.checkCancellation()
                return (index, try await transform(element))
            }
        }
        for _ in 0..<max(1, width) { startOne() }
        var done = 0
        while let (index, result) = try await group.next() {
            results[index] = result
            done += 1
            progress?(done)
            startOne()
        }
        return results.compactMap { $0 }
    }
}
