import Foundation
import UndertoneAudio

/// The autocorrelation of a windowed frame, divided by that of the window (Boersma 1993): two frames at a time.
struct CorrelationFrame: Sendable {
    let windowLength: Int
    /// The longest lag of the curves.
    let lastLag: Int
    /// The longest period, in samples.
    private let period: Int
    /// Times ½, as the transform wants its input.
    private let halfWindow: [Double]
    /// r_w(0) / r_w(lag).
    private let correction: [Double]
    private let correlation: LaneCorrelation
    var transformLength: Int { correlation.length }

    /// - Precondition: the window and the longest lag together, times the oversampling, are at most 65536 samples.
    init(options: PitchOptions, sampleRate: Int, windowLength: Int, lastLag: Int, oversampling: Int = 1) {
        self.windowLength = windowLength
        self.lastLag = lastLag
        period = max(1, Int(Double(sampleRate) / options.floor))
        let window = Self.window(options.window, length: windowLength)
        halfWindow = window.map { $0 / 2 }
        let correlation = LaneCorrelation(minimumLength: oversampling * (windowLength + lastLag))
        self.correlation = correlation
        var own = [Double](repeating: 1, count: lastLag + 1)
        withUnsafeTemporaryAllocation(of: DoublePair.self, capacity: 2 * correlation.length + 2) { buffer in
            guard let frames = buffer.baseAddress else { return }
            frames.initialize(repeating: .zero, count: 2 * correlation.length + 2)
            for index in 0..<windowLength { frames[index] = DoublePair(repeating: window[index] / 2) }
            let lags = correlation.autocorrelate(frames, frames + correlation.length)
            for lag in 0...lastLag { own[lag] = lags[lag][0] }
        }
        correction = own.map { own[0] / $0 }
    }

    static func window(_ window: PitchOptions.Window, length: Int) -> [Double] {
        (0..<length).map { index in
            // −½…½, symmetric about the middle between two samples.
            let place = (Double(index) + 0.5) / Double(length) - 0.5
            switch window {
            case .hann: return 0.5 + 0.5 * cos(2 * .pi * place)
            case .gaussian: return (exp(-48 * place * place) - exp(-12)) / (1 - exp(-12))
            }
        }
    }

    /// The frames that begin at `starts`.
    ///
    /// - Parameters:
    ///   - power: called with the power spectra of the two frames under way.
    ///   - candidates: called with each frame's lane and its curve, `curve[LagPeaks.depth + lag]` from −`depth` to `lastLag`: 1
    ///   at   lag 0, or zeros in a frame without any energy.
    @inline(__always)
    func measure(
        _ samples: UnsafeBufferPointer<Float>, starts: [Int], power: ((UnsafePointer<DoublePair>) -> Void)? = nil,
        candidates: (_ lane: Int, _ curve: UnsafePointer<Double>) -> [PitchCandidate]
    ) -> [PitchFrame] {
        guard let base = samples.baseAddress else { return [] }
        let length = correlation.length
        let curveLength = LagPeaks.depth + lastLag + 1
        var result: [PitchFrame] = []
        result.reserveCapacity(starts.count)
        withUnsafeTemporaryAllocation(of: DoublePair.self, capacity: 2 * length + 2) { pairs in
            withUnsafeTemporaryAllocation(of: Double.self, capacity: 2 * curveLength) { curves in
                guard let pairs = pairs.baseAddress, let first = curves.baseAddress else { return }
                let second = first + curveLength
                for index in stride(from: 0, to: starts.count, by: 2) {
                    // An odd last frame goes twice.
                    let isAlone = index + 1 == starts.count
                    let (a, b) = (base + starts[index], base + starts[isAlone ? index : index + 1])
                    let loudest = load(a, b, pairs)
                    correlate(pairs, first, second, power)
                    for (lane, curve) in [first, second].enumerated().prefix(isAlone ? 1 : 2) {
                        result.append(PitchFrame(candidates: candidates(lane, curve), peak: Float(loudest[lane])))
                    }
                }
            }
        }
        return result
    }

    /// Two frames without their local means, windowed, zeros behind; returns their largest values within half a period of the
    /// middle.
    @inline(__always)
    private func load(_ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, _ pairs: DoublePairPointer) -> DoublePair {
        let middle = windowLength / 2
        let around = max(0, middle - period)..<min(windowLength, middle + period)
        var sum = DoublePair.zero
        for n in around { sum += DoublePair(SIMD2<Float>(a[n], b[n])) }
        let mean = sum / Double(around.count)
        halfWindow.withUnsafeBufferPointer { window in
            for n in 0..<windowLength { pairs[n] = (DoublePair(SIMD2<Float>(a[n], b[n])) - mean) * window[n] }
        }
        for n in windowLength..<correlation.length { pairs[n] = .zero }
        return 2 * pairs.largestMagnitude(within: period / 2, of: middle, length: windowLength)
    }

    private func correlate(
        _ pairs: DoublePairPointer, _ first: UnsafeMutablePointer<Double>, _ second: UnsafeMutablePointer<Double>,
        _ power: ((UnsafePointer<DoublePair>) -> Void)?
    ) {
        let depth = LagPeaks.depth
        let lags = correlation.autocorrelate(pairs, pairs + correlation.length, power: power)
        correction.withUnsafeBufferPointer { correction in
            for lag in 0...lastLag {
                first[depth + lag] = lags[lag][0] * correction[lag]
                second[depth + lag] = lags[lag][1] * correction[lag]
            }
        }
        for curve in [first, second] {
            let energy = curve[depth]
            let scale = energy > 0 ? 1 / energy : 0
            for lag in 0...lastLag { curve[depth + lag] *= scale }
            for lag in 1...depth { curve[depth - lag] = curve[depth + lag] }
        }
    }
}
