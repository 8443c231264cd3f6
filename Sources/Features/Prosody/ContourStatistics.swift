/// What a few numbers have in common; nil where too few are given to say.
enum ContourStatistics {
    static func mean(_ values: [Double]) -> Double? {
        values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
    }

    /// The standard deviation of two values or more, their mean square distance from the mean over their number.
    static func deviation(_ values: [Double]) -> Double? {
        guard values.count > 1, let mean = mean(values) else { return nil }
        return (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)).squareRoot()
    }

    /// The percentile of rising values, between the two nearest (`numpy.percentile`).
    static func percentile(_ share: Double, ofSorted values: [Double]) -> Double? {
        guard let last = values.indices.last else { return nil }
        let position = share / 100 * Double(last)
        let below = min(last, max(0, Int(position)))
        let above = min(last, below + 1)
        return values[below] + (position - Double(below)) * (values[above] - values[below])
    }

    /// The slope of the line of least squares.
    static func slope(of values: ArraySlice<Double>, over times: ArraySlice<Double>) -> Double? {
        guard values.count > 1 else { return nil }
        let timeMean = times.reduce(0, +) / Double(times.count)
        let valueMean = values.reduce(0, +) / Double(values.count)
        var (products, squares) = (0.0, 0.0)
        for (time, value) in zip(times, values) {
            products += (time - timeMean) * (value - valueMean)
            squares += (time - timeMean) * (time - timeMean)
        }
        return squares > 0 ? products / squares : nil
    }
}
