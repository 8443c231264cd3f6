import Foundation
import UndertoneAudio

/// Ratios, slopes and flux of linear bands of a power spectrum.
struct GeMAPSSpectralBands: Hashable, Sendable {
    /// The first bins at or above 1, 2 and 5 kHz, and the end of the bins up to and with 5 kHz.
    private let from1000: Int
    private let from2000: Int
    private let from5000: Int
    private let through5000: Int
    private let low: GeMAPSSlope
    private let high: GeMAPSSlope
    /// The lowest power that a level is taken of: −140 dB.
    private static let floor: Float = 1e-14

    init(sampleRate: Int, transformLength: Int) {
        let spacing = Double(sampleRate) / Double(transformLength)
        let binCount = transformLength / 2 + 1
        func start(_ frequency: Double) -> Int { min(Int((frequency / spacing).rounded(.up)), binCount) }
        (from1000, from2000, from5000) = (start(1000), start(2000), start(5000))
        through5000 = min(Int(5000 / spacing) + 1, binCount)
        low = GeMAPSSlope(band: 0...500, spacing: spacing, binCount: binCount)
        high = GeMAPSSlope(band: 500...1500, spacing: spacing, binCount: binCount)
    }

    func measure(_ power: DoublePairPointer, into pair: inout FramePair) {
        var (below, above, lowPeak, highPeak) = (DoublePair.zero, DoublePair.zero, DoublePair.zero, DoublePair.zero)
        for bin in 0..<from1000 { below += power[bin] }
        for bin in from1000..<through5000 { above += power[bin] }
        for bin in 0..<from2000 { lowPeak = lowPeak.replacing(with: power[bin], where: power[bin] .> lowPeak) }
        for bin in from2000..<through5000 { highPeak = highPeak.replacing(with: power[bin], where: power[bin] .> highPeak) }
        pair[\.alphaRatio] = Self.decibels(above, over: below)
        pair[\.hammarbergIndex] = Self.decibels(lowPeak, over: highPeak)
        (pair[\.slope0to500], pair[\.slope500to1500]) = slopes(power)
    }

    /// 0 where either is no power at all, as in digital silence.
    private static func decibels(_ a: DoublePair, over b: DoublePair) -> DoublePair {
        var result = DoublePair.zero
        for lane in 0..<2 where a[lane] > 0 && b[lane] > 0 { result[lane] = 10 * log10(a[lane] / b[lane]) }
        return result
    }

    /// Four bins of both frames at a time share one logarithm.
    private func slopes(_ power: DoublePairPointer) -> (DoublePair, DoublePair) {
        var (first, second) = (Lanes.zero, Lanes.zero)
        for group in 0..<high.lanes.count {
            let bin = 4 * group
            let values = Lanes(
                lowHalf: HalfLanes(lowHalf: SIMD2<Float>(power[bin]), highHalf: SIMD2<Float>(power[bin + 1])),
                highHalf: HalfLanes(lowHalf: SIMD2<Float>(power[bin + 2]), highHalf: SIMD2<Float>(power[bin + 3])))
            let level = LaneMath.scaledLog(LaneMath.max(values, Lanes(repeating: Self.floor)), factor: Float(10 / log(10.0)))
            if group < low.lanes.count { first += level * low.lanes[group] }
            second += level * high.lanes[group]
        }
        return (Self.folded(first), Self.folded(second))
    }

    private static func folded(_ sums: Lanes) -> DoublePair {
        let half = sums.lowHalf + sums.highHalf
        return DoublePair(half.lowHalf + half.highHalf)
    }

    func flux(_ power: DoublePairPointer, state: inout GeMAPSSpectralState, count: Int, into pair: inout FramePair) {
        let isFirst = state.previousMagnitude.isEmpty
        if isFirst { state.previousMagnitude = [Double](repeating: 0, count: from5000) }
        let sum = state.previousMagnitude.withUnsafeMutableBufferPointer { previous in
            var sum = DoublePair.zero
            for bin in 0..<from5000 {
                let magnitude = power[bin].squareRoot()
                let difference = magnitude - DoublePair(isFirst ? magnitude[0] : previous[bin], magnitude[0])
                sum += difference * difference
                previous[bin] = magnitude[count - 1]
            }
            return sum
        }
        pair[\.spectralFlux] = (sum / Double(from5000)).squareRoot()
    }
}
