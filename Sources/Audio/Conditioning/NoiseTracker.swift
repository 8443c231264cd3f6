import Foundation

/// The power of stationary noise bin by bin, followed through speech by the probability that speech is present (Gerkmann &
/// Hendriks 2012).
///
/// The more likely a bin holds speech, the less its power says about the noise. A bin that seems to hold speech for a long time
/// is believed a little less than wholly, and the noise is never less than the least smoothed power of the last second or so
/// (Martin 2001), so that noise that has grown is caught up with.
///
/// The tracker holds what all bins have in common; whoever has the powers keeps a `Bin` for each, and asks for a `Frame` first.
struct NoiseTracker: Sendable {
    /// What is known about one bin.
    struct Bin: Sendable {
        /// E|N|²; 0 before the first frame.
        fileprivate(set) var power = 0.0
        /// Speech presence, smoothed over time.
        fileprivate var presence = 0.5
        /// Power smoothed over time, and its minima in this stretch and the one before.
        fileprivate var smoothed = 0.0
        fileprivate var minimum = 0.0
        fileprivate var earlierMinimum = 0.0
    }

    /// What a frame is to its bins.
    struct Frame {
        /// Whether the minima begin anew.
        fileprivate let beginsStretch: Bool
    }

    private var frameCount = 0
    private let stretchLength: Int
    fileprivate let smoothing: Double
    fileprivate let presenceSmoothing: Double
    fileprivate let powerSmoothing: Double
    /// ξ/(1 + ξ) and log(1 + ξ) of the expected signal-to-noise ratio ξ.
    fileprivate let exponent: Double
    fileprivate let logarithm: Double

    /// - Parameter hop: seconds between frames.
    init(options: SpectralSuppressionOptions, hop: Double) {
        let ratio = pow(10, options.expectedSpeech / 10)
        exponent = ratio / (1 + ratio)
        logarithm = log(1 + ratio)
        smoothing = pow(options.noiseSmoothing, hop / 0.01)
        presenceSmoothing = pow(0.9, hop / 0.016)
        // 20 ms: the short closures between syllables must show in the minima.
        powerSmoothing = exp(-hop / 0.02)
        stretchLength = max(1, Int((Self.stretchDuration / hop).rounded()))
    }

    /// To be called once a frame, before its bins are updated.
    mutating func nextFrame() -> Frame {
        defer { frameCount += 1 }
        return Frame(beginsStretch: frameCount.isMultiple(of: stretchLength))
    }

    fileprivate static let certainty = 0.99
    /// In seconds; minima are those of the last one to two stretches.
    private static let stretchDuration = 0.8
}

extension NoiseTracker.Bin {
    /// Takes in the bin's power in a frame.
    mutating func update(_ seen: Double, in frame: NoiseTracker.Frame, by tracker: NoiseTracker) {
        guard power > 0 else {
            power = max(seen, .leastNormalMagnitude)
            (smoothed, minimum, earlierMinimum) = (power, power, power)
            return
        }
        if frame.beginsStretch { (earlierMinimum, minimum) = (minimum, smoothed) }
        var speech = 1 / (1 + exp(tracker.logarithm - seen / power * tracker.exponent))
        presence = tracker.presenceSmoothing * presence + (1 - tracker.presenceSmoothing) * speech
        if presence > NoiseTracker.certainty { speech = min(speech, NoiseTracker.certainty) }
        let estimate = (1 - speech) * seen + speech * power
        smoothed = tracker.powerSmoothing * smoothed + (1 - tracker.powerSmoothing) * seen
        minimum = min(minimum, smoothed)
        let least = max(min(minimum, earlierMinimum), .leastNormalMagnitude)
        power = max(tracker.smoothing * power + (1 - tracker.smoothing) * estimate, least)
    }
}
