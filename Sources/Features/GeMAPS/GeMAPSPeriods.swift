import Foundation

/// Follows the periods of the voice through the samples, for jitter and shimmer.
///
/// From where the last period ended, the next period's length is that within 10 % of the fundamental's at which a stretch of samples
/// correlates best with the stretch after it. Each frame follows the periods that end in its first hop; measured, jitter is
/// Σ|Tᵢ − Tᵢ₋₁| / Σ Tᵢ, each sum over its count, and shimmer is that of the two stretches' ranges, as a level. A frame in which
/// no period ends repeats the frame before.
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
        let shortest = max(2, Int(period * (1 - Self.searchRange)))
        let longest = max(shortest, Int((period * (1 + Self.searchRange)).rounded(.up)))
        var sums = Sums()
        while position + 2 * longest <= end {
            let from = max(0, position - bufferStart)
            guard from + 2 * longest + 2 <= samples.count else { break }
            let window = UnsafeBufferPointer(rebasing: samples[from..<from + 2 * longest + 2])
            guard let match = Self.match(window, lengths: shortest...longest) else {
                position += max(1, Int(period))
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
                jitter: changes > 0 ? lengthChanges / changes / (lengths / periods) : 0,
                shimmer: ranges > 0 ? rangeChanges / ranges : 0)
        }
    }

    private struct Match {
        var length: Int
        /// Between samples, by a parabola.
        var refined: Float
        var correlation: Double
    }

    /// The length whose two stretches from the window's start on correlate best, of those that correlate better than both neighbours.
    private static func match(_ window: UnsafeBufferPointer<Float>, lengths: ClosedRange<Int>) -> Match? {
        let reach = 2 * lengths.upperBound + 2
        return withUnsafeTemporaryAllocation(of: SIMD2<Double>.self, capacity: reach + 1) { totals -> Match? in
            // Running sums of the samples and of their squares.
            totals[0] = .zero
            for n in 0..<reach {
                let sample = Double(window[n])
                totals[n + 1] = totals[n] + SIMD2(sample, sample * sample)
            }
            var best: Match?
            var (before, here) = (-Double.infinity, correlation(window, totals, length: lengths.lowerBound - 1))
            var next = correlation(window, totals, length: lengths.lowerBound)
            for length in lengths {
                (before, here) = (here, next)
                next = correlation(window, totals, length: length + 1)
                guard here >= before, here >= next, here > best?.correlation ?? -.infinity else { continue }
                let bend = before - 2 * here + next
                let offset = bend < 0 ? (before - next) / (2 * bend) : 0
                best = Match(length: length, refined: Float(Double(length) + offset), correlation: here)
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

    /// From the lowest to the highest sample of either stretch.
    private static func ranges(_ window: UnsafeBufferPointer<Float>, length: Int) -> (Float, Float) {
        func range(_ part: Range<Int>) -> Float {
            var (low, high) = (window[part.lowerBound], window[part.lowerBound])
            for n in part {
                low = min(low, window[n])
                high = max(high, window[n])
            }
            return high - low
        }
        return (range(0..<length), range(length..<2 * length))
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
