/// Applies `transform` to every element on all cores and hands each result on in the order of the elements, as soon as
/// it and all before it are there.
///
/// At most `4 × width` elements are between start and delivery, so memory stays bounded for a list of any length.
/// `progress` is called after each element with the number done. The first error stops the rest, as does cancellation.
package func concurrentForEach<Element: Sendable, Result: Sendable>(
    _ elements: [Element],
    width: Int = processorCount,
    progress: (@Sendable (Int) -> Void)? = nil,
    _ transform: @escaping @Sendable (Element) async throws -> Result,
    deliver: (Result) throws -> Void
) async throws {
    let width = max(1, width)
    try await withThrowingTaskGroup(of: (Int, Result).self) { group in
        var waiting: [Int: Result] = [:]
        var (started, running, done, delivered) = (0, 0, 0, 0)
        while delivered < elements.count {
            while running < width, started < min(elements.count, delivered + 4 * width) {
                let index = started
                let element = elements[index]
                group.addTask {
                    try Task.checkCancellation()
                    return (index, try await transform(element))
                }
                started += 1
                running += 1
            }
            guard let (index, result) = try await group.next() else { break }
            running -= 1
            done += 1
            progress?(done)
            waiting[index] = result
            while let next = waiting.removeValue(forKey: delivered) {
                try Task.checkCancellation()
                try deliver(next)
                delivered += 1
            }
        }
    }
}
