import Foundation

/// How well a recording can be judged, measured on its samples while they flow through.
public struct RecordingQuality: Hashable, Sendable, Codable {
    /// Root-mean-square level in decibels relative to full scale; `silence` when every sample is zero.
    public let level: Double
    /// Largest magnitude in decibels relative to full scale; `silence` when every sample is zero.
    public let peak: Double
    /// Share of samples, 0…1, at full scale (magnitude ≥ 0.999).
    public let clipping: Double

    /// What stands for the level of digital silence, in decibels: below one step of 24-bit sound.
    public static let silence = -144.0

    private enum CodingKeys: String, CodingKey {
        case level = "level_db"
        case peak = "peak_db"
        case clipping = "clipping_share"
    }
}

/// Adds up what `RecordingQuality` reports, block by block.
struct QualityMeter {
    private var count = 0
    private var sumOfSquares = 0.0
    private var largest: Float = 0
    private var clipped = 0

    mutating func add(_ samples: [Float]) {
        var sum: Float = 0
        // Blocks are short enough for single precision within one, double across them.
        for sample in samples {
            let magnitude = abs(sample)
            sum += sample * sample
            if magnitude > largest { largest = magnitude }
            if magnitude >= 0.999 { clipped += 1 }
        }
        sumOfSquares += Double(sum)
        count += samples.count
    }

    var quality: RecordingQuality {
        let meanSquare = count == 0 ? 0 : sumOfSquares / Double(count)
        return RecordingQuality(
            level: meanSquare > 0 ? max(RecordingQuality.silence, 10 * log10(meanSquare)) : RecordingQuality.silence,
            peak: largest > 0 ? max(RecordingQuality.silence, 20 * log10(Double(largest))) : RecordingQuality.silence,
            clipping: count == 0 ? 0 : Double(clipped) / Double(count))
    }
}
