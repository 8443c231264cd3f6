import Foundation

/// The mean power spectrum of a recording: where it ends, and how much of it is steady noise.
struct LongTermSpectrum: Sendable {
    private let sampleRate: Int
    private let transform: FourierTransform
    private let window: [Float]
    private var pending: [Float] = []
    private var sums: [Double]
    private var frameCount = 0
    private var tracker: NoiseTracker
    private var wholePower = 0.0
    /// How many frames had a tracked noise of so many decibels over −120 dB.
    private var noiseLevels = [Int](repeating: 0, count: 241)

    /// Mean square of a frame that is digital silence.
    private static let silence = 1e-10

    /// Frames of 32 ms at 16 kHz, and about that at other rates, without overlap.
    init(sampleRate: Int) {
        self.sampleRate = sampleRate
        var length = 32
        while length * 40 < sampleRate { length *= 2 }
        transform = FourierTransform(length: length)
        window = WindowFunction.hannPeriodic.values(length: length)
        sums = [Double](repeating: 0, count: length / 2 + 1)
        // Quicker than a suppressor's, so as to fall into every closure between syllables.
        tracker = NoiseTracker(options: SpectralSuppressionOptions(noiseSmoothing: 0.8), hop: Double(length) / Double(sampleRate))
    }

    mutating func add(_ samples: [Float]) {
        pending += samples
        let length = transform.length
        let count = pending.count / length
        guard count > 0 else { return }
        for frame in 0..<count { addFrame(pending[frame * length..<(frame + 1) * length]) }
        pending.removeFirst(count * length)
    }

    private mutating func addFrame(_ samples: ArraySlice<Float>) {
        let energy = samples.reduce(0) { $0 + Double($1) * Double($1) }
        guard energy > Self.silence * Double(samples.count) else { return }
        let frame = zip(samples, window).map { Double($0) * Double($1) }
        let power = transform.spectrum(frame).map { $0.real * $0.real + $0.imaginary * $0.imaginary }
        tracker.update(BinGroup.groups(of: power))
        for bin in power.indices { sums[bin] += power[bin] }
        let noise = tracker.noise.reduce(.zero, +).sum() / Double(power.count)
        noiseLevels[min(max(Int((10 * log10(noise)).rounded()) + 120, 0), noiseLevels.count - 1)] += 1
        wholePower += power.reduce(0, +)
        frameCount += 1
    }

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
        let noise = pow(10, Double(level - 120) / 10) * Double(sums.count) * Double(frameCount)
        return min(noise / wholePower, 1)
    }

    /// The highest frequency in hertz at which the spectrum, smoothed over 250 Hz, is at most 26 dB below its median between 1
    /// and 3.4 kHz, where all channels carry speech; nil below 0.1 s of sound.
    ///
    /// Natural speech falls by less than that up to 6.5 kHz or more; resamplers, codecs and telephone filters by more within a
    /// few hundred hertz of their edge.
    var bandwidth: Double? {
        let width = Double(sampleRate) / Double(transform.length)
        guard Double(frameCount * transform.length) >= 0.1 * Double(sampleRate) else { return nil }
        let levels = smoothed(sums.map { 10 * log10(max($0, 1e-30)) }, reach: Int((125 / width).rounded()))
        let end = sums.count - 1
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
