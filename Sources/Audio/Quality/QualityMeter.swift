import Foundation

/// Measures `RecordingQuality` on samples and decisions about speech as they come, in bounded memory.
///
///     var meter = QualityMeter(sampleRate: 16000)
///     meter.add(samples)
///     meter.add(decisions: detector.accept(samples))
///     let quality = meter.quality
///
/// However samples and decisions are divided into blocks, the result has the same bits. A sample that is not finite counts as 0.
/// Cost: one transform of 32 ms for each 32 ms.
public struct QualityMeter: Sendable {
    private var count = 0
    private var largest: Float = 0
    private var clippedCount = 0
    private var levels: SpeechLevels
    private var spectra: SpectrumMeter
    private var spectrum: LongTermSpectrum

    /// - Parameter sampleRate: in hertz; clamped to `AudioLimits.sampleRates`.
    public init(sampleRate: Int) {
        let sampleRate = min(max(sampleRate, AudioLimits.sampleRates.lowerBound), AudioLimits.sampleRates.upperBound)
        levels = SpeechLevels(frameLength: sampleRate / 100)
        spectra = SpectrumMeter(sampleRate: sampleRate)
        spectrum = LongTermSpectrum(sampleRate: sampleRate)
    }

    /// The next samples.
    public mutating func add(_ samples: [Float]) {
        _ = hear(samples)
    }

    /// The next samples; returns the spectra that they complete.
    package mutating func hear(_ samples: [Float]) -> [SpectrumFrame] {
        let samples = samples.boundedSamples
        let frames = spectra.accept(samples)
        add(samples, spectra: frames)
        return frames
    }

    /// The next samples, whose spectra have been measured on the way.
    ///
    /// - Parameter samples: within ±10⁶.
    package mutating func add(_ samples: [Float], spectra: [SpectrumFrame]) {
        measurePeaks(samples)
        count += samples.count
        levels.add(samples)
        for frame in spectra { spectrum.add(frame) }
    }

    private mutating func measurePeaks(_ samples: [Float]) {
        samples.withUnsafeBytes { bytes in
            var (largest, clipped) = (SIMD8<Float>.zero, SIMD8<Int32>.zero)
            let (limit, one) = (SIMD8<Float>(repeating: 0.999), SIMD8<Int32>(repeating: 1))
            let whole = samples.count & ~7
            for n in stride(from: 0, to: whole, by: 8) {
                let values = bytes.loadUnaligned(fromByteOffset: n * MemoryLayout<Float>.stride, as: SIMD8<Float>.self)
                let magnitudes = values.replacing(with: -values, where: values .< .zero)
                largest.replace(with: magnitudes, where: magnitudes .> largest)
                clipped &+= SIMD8<Int32>.zero.replacing(with: one, where: magnitudes .>= limit)
            }
            clippedCount += Int(clipped.wrappedSum())
            self.largest = max(self.largest, largest.max())
        }
        for sample in samples[(samples.count & ~7)...] {
            largest = max(largest, abs(sample))
            if abs(sample) >= 0.999 { clippedCount += 1 }
        }
    }

    /// Whether each of the next frames of 10 ms, from the first sample on, holds speech; they may come before or after their
    /// samples.
    public mutating func add(decisions: [Bool]) {
        levels.add(decisions: decisions)
    }

    /// The quality of what has come so far. Decisions count for at most as long as there are samples.
    public var quality: RecordingQuality {
        RecordingQuality(
            level: Self.decibels(count == 0 ? 0 : levels.totalEnergy / Double(count)),
            peak: Self.decibels(Double(largest) * Double(largest)),
            clipping: count == 0 ? 0 : Double(clippedCount) / Double(count),
            speechShare: levels.speechShare, speechDuration: levels.speechDuration,
            signalToNoise: levels.signalToNoise(trackedNoise: spectrum.noiseShare), bandwidth: spectrum.bandwidth)
    }

    private static func decibels(_ power: Double) -> Double {
        power > 0 ? max(RecordingQuality.silence, 10 * log10(power)) : RecordingQuality.silence
    }
}
