import Foundation

/// Noise whose power falls as 1/fᵞ above 20 Hz, by a bank of first-order low-pass filters an octave apart.
///
/// A sum of relaxations whose corner frequencies are in geometric progression, with weights f^(−γ/2), follows the power law within
/// a decibel; one lane of a vector is one filter, so that the bank costs little more than one of them.
struct ColouredNoise {
    private let rates: SIMD16<Float>
    private let weights: SIMD16<Float>
    private let isWhite: Bool

    /// - Parameters:
    ///   - exponent: γ, from 0 (white) by 1 (pink) to 2 (brown).
    ///   - sampleRate: in hertz.
    init(exponent: Double, sampleRate: Double) {
        var rates = SIMD16<Float>()
        var weights = SIMD16<Float>()
        for lane in 0..<16 {
            let corner = Self.lowest * pow(2, Double(lane))
            // Above half the rate a filter would let everything through; the last ones stand for all that is faster.
            guard corner < 2 * sampleRate else { break }
            // One filter alone falls by 6 dB an octave; several would overlap to less.
            guard lane == 0 || exponent < 2 else { break }
            rates[lane] = Float(1 - exp(-2 * Double.pi * corner / sampleRate))
            weights[lane] = Float(pow(corner / Self.lowest, -exponent / 2))
        }
        self.rates = rates
        self.weights = weights
        isWhite = exponent == 0
    }

    func samples(count: Int, using generator: inout SeededGenerator) -> [Float] {
        if isWhite { return (0..<count).map { _ in generator.nextNormal() } }
        var state = SIMD16<Float>()
        // Each filter starts as it would be after a long time.
        for lane in 0..<16 { state[lane] = (rates[lane] / (2 - rates[lane])).squareRoot() * generator.nextNormal() }
        return (0..<count).map { _ in
            state += rates * (generator.nextNormal() - state)
            return (weights * state).sum()
        }
    }

    /// In hertz.
    private static let lowest = 20.0
}
