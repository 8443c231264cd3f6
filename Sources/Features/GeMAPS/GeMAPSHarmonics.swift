import Foundation

/// The harmonics of a voiced frame: the peaks of its magnitude spectrum nearest to the multiples of the fundamental
/// frequency.
struct GeMAPSHarmonics: Sendable {
    private struct Harmonic {
        /// In hertz, of the peak.
        var frequency: Float
        /// The peak bin's magnitude.
        var bin: Float
        /// Over the fundamental's bin, in dB, of a parabola through the peak's bin and its neighbours.
        var level: Float
    }
    /// From the fundamental on; nil where a harmonic has no peak within half the fundamental frequency.
    private var harmonics: [Harmonic?] = []
    /// How far a harmonic may be from a formant, in proportion to the formant's frequency.
    private static let reach: Float = 0.2
    private static let count = 100
    /// Of a harmonic that is missing, in dB, as in the reference.
    private static let missingLevel: Float = -200
    /// No difference of levels is further from 0.
    private static let largestDifference: Float = 201

    /// - Parameter magnitudes: of eight frames, of which one is in `lane`.
    init(magnitudes: [Lanes], lane: Int, binWidth: Float, fundamentalFrequency: Float) {
        harmonics.reserveCapacity(Self.count)
        magnitudes.withUnsafeBufferPointer { magnitudes in
            find(in: GeMAPSSpectrum(magnitudes, lane: lane), spacing: fundamentalFrequency / binWidth, binWidth: binWidth)
        }
    }

    private mutating func find(in magnitudes: GeMAPSSpectrum, spacing: Float, binWidth: Float) {
        guard spacing > 0, let fundamental = magnitudes.nearestPeak(to: Int(spacing + 0.5), within: magnitudes.count) else {
            return
        }
        for harmonic in 1...Self.count {
            let middle = Int(spacing * Float(harmonic) + 0.5)
            guard middle < magnitudes.count - 1 else { break }
            let peak = harmonic == 1 ? fundamental : magnitudes.nearestPeak(to: middle, within: Int(spacing / 2 + 0.5))
            guard let bin = peak else {
                harmonics.append(nil)
                continue
            }
            let (left, here, right) = (magnitudes[bin - 1], magnitudes[bin], magnitudes[bin + 1])
            let bend = left - 2 * here + right
            let offset = bend < 0 ? (left - right) / (2 * bend) : 0
            // The fundamental counts as its bin does, in the reference too.
            let height = harmonic == 1 ? here : here - (left - right) * offset / 4
            harmonics.append(
                Harmonic(
                    frequency: (Float(bin) + offset) * binWidth, bin: here,
                    level: max(Self.missingLevel, 20 * log10(height / magnitudes[fundamental]))))
        }
    }

    /// H1–H2 in dB: measured, H1 is the second partial and H2 the third.
    var h1h2: Float { Self.limited(level(ofPartial: 2) - level(ofPartial: 3)) }

    /// H1–A3: the second partial over the highest harmonic near the third formant, in dB; without a third formant the
    /// reference takes 201 off of the second partial's level.
    func h1a3(thirdFormant frequency: Float) -> Float {
        guard frequency > 0 else { return Self.limited(level(ofPartial: 2) + GeMAPSVoiceFrame.undefinedAmplitude) }
        return Self.limited(level(ofPartial: 2) - amplitude(nearFormant: frequency))
    }

    /// The level of the highest harmonic near a formant over the fundamental, in dB; 0 where there is no formant, or no
    /// harmonic near it.
    func amplitude(nearFormant frequency: Float) -> Float {
        guard frequency > 0, frequency.isFinite else { return 0 }
        let range = frequency * (1 - Self.reach)...frequency * (1 + Self.reach)
        var highest: Harmonic?
        for case let harmonic? in harmonics where range.contains(harmonic.frequency) && harmonic.bin > highest?.bin ?? 0 {
            highest = harmonic
        }
        return highest?.level ?? 0
    }

    /// The first partial is the fundamental.
    private func level(ofPartial partial: Int) -> Float {
        guard partial <= harmonics.count, let harmonic = harmonics[partial - 1] else { return Self.missingLevel }
        return harmonic.level
    }

    private static func limited(_ difference: Float) -> Float {
        min(max(difference, -largestDifference), largestDifference)
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
    func nearestPeak(to middle: Int, within reach: Int) -> Int? {
        let last = count - 2
        for distance in 0...max(0, reach) {
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
