/// A measurement that moves over time: one value at each of equally distant times.
public struct Track: Hashable, Sendable {
    /// The time of the first value, in seconds.
    public var start: Double
    /// In seconds, above zero.
    public var step: Double
    /// NaN where there is nothing to measure.
    public var values: [Float]

    public init(start: Double = 0, step: Double, values: [Float] = []) {
        self.start = start
        self.step = step
        self.values = values
    }

    func time(of index: Int) -> Double { start + Double(index) * step }

    /// The value whose time is nearest; nil where that is past the last one.
    func value(at time: Double) -> Float? {
        let nearest = Int(max(0, min(((time - start) / step).rounded(), 1e9)))
        return nearest < values.count ? values[nearest] : nil
    }

    /// The lowest and the highest value that is finite; nil when none is.
    public var extremes: ClosedRange<Double>? {
        var result: ClosedRange<Double>?
        for value in values where value.isFinite {
            let value = Double(value)
            result = result.map { min($0.lowerBound, value)...max($0.upperBound, value) } ?? value...value
        }
        return result
    }

    /// The indices of the values whose times lie in a range.
    func indices(from lower: Double, to upper: Double) -> Range<Int> {
        guard step > 0, lower.isFinite, upper.isFinite, upper > lower else { return 0..<0 }
        let count = Double(values.count)
        let first = min(max(0, ((lower - start) / step).rounded(.up)), count)
        let end = min(max(first, ((upper - start) / step).rounded(.up)), count)
        return Int(first)..<Int(end)
    }
}
