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
    /// Times ½, which the transform asks for.
    private let halfWindow: [Double]
    private var pending: [Float] = []
    private var tracker: NoiseTracker

    /// Mean square of a frame that is digital silence.
    private static let silence = 1e-10

    package init(sampleRate: Int) {
        let length = Self.frameLength(sampleRate: sampleRate)
        transform = LaneTransform(length: length)
        halfWindow = WindowFunction.hannPeriodic.values(length: length).map { Double($0) / 2 }
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
        var frames: [SpectrumFrame] = []
        // Two at a time, as the transform takes them.
        for first in stride(from: 0, to: count, by: 2) {
            let pair = (first..<min(first + 2, count)).map { pending[$0 * length..<($0 + 1) * length] }
            for (samples, power) in zip(pair, powers(of: pair)) { frames.append(frame(samples, power)) }
        }
        pending.removeFirst(count * length)
        return frames
    }

    private mutating func frame(_ samples: ArraySlice<Float>, _ power: [BinGroup]) -> SpectrumFrame {
        let energy = samples.reduce(0) { $0 + Double($1) * Double($1) }
        guard energy > Self.silence * Double(samples.count) else { return SpectrumFrame(power: [], noise: 0) }
        tracker.update(power)
        return SpectrumFrame(power: power, noise: tracker.noise.reduce(.zero, +).sum() / Double(transform.length / 2 + 1))
    }

    /// The power spectra of one frame or two.
    private func powers(of frames: [ArraySlice<Float>]) -> [[BinGroup]] {
        let length = transform.length
        let binCount = length / 2 + 1
        let groupCount = binCount / 4 + 1
        return withUnsafeTemporaryAllocation(of: DoublePair.self, capacity: 2 * length) { memory in
            guard let base = memory.baseAddress, let last = frames.indices.last else { return [] }
            frames[0].withUnsafeBufferPointer { a in
                frames[last].withUnsafeBufferPointer { b in
                    for n in 0..<length { base[n] = DoublePair(SIMD2<Float>(a[n], b[n])) * halfWindow[n] }
                }
            }
            let spectrum = transform.transformed(base, base + length)
            let power = spectrum == base ? base + length : base
            transform.power(spectrum, to: power)
            for bin in binCount..<4 * groupCount { power[bin] = .zero }
            return frames.indices.map { lane in
                (0..<groupCount).map { group in
                    let bins = power + 4 * group
                    return BinGroup(bins[0][lane], bins[1][lane], bins[2][lane], bins[3][lane])
                }
            }
        }
    }
}
