import Foundation

/// The spectrum of 32 ms of sound, and the noise that was tracked up to it.
package struct SpectrumFrame: Sendable {
    /// |X|² of every bin, in groups; empty for digital silence.
    let power: [BinGroup]
    /// The mean of the tracked noise's power over the bins.
    let noise: Double
}

/// Takes sound as it comes and gives its spectra, frame by frame: of about 32 ms, without overlap.
///
/// However the samples are cut, the frames have the same bits. Frame n begins at sample n · `frameLength`.
package struct SpectrumMeter: Sendable {
    private let transform: LaneTransform
    private let window: [Float]
    private var pending: [Float] = []
    private var tracker: NoiseTracker

    /// Mean square of a frame that is digital silence.
    private static let silence = 1e-10

    package init(sampleRate: Int) {
        let length = Self.frameLength(sampleRate: sampleRate)
        transform = LaneTransform(length: length)
        window = WindowFunction.hannPeriodic.values(length: length)
        // Quicker than a suppressor's, so as to fall into every closure between syllables.
        tracker = NoiseTracker(options: SpectralSuppressionOptions(noiseSmoothing: 0.8), hop: Double(length) / Double(sampleRate))
    }

    /// In samples: 512 at 16 kHz, and about as long at other rates.
    package static func frameLength(sampleRate: Int) -> Int {
        var length = 32
        while length * 40 < sampleRate { length *= 2 }
        return length
    }

    /// - Parameter samples: all finite.
    package mutating func accept(_ samples: [Float]) -> [SpectrumFrame] {
        pending += samples
        let length = transform.length
        let count = pending.count / length
        guard count > 0 else { return [] }
        let frames = (0..<count).map { frame(pending[$0 * length..<($0 + 1) * length]) }
        pending.removeFirst(count * length)
        return frames
    }

    private mutating func frame(_ samples: ArraySlice<Float>) -> SpectrumFrame {
        let energy = samples.reduce(0) { $0 + Double($1) * Double($1) }
        guard energy > Self.silence * Double(samples.count) else { return SpectrumFrame(power: [], noise: 0) }
        let power = power(of: samples)
        tracker.update(power)
        return SpectrumFrame(power: power, noise: tracker.noise.reduce(.zero, +).sum() / Double(transform.length / 2 + 1))
    }

    private func power(of samples: ArraySlice<Float>) -> [BinGroup] {
        let length = transform.length
        let binCount = length / 2 + 1
        var groups = [BinGroup](repeating: .zero, count: binCount / 4 + 1)
        withUnsafeTemporaryAllocation(of: DoublePair.self, capacity: 2 * length) { memory in
            guard let frame = memory.baseAddress else { return }
            for (n, sample) in samples.enumerated() { frame[n] = DoublePair(repeating: Double(sample) * Double(window[n]) / 2) }
            let spectrum = transform.transformed(frame, frame + length)
            let power = spectrum == frame ? frame + length : frame
            transform.power(spectrum, to: power)
            for bin in 0..<binCount { groups[bin / 4][bin % 4] = power[bin][0] }
        }
        return groups
    }
}
