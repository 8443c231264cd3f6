import Foundation

/// The power of stationary noise bin by bin, followed through speech by the probability that speech is present (Gerkmann &
/// Hendriks 2012).
///
/// The more likely a bin holds speech, the less its power says about the noise. A bin that seems to hold speech for a long time
/// is believed a little less than wholly, and the noise is never less than the least smoothed power of the last second or so
/// (Martin 2001), so that noise that has grown is caught up with.
struct NoiseTracker: Sendable {
    /// E|N|² of each bin; empty before the first frame.
    private(set) var noise: [Double] = []
    /// Speech presence, smoothed over time.
    private var presence: [Double] = []
    /// Power smoothed over time, and its minima in this stretch and the one before.
    private var smoothed: [Double] = []
    private var minimum: [Double] = []
    private var earlierMinimum: [Double] = []
    private var stretchCount = 0
    private let stretchLength: Int
    private let smoothing: Double
    private let presenceSmoothing: Double
    private let powerSmoothing: Double
    /// ξ/(1 + ξ) and log(1 + ξ) of the expected signal-to-noise ratio ξ.
    private let exponent: Double
    private let logarithm: Double

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

    /// Takes in the powers of the next frame, always the same number of bins.
    mutating func update(_ power: [Double]) {
        guard noise.count == power.count else {
            noise = power.map { max($0, .leastNormalMagnitude) }
            presence = [Double](repeating: 0.5, count: power.count)
            smoothed = noise
            minimum = noise
            earlierMinimum = noise
            return
        }
        stretchCount += 1
        if stretchCount == stretchLength {
            stretchCount = 0
            earlierMinimum = minimum
            minimum = smoothed
        }
        for bin in power.indices {
            let ratio = power[bin] / noise[bin]
            var speech = 1 / (1 + exp(logarithm - ratio * exponent))
            presence[bin] = presenceSmoothing * presence[bin] + (1 - presenceSmoothing) * speech
            if presence[bin] > Self.certainty { speech = min(speech, Self.certainty) }
            let estimate = (1 - speech) * power[bin] + speech * noise[bin]
            smoothed[bin] = powerSmoothing * smoothed[bin] + (1 - powerSmoothing) * power[bin]
            minimum[bin] = min(minimum[bin], smoothed[bin])
            let least = max(min(minimum[bin], earlierMinimum[bin]), .leastNormalMagnitude)
            noise[bin] = max(smoothing * noise[bin] + (1 - smoothing) * estimate, least)
        }
    }

    private static let certainty = 0.99
    /// In seconds; minima are those of the last one to two stretches.
    private static let stretchDuration = 0.8
}
