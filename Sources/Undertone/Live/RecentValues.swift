import UndertoneAudio

/// The end of a long row of values, by their places in the whole row.
struct RecentValues<Value: Sendable>: Sendable {
    fileprivate(set) var values: [Value] = []
    /// The place of the first that is kept.
    private var start = 0

    /// How many values there have been.
    var end: Int { start + values.count }

    mutating func append(_ new: [Value]) { values += new }

    /// Lets go of all before a place.
    mutating func forget(before place: Int) {
        let count = min(values.count, place - start)
        guard count > 0 else { return }
        values.removeFirst(count)
        start += count
    }

    /// Those of the range that are kept.
    subscript(range: Range<Int>) -> ArraySlice<Value> {
        let low = min(max(range.lowerBound - start, 0), values.count)
        return values[low..<min(max(range.upperBound - start, low), values.count)]
    }
}

extension RecentValues<Float> {
    /// Makes room for so many samples, within reason.
    mutating func reserve(_ count: Int) { values.reserveForSound(count) }
}
