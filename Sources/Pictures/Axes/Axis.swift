import Foundation

/// A scale along one side of a panel: which value stands where.
public struct Axis: Hashable, Sendable {
    /// The values at both ends; the upper is above the lower, and both are finite.
    public let range: ClosedRange<Double>
    /// Where the lower and the upper end stand, in points; a vertical axis begins at the bottom.
    public let start: Double
    public let end: Double
    /// Equal ratios, not equal differences, take equal lengths.
    public let isLogarithmic: Bool

    /// A range that cannot be drawn (empty, not finite, or not above zero on a logarithmic axis) is replaced by 0…1 or 1…10.
    public init(_ range: ClosedRange<Double>, from start: Double, to end: Double, isLogarithmic: Bool = false) {
        let isDrawable =
            (range.upperBound - range.lowerBound).isFinite && range.upperBound > range.lowerBound
            && (!isLogarithmic || range.lowerBound > 0)
        self.range = isDrawable ? range : isLogarithmic ? 1...10 : 0...1
        self.start = start
        self.end = end
        self.isLogarithmic = isLogarithmic
    }

    /// In points.
    public var length: Double { abs(end - start) }

    /// Where a value stands, which may be outside the axis.
    public func position(of value: Double) -> Double {
        start + share(of: value) * (end - start)
    }

    /// Which value stands somewhere; the inverse of `position`.
    public func value(at position: Double) -> Double {
        let share = end == start ? 0 : (position - start) / (end - start)
        guard isLogarithmic else { return range.lowerBound + share * (range.upperBound - range.lowerBound) }
        return range.lowerBound * pow(range.upperBound / range.lowerBound, share)
    }

    private func share(of value: Double) -> Double {
        guard isLogarithmic else { return (value - range.lowerBound) / (range.upperBound - range.lowerBound) }
        guard value > 0 else { return 0 }
        return log(value / range.lowerBound) / log(range.upperBound / range.lowerBound)
    }
}
