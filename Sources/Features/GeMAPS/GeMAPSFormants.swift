import Foundation

/// The resonances of a 20 ms frame: linear prediction of order 11 by autocorrelation on the frame's spectrum below 5.5 kHz, which
/// is the frame resampled to 11 kHz; roots between 50 and 5450 Hz are formants, F1 the lowest.
///
/// These are the voice's resonances as the GeMAPS paper describes them. openSMILE 2.6 prints other numbers, broad and evenly
/// spaced ones for any voice (a vowel made with resonances at 500, 1500 and 2500 Hz gives 936, 1482 and 2492 Hz with bandwidths
/// of 1720, 1270 and 769 Hz there); how it comes to them is not known, and they are not followed.
struct GeMAPSFormants: Hashable, Sendable {
    static let order = 11
    /// The rate that the spectrum is cut down to, in Hz; a lower one is left as it is.
    private let rate: Double
    /// cos(2π·k·j/M) of bin k and lag j, order + 1 values a bin, with the bin's weight.
    private let cosines: [Double]

    init(sampleRate: Int, transformLength: Int) {
        rate = min(11_000, Double(sampleRate))
        let samples = Double(transformLength) * rate / Double(sampleRate)
        cosines = (0...Int(samples / 2)).flatMap { bin in
            // Bins between 0 and the Nyquist frequency stand for two.
            let weight = bin == 0 || Double(2 * bin) == samples ? 0.5 : 1
            return (0...Self.order).map { weight * cos(2 * .pi * Double(bin * $0) / samples) }
        }
    }

    func measure(_ power: DoublePairPointer, into pair: inout FramePair) {
        withUnsafeTemporaryAllocation(of: DoublePair.self, capacity: Self.order + 1) { correlation in
            for lag in 0...Self.order { correlation[lag] = .zero }
            cosines.withUnsafeBufferPointer { cosines in
                for bin in 0..<cosines.count / (Self.order + 1) {
                    let row = bin * (Self.order + 1)
                    for lag in 0...Self.order { correlation[lag] += power[bin] * cosines[row + lag] }
                }
            }
            find(correlation.map { $0[0] }, into: &pair.first)
            find(correlation.map { $0[1] }, into: &pair.second)
        }
    }

    private func find(_ correlation: [Double], into frame: inout GeMAPSSpectralFrame) {
        guard let filter = LinearPrediction.errorFilter(autocorrelation: correlation) else { return }
        var formants: [(frequency: Double, bandwidth: Double)] = []
        PolynomialRoots.find(in: filter) { root in
            guard root.imaginary > 0 else { return }
            let frequency = atan2(root.imaginary, root.real) * rate / (2 * .pi)
            let bandwidth = -log(root.real * root.real + root.imaginary * root.imaginary) * rate / (2 * .pi)
            if (50...5450).contains(frequency) { formants.append((frequency, bandwidth)) }
        }
        formants.sort { $0.frequency < $1.frequency }
        for (index, formant) in formants.prefix(3).enumerated() {
            frame.formantFrequencies[index] = Float(formant.frequency)
            frame.formantBandwidths[index] = Float(formant.bandwidth)
        }
    }
}
