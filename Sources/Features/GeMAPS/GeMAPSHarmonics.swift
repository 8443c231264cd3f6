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
    /// How far a harmonic may be from a formant, in proportion to the formant's frequency.
    private static let reach: Float = 0.2
    private static let count = 100
    /// No level is lower, in dB.
    private static let lowestLevel: Float = -200

    /// - Parameter magnitudes: of which `lane` is the frame's.
    init(magnitudes: UnsafeBufferPointer<Lanes>, lane: Int, binWidth: Float, fundamentalFrequency: Float) {
        harmonics.reserveCapacity(Self.count)
        let magnitudes = GeMAPSSpectrum(magnitudes, lane: lane)
        for harmonic in 1...Self.count {
            let middle = Int(fundamentalFrequency / binWidth * Float(harmonic) + 0.5)
            guard middle < magnitudes.count - 1, let bin = magnitudes.nearestPeak(to: middle) else { break }
            let (left, here, right) = (magnitudes[bin - 1], magnitudes[bin], magnitudes[bin + 1])
            let bend = left - 2 * here + right
            let offset = bend < 0 ? (left - right) / (2 * bend) : 0
            harmonics.append(
                Harmonic(
                    frequency: (Float(bin) + offset) * binWidth, bin: here, peak: here - (left - right) * offset / 4))
        }
    }

    /// The level of a partial over that of another, in dB; the first partial is the fundamental. 0 where one is missing.
    func level(ofPartial partial: Int, over other: Int) -> Float {
        guard partial <= harmonics.count, other <= harmonics.count else { return 0 }
        return Self.level(harmonics[partial - 1].peak, over: harmonics[other - 1].peak)
    }

    /// The level of the highest harmonic near a formant over the fundamental, in dB; 0 where there is no formant.
    func amplitude(nearFormant frequency: Float) -> Float {
        guard frequency > 0, frequency.isFinite, let fundamental = harmonics.first else { return 0 }
        let range = frequency * (1 - Self.reach)...frequency * (1 + Self.reach)
        let near = harmonics.filter { range.contains($0.frequency) }.max { $0.bin < $1.bin }
        // Only between the first and the second harmonic, or below the first, can there be none.
        guard let near else { return 0 }
        if near.frequency == fundamental.frequency { return 0 }
        // The fundamental's magnitude is its bin's, in the reference too.
        return Self.level(near.peak, over: fundamental.bin)
    }

    /// H1–A3: the second partial over the highest harmonic near the third formant, in dB; without a third formant the reference takes
    /// 201 off of the second partial's level, down to −201.
    func h1a3(thirdFormant frequency: Float) -> Float {
        guard harmonics.count > 1 else { return 0 }
        let level = Self.level(harmonics[1].peak, over: harmonics[0].bin)
        guard frequency > 0 else {
            return max(GeMAPSVoiceFrame.undefinedAmplitude, level + GeMAPSVoiceFrame.undefinedAmplitude)
        }
        return level - amplitude(nearFormant: frequency)
    }

    private static func level(_ magnitude: Float, over other: Float) -> Float {
        guard magnitude > 0, other > 0 else { return lowestLevel }
        return max(lowestLevel, 20 * log10(magnitude / other))
    }
}

/// One lane of the magnitude spectra of eight frames.
private struct GeMAPSSpectrum {
    private let magnitudes: UnsafeRawBufferPointer
    private let lane: Int
    let count: Int

    init(_ magnitudes: UnsafeBufferPointer<Lanes>, lane: Int) {
        self.magnitudes = UnsafeRawBufferPointer(magnitudes)
        self.lane = lane
        count = magnitudes.count
    }

    subscript(bin: Int) -> Float { magnitudes.load(fromByteOffset: 4 * (8 * bin + lane), as: Float.self) }

    /// The peak nearest to a bin; of two equally near ones the higher in frequency.
    func nearestPeak(to middle: Int) -> Int? {
        let last = count - 2
        for distance in 0...count {
            let (up, down) = (middle + distance, middle - distance)
            if up > last, down < 1 { return nil }
            if up >= 1, up <= last, isPeak(up) { return up }
            if down >= 1, down <= last, isPeak(down) { return down }
        }
        return nil
    }

    private func isPeak(_ bin: Int) -> Bool {
        let magnitude = self[bin]
        return magnitude > self[bin - 1] && magnitude > self[bin + 1]
    }
}
