import Foundation
public import UndertoneAudio

/// What the check measured of one recording.
public struct MeasuredRecording: Hashable, Sendable {
    /// In seconds.
    public let duration: Double
    /// In hertz.
    public let sampleRate: Int
    /// Of the highest sample, in dB of full scale; −∞ for digital silence.
    public let peakLevel: Double
    /// The share of samples, 0…1, that stand in runs at full scale.
    public let clippedShare: Double
    /// Equal for recordings that decode to the same samples at the same rate.
    public let content: ContentHash

    init(_ signal: Signal, _ options: CorpusCheck.Options) {
        duration = signal.duration
        sampleRate = signal.sampleRate
        content = ContentHash(signal)
        var peak: Float = 0
        var run = 0
        var clipped = 0
        for sample in signal.samples {
            let height = abs(sample)
            peak = max(peak, height)
            if height >= options.clippingLevel {
                run += 1
            } else if run > 0 {
                if run >= options.clippingRun { clipped += run }
                run = 0
            }
        }
        if run >= options.clippingRun { clipped += run }
        peakLevel = 20 * log10(Double(peak))
        clippedShare = signal.samples.isEmpty ? 0 : Double(clipped) / Double(signal.samples.count)
    }
}
