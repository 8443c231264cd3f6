import Foundation

/// Adding sounds, and keeping levels, by peaks and root mean squares over the whole clip, pauses included: the paper's measure.
/// (`mix(_:into:signalToNoiseRatio:sampleRate:)` measures what sounds only, and its noise would be some decibels louder here.)
extension Perturber {
    func addingTone(_ frequency: Double, ratio: Double, to samples: [Float]) -> [Float] {
        let amplitude = Double(peak(samples)) * pow(10, -ratio / 20)
        let step = 2 * Double.pi * frequency / Double(sampleRate)
        return samples.indices.map { samples[$0] + Float(amplitude * sin(step * Double($0))) }
    }

    /// - Precondition: as much noise as there are samples.
    func adding(_ noise: [Float], ratio: Double, to samples: [Float]) -> [Float] {
        let power = meanSquare(noise)
        guard power > 0 else { return samples }
        let gain = Float((meanSquare(samples) / power).squareRoot() * pow(10, -ratio / 20))
        return zip(samples, noise).map { $0 + gain * $1 }
    }

    /// Clips at the magnitude that the given share of the samples lies above.
    func clipping(_ share: Double, of samples: [Float]) -> [Float] {
        let magnitudes = samples.map(abs).sorted(by: >)
        let limit = magnitudes[min(magnitudes.count - 1, Int(share * Double(magnitudes.count)))]
        return samples.map { min(limit, max(-limit, $0)) }
    }

    /// The samples at the level of the original, or as near to it as full scale allows to what did not clip before.
    func levelled(_ samples: [Float], as original: [Float]) -> [Float] {
        let power = meanSquare(samples)
        guard power > 0 else { return samples }
        let gain = Float((meanSquare(original) / power).squareRoot())
        let ceiling = max(1, peak(original)) / max(peak(samples), .leastNormalMagnitude)
        return samples.map { $0 * min(gain, ceiling) }
    }

    private func peak(_ samples: [Float]) -> Float {
        samples.reduce(0) { max($0, abs($1)) }
    }

    private func meanSquare(_ samples: [Float]) -> Double {
        samples.reduce(0) { $0 + Double($1) * Double($1) } / Double(max(1, samples.count))
    }
}
