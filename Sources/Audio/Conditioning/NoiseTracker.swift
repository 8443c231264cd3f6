import Foundation

/// What four neighbouring bins of one frame have: their powers, gains and the like.
typealias BinGroup = SIMD4<Double>

/// The power of stationary noise bin by bin, followed through speech by the probability that speech is present (Gerkmann &
/// Hendriks 2012).
///
/// The more likely a bin holds speech, the less its power says about the noise. A bin that seems to hold speech for a long time
/// is believed a little less than wholly, and the noise is never less than the least smoothed power of the last second or so
/// (Martin 2001), so that noise that has grown is caught up with.
struct NoiseTracker: Sendable {
    /// E|N|² of the bins; empty before the first frame.
    private(set) var noise: [BinGroup] = []
    /// Speech presence, smoothed over time.
    private var presence: [BinGroup] = []
    /// Power smoothed over time, and its minima in this stretch and the one before.
    private var smoothed: [BinGroup] = []
    private var minimum: [BinGroup] = []
    private var earlierMinimum: [BinGroup] = []
    private var stretchCount = 0
    private let stretchLength: Int
    // Vectors, as Swift combines those with a single number one by one.
    private let smoothing: BinGroup
    private let presenceSmoothing: BinGroup
    private let powerSmoothing: BinGroup
    /// ξ/(1 + ξ) and log(1 + ξ) of the expected signal-to-noise ratio ξ.
    private let exponent: BinGroup
    private let logarithm: BinGroup

    /// - Parameter hop: seconds between frames.
    init(options: SpectralSuppressionOptions, hop: Double) {
        let ratio = pow(10, options.expectedSpeech / 10)
        exponent = BinGroup(repeating: ratio / (1 + ratio))
        logarithm = BinGroup(repeating: log(1 + ratio))
        smoothing = BinGroup(repeating: pow(options.noiseSmoothing, hop / 0.01))
        presenceSmoothing = BinGroup(repeating: pow(0.9, hop / 0.016))
        // 20 ms: the short closures between syllables must show in the minima.
        powerSmoothing = BinGroup(repeating: exp(-hop / 0.02))
        stretchLength = max(1, Int((Self.stretchDuration / hop).rounded()))
    }

    /// Takes in the powers of the next frame, always the same number of groups.
    mutating func update(_ power: [BinGroup]) {
        guard noise.count == power.count else {
            noise = power.map { BinGroup.greater($0, Self.least) }
            presence = [BinGroup](repeating: BinGroup(repeating: 0.5), count: power.count)
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
        for group in power.indices {
            let speech = presence(in: group, ratio: power[group] / noise[group])
            let estimate = (Self.one - speech) * power[group] + speech * noise[group]
            smoothed[group] = powerSmoothing * smoothed[group] + (Self.one - powerSmoothing) * power[group]
            minimum[group] = BinGroup.lesser(minimum[group], smoothed[group])
            let least = BinGroup.greater(BinGroup.lesser(minimum[group], earlierMinimum[group]), Self.least)
            noise[group] = BinGroup.greater(smoothing * noise[group] + (Self.one - smoothing) * estimate, least)
        }
    }

    /// How likely the bins of a group hold speech, given their power over the noise.
    private mutating func presence(in group: Int, ratio: BinGroup) -> BinGroup {
        let exponents = logarithm - ratio * exponent
        let odds = BinGroup(exp(exponents[0]), exp(exponents[1]), exp(exponents[2]), exp(exponents[3]))
        let speech = Self.one / (Self.one + odds)
        presence[group] = presenceSmoothing * presence[group] + (Self.one - presenceSmoothing) * speech
        let isCertain = presence[group] .> Self.certainty
        return speech.replacing(with: BinGroup.lesser(speech, BinGroup(repeating: Self.certainty)), where: isCertain)
    }

    private static let one = BinGroup(repeating: 1)
    private static let least = BinGroup(repeating: .leastNormalMagnitude)
    private static let certainty = 0.99
    /// In seconds; minima are those of the last one to two stretches.
    private static let stretchDuration = 0.8
}

extension BinGroup {
    /// The values in groups, the last filled up by zeros.
    static func groups(of values: [Double]) -> [BinGroup] {
        stride(from: 0, to: values.count, by: 4).map { first in
            var group = BinGroup.zero
            for index in first..<Swift.min(first + 4, values.count) { group[index - first] = values[index] }
            return group
        }
    }

    // The standard library's pointwiseMin and pointwiseMax are calls, for four lanes.
    @inline(__always)
    static func lesser(_ a: BinGroup, _ b: BinGroup) -> BinGroup {
        BinGroup(Swift.min(a[0], b[0]), Swift.min(a[1], b[1]), Swift.min(a[2], b[2]), Swift.min(a[3], b[3]))
    }

    @inline(__always)
    static func greater(_ a: BinGroup, _ b: BinGroup) -> BinGroup {
        BinGroup(Swift.max(a[0], b[0]), Swift.max(a[1], b[1]), Swift.max(a[2], b[2]), Swift.max(a[3], b[3]))
    }
}
