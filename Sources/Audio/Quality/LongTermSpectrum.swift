import Foundation

/// The mean power spectrum of a recording: where it ends, and how much of it is steady noise.
struct LongTermSpectrum: Sendable {
    private let sampleRate: Int
    /// Samples of a frame.
    private let length: Int
    private var sums: [BinGroup]
    private var frameCount = 0
    private var wholePower = 0.0
    /// How many frames had a tracked noise of so many decibels over −120 dB.
    private var noiseLevels = [Int](repeating: 0, count: 241)

    init(sampleRate: Int) {
        self.sampleRate = sampleRate
        length = SpectrumMeter.frameLength(sampleRate: sampleRate)
        sums = [BinGroup](repeating: .zero, count: (length / 2 + 1) / 4 + 1)
    }

    mutating func add(_ frame: SpectrumFrame) {
        guard !frame.power.isEmpty else { return }
        for group in sums.indices { sums[group] += frame.power[group] }
        let level = Int((10 * log10(frame.noise)).rounded())
        noiseLevels[min(max(level + 120, 0), noiseLevels.count - 1)] += 1
        wholePower += frame.power.reduce(.zero, +).sum()
        frameCount += 1
    }

    private var binCount: Int { length / 2 + 1 }

    /// The noise's share of the whole power, 0…1, by the level that the tracked noise keeps below for a tenth of the time:
    /// vowels drive it up, never down. Nil without sound.
    var noiseShare: Double? {
        guard frameCount > 0, wholePower > 0 else { return nil }
        var count = 0
        let level = noiseLevels.firstIndex { frames in
            count += frames
            return count * 10 >= frameCount
        }
        guard let level else { return nil }
        let noise = pow(10, Double(level - 120) / 10) * Double(binCount) * Double(frameCount)
        return min(noise / wholePower, 1)
    }

    /// The highest frequency in hertz at which the spectrum, smoothed over 250 Hz, is at most 26 dB below its median between 1
    /// and 3.4 kHz, where all channels carry speech; nil below 0.1 s of sound.
    ///
    /// Natural speech falls by less than that up to 6.5 kHz or more; resamplers, codecs and telephone filters by more within a
    /// few hundred hertz of their edge.
    var bandwidth: Double? {
        let width = Double(sampleRate) / Double(length)
        guard Double(frameCount * length) >= 0.1 * Double(sampleRate) else { return nil }
        let levels = smoothed((0..<binCount).map { 10 * log10(max(sums[$0 / 4][$0 % 4], 1e-30)) }, reach: Int((125 / width).rounded()))
        let end = binCount - 1
        // Sound sampled so low that it does not reach 3.4 kHz is measured against its own middle.
        let top = max(1, min(Int(3400 / width), end * 17 / 20))
        let bottom = min(Int(1000 / width), top / 3)
        let reference = levels[bottom...top].sorted()[(top - bottom) / 2]
        guard let last = levels.lastIndex(where: { $0 >= reference - Self.fall }) else { return nil }
        guard last < end else { return Double(sampleRate) / 2 }
        return Double(last) * width
    }

    /// In decibels.
    private static let fall = 26.0

    /// The mean of the values at most `reach` away.
    private func smoothed(_ values: [Double], reach: Int) -> [Double] {
        values.indices.map { center in
            let near = values[max(0, center - reach)...min(values.count - 1, center + reach)]
            return near.reduce(0, +) / Double(near.count)
        }
    }
}
