import Foundation

/// A value that an axis names.
public struct Tick: Hashable, Sendable {
    public let value: Double
    public let label: String

    public init(value: Double, label: String) {
        self.value = value
        self.label = label
    }
}

extension Axis {
    /// At most `count` ticks (but at least two where two fit the range) at round numbers: steps of 1, 2 or 5 times a power
    /// of ten.
    public func ticks(atMost count: Int) -> [Tick] {
        guard let step = Self.roundStep(range, atMost: count) else { return [] }
        let decimals = max(0, Int((-log10(step) - 1e-9).rounded(.up)))
        return Self.multiples(of: step, in: range).map { value in
            // No minus before a zero.
            Tick(value: value, label: String(format: "%.\(decimals)f", value == 0 ? 0 : value))
        }
    }

    /// Those of `candidates` that lie on the axis and keep `distance` points from each other, the first of two winning.
    public func ticks(among candidates: [Double], distance: Double) -> [Tick] {
        var kept: [Double] = []
        for candidate in candidates where range.contains(candidate) {
            let place = position(of: candidate)
            if kept.allSatisfy({ abs(position(of: $0) - place) >= distance }) { kept.append(candidate) }
        }
        return kept.sorted().map { Tick(value: $0, label: String(format: "%g", $0)) }
    }

    /// The smallest round step of which at most `count` multiples lie in the range.
    static func roundStep(_ range: ClosedRange<Double>, atMost count: Int) -> Double? {
        let width = range.upperBound - range.lowerBound
        guard count > 0, width > 0, width.isFinite else { return nil }
        let smallest = floor(log10(width / Double(count)))
        for exponent in 0...2 {
            for factor in [1.0, 2, 5] {
                let step = factor * pow(10, smallest + Double(exponent))
                if Self.multiplesCount(of: step, in: range) <= count { return step }
            }
        }
        return nil
    }

    /// The multiples of a step in a range, computed from whole numbers so that errors do not add up.
    static func multiples(of step: Double, in range: ClosedRange<Double>) -> [Double] {
        let first = (range.lowerBound / step - tolerance).rounded(.up)
        let count = multiplesCount(of: step, in: range)
        return (0..<count).map { (first + Double($0)) * step }
    }

    private static func multiplesCount(of step: Double, in range: ClosedRange<Double>) -> Int {
        let first = (range.lowerBound / step - tolerance).rounded(.up)
        let last = (range.upperBound / step + tolerance).rounded(.down)
        guard last >= first, last - first < 10_000 else { return last >= first ? 10_000 : 0 }
        return Int(last - first) + 1
    }

    /// In steps: an end of the range counts although it is not hit to the last bit.
    private static let tolerance = 1e-6
}
