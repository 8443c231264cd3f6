/// Works on elements on several cores and hands the results over in the order of the elements, in the caller's isolation.
///
/// At most `width` elements are under way, and at most `4 * width` results wait for a slow one before them. The first error of
/// either closure stops the rest and is thrown, as is cancellation.
func orderedConcurrentForEach<Element: Sendable, Result: Sendable>(
    _ elements: [Element], width: Int, progress: (@Sendable (Int) -> Void)? = nil,
    work: @escaping @Sendable (Element) async throws -> Result, receive: (Result) throws -> Void
) async throws {
    try await withThrowingTaskGroup(of: (Int, Result).self) { group in
        var waiting: [Int: Result] = [:]
        var started = 0
        var running = 0
        var delivered = 0
        var done = 0
        while delivered < elements.count {
            while running < width, started < elements.count, started - delivered < 4 * width {
                let index = started
                let element = elements[index]
                group.addTask {
                    try Task.checkCancellation()
                    return (index, try await work(element))
                }
                started += 1
                running += 1
            }
            guard let (index, result) = try await group.next() else { break }
            running -= 1
            done += 1
            progress?(done)
            waiting[index] = result
            while let result = waiting.removeValue(forKey: delivered) {
                try Task.checkCancellation()
                try receive(result)
                delivered += 1
            }
        }
    }
}
