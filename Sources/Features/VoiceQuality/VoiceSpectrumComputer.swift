import Foundation
import UndertoneAudio

/// Measures the spectrum of voiced frames: its balance, its first harmonics, and its cepstral peak.
///
/// One window of four periods of the pitch floor, so that harmonics stand apart, serves all of it. Every value is a ratio, so
/// that the gain does not matter.
struct VoiceSpectrumComputer: Sendable {
    /// A frame to measure.
    struct Request {
        /// In seconds.
        let time: Double
        /// The fundamental frequency in hertz.
        let frequency: Double
        /// The third formant in hertz; NaN where it was not found.
        let thirdFormant: Double
    }

    /// NaN where the sample rate or a silent frame leaves nothing to measure.
    struct Frame: Hashable, Sendable {
        /// The height in decibels of the cepstrum's peak over the straight line through it (Hillenbrand, Cleveland & Erickson
        /// 1994).
        var cepstralPeakProminence = Double.nan
        /// The first harmonic's level over the second's, in decibels.
        var firstToSecondHarmonic = Double.nan
        /// The first harmonic's level over that of the strongest partial within one F0 of the third formant, in decibels.
        var firstToThirdFormant = Double.nan
        /// The energy of 1–5 kHz over that of 50–1000 Hz, in decibels.
        var alphaRatio = Double.nan
        /// The strongest bin of 0–2 kHz over the strongest of 2–5 kHz, in decibels.
        var hammarbergIndex = Double.nan
        /// The slope in dB/Hz of the line through the levels of 0–500 Hz, and of 500–1500 Hz.
        var slopeTo500 = Double.nan
        var slope500To1500 = Double.nan
    }

    private let sampleRate: Double
    private let binWidth: Double
    private let halfWindow: [Double]
    private let transform: LaneTransform
    /// The quefrencies, in samples, among which the peak is looked for.
    private let periods: ClosedRange<Int>
    /// The shortest quefrency that the straight line takes in, 1 ms; below it the vocal tract reigns.
    private let firstQuefrency: Int
    /// Levels below the frame's highest bin by more than this are raised to it.
    private static let range: Float = 1e-12

    /// - Precondition: four periods of the floor are at most 65536 samples.
    init(floor: Double, ceiling: Double, sampleRate: Int) {
        self.sampleRate = Double(sampleRate)
        let window = WindowFunction.hannSymmetric.doubles(length: max(32, Int(4 * Double(sampleRate) / floor)))
        halfWindow = window.map { $0 / 2 }
        transform = LaneTransform(length: FrameOptions.transformLength(for: window.count))
        binWidth = Double(sampleRate) / Double(transform.length)
        let longest = min(transform.length / 2 - 2, Int((Double(sampleRate) / floor).rounded(.up)))
        firstQuefrency = max(1, sampleRate / 1000)
        periods = min(longest, max(firstQuefrency + 1, Int(Double(sampleRate) / ceiling)))...longest
    }

    /// Samples on either side of a frame's time that are read.
    var reach: Int { halfWindow.count / 2 + 2 }

    /// Two frames at once, one a lane; each depends on itself alone.
    func frames(in span: SampleSpan, _ first: Request, _ second: Request) -> (Frame, Frame) {
        guard let a = samples(in: span, first.time), let b = samples(in: span, second.time) else { return (Frame(), Frame()) }
        let length = transform.length
        let binCount = length / 2 + 1
        let lastLag = periods.upperBound + 1
        var result = (Frame(), Frame())
        withUnsafeTemporaryAllocation(of: DoublePair.self, capacity: 3 * length) { pairs in
            withUnsafeTemporaryAllocation(of: Float.self, capacity: 4 * (binCount + 8)) { floats in
                guard let frames = pairs.baseAddress, let floats = floats.baseAddress else { return }
                let power = frames + 2 * length
                for n in 0..<halfWindow.count { frames[n] = DoublePair(SIMD2<Float>(a[n], b[n])) * halfWindow[n] }
                for n in halfWindow.count..<length { frames[n] = .zero }
                let spectrum = transform.transformed(frames, frames + length)
                var highest = DoublePair.zero
                transform.unfold(spectrum) { bin, real, imaginary in
                    let value = real * real + imaginary * imaginary
                    power[bin] = value
                    highest.replace(with: value, where: value .> highest)
                }
                let lanes = (0..<2).map { lane in
                    let memory = floats + lane * 2 * (binCount + 8)
                    return Levels(power, lane: lane, highest: highest[lane], count: binCount, memory: memory)
                }
                // Levels are real and even, so that their transform forth is their transform back.
                for bin in 0..<binCount {
                    let value = DoublePair(Double(lanes[0].decibels[bin]), Double(lanes[1].decibels[bin]))
                    frames[bin] = value
                    if bin > 0 { frames[length - bin] = value }
                }
                transform.unfold(transform.transformed(frames, frames + length)) { lag, real, _ in
                    if lag <= lastLag { power[lag] = real }
                }
                result = (
                    frame(lanes[0], first, power, lane: 0, highest[0]), frame(lanes[1], second, power, lane: 1, highest[1])
                )
            }
        }
        return result
    }

    private func samples(in span: SampleSpan, _ time: Double) -> UnsafePointer<Float>? {
        let start = Int((time * sampleRate + 0.5).rounded(.down)) - halfWindow.count / 2
        return span.samples(start..<start + halfWindow.count)
    }

    /// One frame's power relative to its highest bin, and the same in decibels.
    private struct Levels {
        let power: UnsafeMutablePointer<Float>
        let decibels: UnsafeMutablePointer<Float>

        /// - Parameter memory: room for twice `count` + 8 numbers.
        init(_ pairs: DoublePairPointer, lane: Int, highest: Double, count: Int, memory: UnsafeMutablePointer<Float>) {
            power = memory
            decibels = memory + count + 8
            let scale = highest > 0 ? 1 / highest : 0
            for bin in 0..<count { power[bin] = max(range, Float(pairs[bin][lane] * scale)) }
            for bin in count..<count + 8 { power[bin] = 1 }
            for bin in stride(from: 0, to: count, by: 8) {
                SIMDProducts.store(LaneMath.scaledLog(SIMDProducts.load(power + bin), factor: 10 / log(10)), decibels + bin)
            }
        }
    }

    private func frame(
        _ levels: Levels, _ request: Request, _ cepstrum: DoublePairPointer, lane: Int, _ highest: Double
    ) -> Frame {
        var frame = Frame()
        guard highest > 0, highest.isFinite else { return frame }
        frame.cepstralPeakProminence = prominence(cepstrum, lane: lane)
        let first = partial(levels, at: request.frequency, within: request.frequency / 4)
        frame.firstToSecondHarmonic = first - partial(levels, at: 2 * request.frequency, within: request.frequency / 4)
        frame.firstToThirdFormant = first - partial(levels, at: request.thirdFormant, within: request.frequency)
        let (low, high) = (bins(from: 50, to: 1000), bins(from: 1000, to: 5000))
        if !low.isEmpty, !high.isEmpty {
            let below = SIMDProducts.sum(levels.power + low.lowerBound, count: low.count)
            let above = SIMDProducts.sum(levels.power + high.lowerBound, count: high.count)
            frame.alphaRatio = 10 * log10(Double(above / below))
        }
        if let below = maximum(levels, bins(from: 0, to: 2000)), let above = maximum(levels, bins(from: 2000, to: 5000)) {
            frame.hammarbergIndex = below - above
        }
        frame.slopeTo500 = slope(levels, bins(from: 0, to: 500))
        frame.slope500To1500 = slope(levels, bins(from: 500, to: 1500))
        return frame
    }

    /// The bins of lower ≤ frequency < upper; none unless half the sample rate reaches beyond `lower` by a quarter of the band.
    private func bins(from lower: Double, to upper: Double) -> Range<Int> {
        guard sampleRate / 2 > lower + (upper - lower) / 4 else { return 0..<0 }
        let first = Int((lower / binWidth).rounded(.up))
        return first..<max(first, min(transform.length / 2 + 1, Int((upper / binWidth).rounded(.up))))
    }

    private func maximum(_ levels: Levels, _ bins: Range<Int>) -> Double? {
        bins.lazy.map { levels.decibels[$0] }.max().map(Double.init)
    }

    /// The highest level about a frequency, between the bins too; NaN where that is undefined or too high.
    private func partial(_ levels: Levels, at frequency: Double, within width: Double) -> Double {
        guard frequency - width > 0, frequency + width < sampleRate / 2 else { return .nan }
        let first = Int(((frequency - width) / binWidth).rounded(.down))
        let last = min(transform.length / 2, Int(((frequency + width) / binWidth).rounded(.up)))
        guard let best = (first...max(first, last)).max(by: { levels.decibels[$0] < levels.decibels[$1] }) else { return .nan }
        let level = Double(levels.decibels[best])
        guard best > 0, best < transform.length / 2 else { return level }
        let (left, right) = (Double(levels.decibels[best - 1]), Double(levels.decibels[best + 1]))
        return left <= level && right <= level ? Parabola.vertex(left, level, right).height : level
    }

    private func slope(_ levels: Levels, _ bins: Range<Int>) -> Double {
        Self.line(bins) { Double(levels.decibels[$0]) }.map { $0.slope / binWidth } ?? .nan
    }

    private func prominence(_ cepstrum: DoublePairPointer, lane: Int) -> Double {
        func level(_ quefrency: Int) -> Double { 20 * log10(max(1e-9, abs(cepstrum[quefrency][lane]))) }
        guard let line = Self.line(firstQuefrency..<periods.upperBound + 1, level) else { return .nan }
        var peak = periods.lowerBound
        for quefrency in periods where abs(cepstrum[quefrency][lane]) > abs(cepstrum[peak][lane]) { peak = quefrency }
        return level(peak) - line.value(Double(peak))
    }

    /// The straight line through the values at the indices, by least squares; nil for fewer than two.
    private static func line(
        _ indices: Range<Int>, _ value: (Int) -> Double
    ) -> (slope: Double, value: (Double) -> Double)? {
        guard indices.count > 1 else { return nil }
        let n = Double(indices.count)
        let middle = Double(indices.lowerBound + indices.upperBound - 1) / 2
        var (sum, product) = (0.0, 0.0)
        for index in indices {
            let y = value(index)
            sum += y
            product += y * (Double(index) - middle)
        }
        // Σ (i − mean)² of n successive integers
        let slope = product * 12 / (n * (n * n - 1))
        return (slope, { sum / n + slope * ($0 - middle) })
    }
}
