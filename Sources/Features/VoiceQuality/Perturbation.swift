import Foundation

/// How much the periods of a voice differ from one to the next in length (jitter) and in amplitude (shimmer).
///
/// The measures and limits are Praat's: intervals between pulses count as periods from 0.1 to 20 ms, two neighbours are compared
/// where the longer is at most 1.3 times the shorter, and two amplitudes where the larger is at most 1.6 times the smaller.
/// All are NaN where nothing can be compared.
struct Perturbation: Hashable, Sendable {
    /// The mean difference of consecutive periods, as a share of the mean period.
    private(set) var jitterLocal = Double.nan
    /// The relative average perturbation: a period against the mean of itself and its two neighbours.
    private(set) var jitterRAP = Double.nan
    /// The five-point period perturbation quotient: a period against the mean of itself and its four nearest neighbours.
    private(set) var jitterPPQ5 = Double.nan
    /// The mean difference of the amplitudes of consecutive periods, as a share of the mean amplitude.
    private(set) var shimmerLocal = Double.nan
    /// The mean of the same difference in decibels.
    private(set) var shimmerLocalDecibels = Double.nan
    /// The amplitude perturbation quotients over three and over five periods.
    private(set) var shimmerAPQ3 = Double.nan
    private(set) var shimmerAPQ5 = Double.nan

    private static let shortest = 0.0001
    private static let longest = 0.02
    private static let periodFactor = 1.3
    private static let amplitudeFactor = 1.6
    /// The share of the periods on either side of a pulse whose sound makes its amplitude.
    private static let amplitudeShare = 0.2

    /// - Parameter pulses: in seconds, rising.
    init(pulses: [Double], in span: SampleSpan, sampleRate: Double) {
        guard pulses.count > 2 else { return }
        let periods = zip(pulses.dropFirst(), pulses).map { $0 - $1 }
        let comparable = zip(periods, periods.dropFirst()).map(Self.areNeighbours)
        measureJitter(periods, comparable)

        var times: [Double] = []
        var amplitudes: [Double] = []
        for (index, comparable) in comparable.enumerated() where comparable {
            let pulse = pulses[index + 1]
            let start = pulse - Self.amplitudeShare * periods[index]
            let end = pulse + Self.amplitudeShare * periods[index + 1]
            guard let amplitude = Self.amplitude(from: start, to: end, in: span, sampleRate) else { continue }
            times.append(pulse)
            amplitudes.append(amplitude)
        }
        measureShimmer(amplitudes, times)
    }

    private static func areNeighbours(_ first: Double, _ second: Double) -> Bool {
        let (short, long) = (min(first, second), max(first, second))
        return short >= shortest && long <= longest && long <= periodFactor * short
    }

    private mutating func measureJitter(_ periods: [Double], _ comparable: [Bool]) {
        // A period counts in the mean where it is compared with a neighbour.
        var (sum, count, difference, pairs) = (0.0, 0, 0.0, 0)
        for (index, period) in periods.enumerated() {
            let before = index > 0 && comparable[index - 1]
            let after = index < comparable.count && comparable[index]
            if before || after { (sum, count) = (sum + period, count + 1) }
            if after { (difference, pairs) = (difference + abs(periods[index + 1] - period), pairs + 1) }
        }
        guard pairs > 0 else { return }
        let mean = sum / Double(count)
        jitterLocal = difference / Double(pairs) / mean
        jitterRAP = Self.quotient(periods, comparable, width: 3) / mean
        jitterPPQ5 = Self.quotient(periods, comparable, width: 5) / mean
    }

    private mutating func measureShimmer(_ amplitudes: [Double], _ times: [Double]) {
        guard amplitudes.count > 1 else { return }
        let comparable = (0..<amplitudes.count - 1).map { index in
            let (small, large) = (min(amplitudes[index], amplitudes[index + 1]), max(amplitudes[index], amplitudes[index + 1]))
            let interval = times[index + 1] - times[index]
            return interval >= Self.shortest && interval <= Self.longest && small > 0 && large <= Self.amplitudeFactor * small
        }
        var (difference, decibels, pairs) = (0.0, 0.0, 0)
        for (index, comparable) in comparable.enumerated() where comparable {
            difference += abs(amplitudes[index + 1] - amplitudes[index])
            decibels += abs(20 * log10(amplitudes[index + 1] / amplitudes[index]))
            pairs += 1
        }
        guard pairs > 0 else { return }
        let mean = amplitudes.reduce(0, +) / Double(amplitudes.count)
        shimmerLocal = difference / Double(pairs) / mean
        shimmerLocalDecibels = decibels / Double(pairs)
        shimmerAPQ3 = Self.quotient(amplitudes, comparable, width: 3) / mean
        shimmerAPQ5 = Self.quotient(amplitudes, comparable, width: 5) / mean
    }

    /// The mean distance of a value from the mean of the `width` values about it, over runs in which all neighbours are
    /// comparable.
    private static func quotient(_ values: [Double], _ comparable: [Bool], width: Int) -> Double {
        var (sum, count, run) = (0.0, 0, 0)
        for (index, comparable) in comparable.enumerated() {
            run = comparable ? run + 1 : 0
            guard run >= width - 1 else { continue }
            let around = values[index + 2 - width...index + 1]
            sum += abs(values[index + 1 - width / 2] - around.reduce(0, +) / Double(width))
            count += 1
        }
        return count > 0 ? sum / Double(count) : .nan
    }

    /// The root mean square of the sound between two times, weighted by a Hann window.
    private static func amplitude(from start: Double, to end: Double, in span: SampleSpan, _ sampleRate: Double) -> Double? {
        let first = Int((start * sampleRate - 0.5).rounded(.up))
        let last = Int((end * sampleRate - 0.5).rounded(.down))
        guard last >= first, let samples = span.samples(first..<last + 1) else { return nil }
        var (energy, weights) = (0.0, 0.0)
        for n in 0...last - first {
            let place = ((Double(first + n) + 0.5) / sampleRate - (start + end) / 2) / (end - start)
            let window = 0.5 + 0.5 * cos(2 * .pi * place)
            let value = window * Double(samples[n])
            energy += value * value
            weights += window * window
        }
        guard weights > 0, energy.isFinite else { return nil }
        return (energy / weights).squareRoot()
    }
}
