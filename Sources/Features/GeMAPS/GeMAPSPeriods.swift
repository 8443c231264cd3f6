import Foundation

/// Follows the periods of the voice through the samples, for jitter and shimmer.
///
/// From where the last period ended, the next period's length is that within 10 % of the fundamental's at which a stretch of
/// samples correlates best with the stretch after it. How it goes on was measured on the outputs: a frame follows the periods
/// whose two stretches end in its first hop, and one at least unless the last one reached beyond the frame's start; a length
/// that correlates below ½ is stepped over, and where none is a maximum, the fundamental's period is. Jitter is the mean of
/// |Tᵢ − Tᵢ₋₁| over the mean of Tᵢ, shimmer Σ|Aᵢ − Aᵢ₊₁| over Σ(Aᵢ + Aᵢ₊₁)/2, where A is a stretch's range; both are 1 at
/// most. A frame in which no period was found repeats the frame before.
struct GeMAPSPeriods: Sendable {
    private static let searchRange: Float = 0.1
    private static let lowestCorrelation = 0.5

    private let sampleRate: Int
    private let hopLength: Int
    /// Where the next period begins, as a position in the recording.
    private(set) var position = 0
    private var lastPeriod: Float?
    private var held = GeMAPSPerturbation()

    init(sampleRate: Int, hopLength: Int) {
        self.sampleRate = sampleRate
        self.hopLength = hopLength
    }

    /// Follows the periods of the next frame.
    ///
    /// - Parameters:
    ///   - samples: finite ones, the first at `bufferStart` in the recording.
    ///   - start: the frame's, in the recording.
    mutating func measure(
        _ samples: UnsafeBufferPointer<Float>, bufferStart: Int, start: Int, frequency: Float
    ) -> GeMAPSPerturbation {
        let end = start + hopLength
        guard frequency > 0 else {
            (position, lastPeriod, held) = (end, nil, GeMAPSPerturbation())
            return held
        }
        let period = Float(sampleRate) / frequency
        let (shortest, longest) = (Int(period * (1 - Self.searchRange)), Int(period * (1 + Self.searchRange)))
        // Two of the longest stretches and a little.
        let reach = 2 * (longest + 2)
        var sums = Sums()
        var mustFollow = position <= start
        while mustFollow || position + reach <= end {
            mustFollow = false
            let from = position - bufferStart
            guard from >= 0, from + reach <= samples.count else { break }
            let window = UnsafeBufferPointer(rebasing: samples[from..<from + reach])
            guard let match = Self.match(window, from: shortest, to: longest) else {
                position += max(1, Int(period.rounded()))
                continue
            }
            position += match.length
            guard match.correlation >= Self.lowestCorrelation else { continue }
            sums.add(match.refined, after: lastPeriod, ranges: Self.ranges(window, length: match.length))
            lastPeriod = match.refined
        }
        if sums.periods > 0 { held = sums.perturbation }
        return held
    }

    private struct Sums {
        var periods: Float = 0
        private var lengths: Float = 0
        private var changes: Float = 0
        private var lengthChanges: Float = 0
        private var ranges: Float = 0
        private var rangeChanges: Float = 0

        mutating func add(_ length: Float, after last: Float?, ranges pair: (Float, Float)) {
            periods += 1
            lengths += length
            if let last {
                changes += 1
                lengthChanges += abs(length - last)
            }
            ranges += (pair.0 + pair.1) / 2
            rangeChanges += abs(pair.0 - pair.1)
        }

        var perturbation: GeMAPSPerturbation {
            GeMAPSPerturbation(
                jitter: changes > 0 ? min(1, lengthChanges / changes / (lengths / periods)) : 0,
                shimmer: ranges > 0 ? min(1, rangeChanges / ranges) : 0)
        }
    }

    private struct Match {
        var length: Int
        /// Between samples, by a parabola.
        var refined: Float
        /// The parabola's height.
        var correlation: Double
    }

    /// The length whose two stretches from the window's start on correlate best, of those strictly between the bounds that
    /// correlate no worse than their neighbours.
    private static func match(_ window: UnsafeBufferPointer<Float>, from shortest: Int, to longest: Int) -> Match? {
        guard shortest >= 1, longest - shortest >= 2, 2 * longest <= window.count else { return nil }
        return withUnsafeTemporaryAllocation(of: SIMD2<Double>.self, capacity: 2 * longest + 1) { totals -> Match? in
            // Running sums of the samples and of their squares.
            totals[0] = .zero
            for n in 0..<2 * longest {
                let sample = Double(window[n])
                totals[n + 1] = totals[n] + SIMD2(sample, sample * sample)
            }
            var best: Match?
            var highest = -Double.infinity
            var before = 0.0
            var here = correlation(window, totals, length: shortest)
            var next = correlation(window, totals, length: shortest + 1)
            for length in shortest + 1..<longest {
                (before, here) = (here, next)
                next = correlation(window, totals, length: length + 1)
                guard here >= before, here >= next, here > highest else { continue }
                highest = here
                let bend = before - 2 * here + next
                let offset = bend < 0 ? (before - next) / (2 * bend) : 0
                let height = here - (before - next) * offset / 4
                best = Match(length: length, refined: Float(Double(length) + offset), correlation: height)
            }
            return best
        }
    }

    /// Of the first `length` samples with the `length` after them, without their means; 0 where either is constant.
    private static func correlation(
        _ window: UnsafeBufferPointer<Float>, _ totals: UnsafeMutableBufferPointer<SIMD2<Double>>, length: Int
    ) -> Double {
        let count = Double(length)
        let (first, second) = (totals[length], totals[2 * length] - totals[length])
        let variances = (first[1] - first[0] * first[0] / count) * (second[1] - second[0] * second[0] / count)
        guard variances > 0 else { return 0 }
        let product = window.product(at: 0, with: length, count: length) - first[0] * second[0] / count
        return product / variances.squareRoot()
    }

    /// From the lowest to the highest sample inside either stretch; measured, its first and its last do not count.
    private static func ranges(_ window: UnsafeBufferPointer<Float>, length: Int) -> (Float, Float) {
        func range(_ part: Range<Int>) -> Float {
            guard let first = part.first else { return 0 }
            var (low, high) = (window[first], window[first])
            for n in part {
                low = min(low, window[n])
                high = max(high, window[n])
            }
            return high - low
        }
        guard length > 2 else { return (0, 0) }
        return (range(1..<length - 1), range(length + 1..<2 * length - 1))
    }
}

/// How much consecutive periods differ.
struct GeMAPSPerturbation: Hashable, Sendable {
    /// In length, in proportion to their length.
    var jitter: Float = 0
    /// In range, in proportion to their range.
    var shimmer: Float = 0

    /// The shimmer as a level in dB, as the reference prints it: 20·log₁₀(1 + shimmer).
    var shimmerLevel: Float { 20 * log10(1 + shimmer) }
}
