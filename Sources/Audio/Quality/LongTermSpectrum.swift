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
    private var noisePower = 0.0
    private var wholePower = 0.0

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
        tracker = NoiseTracker(options: .default, hop: Double(length) / Double(sampleRate))
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
        tracker.update(power)
        for bin in power.indices { sums[bin] += power[bin] }
        noisePower += tracker.noise.reduce(0, +)
        wholePower += power.reduce(0, +)
        frameCount += 1
    }

    /// The power of the noise that was tracked, as a share of the whole, 0…1; nil without sound.
    var noiseShare: Double? {
        frameCount == 0 || wholePower <= 0 ? nil : min(noisePower / wholePower, 1)
    }

    /// The highest frequency in hertz at which the spectrum, smoothed over 250 Hz, is at most 20 dB below its median between 1 and
    /// 3.4 kHz, where all channels carry speech; nil below 0.1 s of sound.
    ///
    /// Natural speech falls by less than that up to 7 kHz; resamplers, codecs and telephone filters by more within a few hundred
    /// hertz.
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
    private static let fall = 20.0

    /// The mean of the values at most `reach` away.
    private func smoothed(_ values: [Double], reach: Int) -> [Double] {
        values.indices.map { center in
            let near = values[max(0, center - reach)...min(values.count - 1, center + reach)]
            return near.reduce(0, +) / Double(near.count)
        }
    }
}
