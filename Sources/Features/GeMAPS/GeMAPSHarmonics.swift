import Foundation

/// The harmonics of a voiced frame: the peaks of its magnitude spectrum nearest to the multiples of the fundamental frequency.
struct GeMAPSHarmonics: Sendable {
    private struct Harmonic {
        /// In hertz, of the peak.
        var frequency: Float
        /// The peak bin's magnitude, and that of a parabola through it and its neighbours.
        var bin: Float
        var peak: Float
    }
    private var harmonics: [Harmonic] = []
    private let fundamentalFrequency: Float
    /// How far a harmonic may be from a formant, in proportion to the formant's frequency.
    private static let reach: Float = 0.2
    private static let count = 100
    /// No level is lower, in dB.
    private static let lowestLevel: Float = -200

    init(magnitudes: UnsafeBufferPointer<Float>, binWidth: Float, fundamentalFrequency: Float) {
        self.fundamentalFrequency = fundamentalFrequency
        harmonics.reserveCapacity(Self.count)
        for harmonic in 1...Self.count {
            let middle = Int(fundamentalFrequency / binWidth * Float(harmonic) + 0.5)
            guard middle < magnitudes.count - 1, let bin = Self.nearestPeak(to: middle, magnitudes) else { break }
            let (left, here, right) = (magnitudes[bin - 1], magnitudes[bin], magnitudes[bin + 1])
            let bend = left - 2 * here + right
            let offset = bend < 0 ? (left - right) / (2 * bend) : 0
            harmonics.append(
                Harmonic(
                    frequency: (Float(bin) + offset) * binWidth, bin: here, peak: here - (left - right) * offset / 4))
        }
    }

    /// Of two equally near peaks the higher one in frequency.
    private static func nearestPeak(to middle: Int, _ magnitudes: UnsafeBufferPointer<Float>) -> Int? {
        let last = magnitudes.count - 2
        for distance in 0...magnitudes.count {
            let (up, down) = (middle + distance, middle - distance)
            if up > last, down < 1 { return nil }
            if up >= 1, up <= last, isPeak(up, magnitudes) { return up }
            if down >= 1, down <= last, isPeak(down, magnitudes) { return down }
        }
        return nil
    }

    private static func isPeak(_ bin: Int, _ magnitudes: UnsafeBufferPointer<Float>) -> Bool {
        magnitudes[bin] > magnitudes[bin - 1] && magnitudes[bin] > magnitudes[bin + 1]
    }

    /// The level of a partial over that of another, in dB; the first partial is the fundamental. 0 where one is missing.
    func level(ofPartial partial: Int, over other: Int) -> Float {
        guard partial <= harmonics.count, other <= harmonics.count else { return 0 }
        return Self.level(harmonics[partial - 1].peak, over: harmonics[other - 1].peak)
    }

    /// The level of the highest harmonic near a formant over the fundamental, in dB.
    func amplitude(nearFormant frequency: Float) -> Float {
        guard frequency > 0, let fundamental = harmonics.first else { return GeMAPSVoiceFrame.undefinedAmplitude }
        let range = frequency * (1 - Self.reach)...frequency * (1 + Self.reach)
        let near = harmonics.filter { range.contains($0.frequency) }.max { $0.bin < $1.bin }
        // Only between the first and the second harmonic, or below the first, can there be none.
        guard let near else { return 0 }
        if near.frequency == fundamental.frequency { return 0 }
        // The fundamental's magnitude is its bin's, in the reference too.
        return Self.level(near.peak, over: fundamental.bin)
    }

    /// H1–A3: the second partial over the highest harmonic near the third formant, in dB.
    func h1a3(thirdFormant frequency: Float) -> Float {
        guard harmonics.count > 1 else { return 0 }
        return Self.level(harmonics[1].peak, over: harmonics[0].bin) - amplitude(nearFormant: frequency)
    }

    private static func level(_ magnitude: Float, over other: Float) -> Float {
        guard magnitude > 0, other > 0 else { return lowestLevel }
        return max(lowestLevel, 20 * log10(magnitude / other))
    }
}
