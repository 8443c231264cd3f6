/// Applies `transform` to every element on all cores and returns the results in the order of the elements.
///
/// At most `width` elements are under way at once. `progress` is called after each element with the number done. The first
/// error stops the rest, as does cancellation of the task.
package func concurrentMap<Element: Sendable, Result: Sendable>(
    _ elements: [Element],
    width: Int = processorCount,
    progress: (@Sendable (Int) -> Void)? = nil,
    _ transform: @escaping @Sendable (Element) async throws -> Result
) async throws -> [Result] {
    var results: [Result] = []
    results.reserveCapacity(elements.count)
    try await concurrentForEach(elements, width: width, progress: progress, transform) { results.append($0) }
    return results
}
