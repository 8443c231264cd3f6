import Foundation

/// The gains that take the noise out of one frame after the other.
struct SuppressionGains: Sendable {
    private let rule = LogSpectralGain()
    /// The least gain, squared.
    private let leastPower: Double
    /// The share of the frame before in the expected signal-to-noise ratio.
    private let smoothing: Double
    private var tracker: NoiseTracker
    /// This frame's powers.
    private var power: [BinGroup]
    /// The last frame's cleaned power over its noise.
    private var cleaned: [BinGroup]

    /// −25 dB: lower, and the tracked noise shines through as tones.
    private static let smallestRatio = BinGroup(repeating: 0.003)
    /// What is seen over the noise is held within these, so that quotients are finite.
    private static let ratios = (least: BinGroup(repeating: 1e-30), most: BinGroup(repeating: 1e9))

    /// - Parameter hop: seconds between frames.
    init(_ options: SpectralSuppressionOptions, hop: Double, binCount: Int) {
        leastPower = pow(10, -options.attenuation / 10)
        smoothing = pow(options.decisionSmoothing, hop / 0.01)
        tracker = NoiseTracker(options: options, hop: hop)
        power = [BinGroup](repeating: .zero, count: (binCount + 3) / 4)
        cleaned = power
    }

    /// How many values there is to be room for: the bins, filled up to whole groups.
    var roomCount: Int { power.count * BinGroup.scalarCount }

    /// Puts the gains of the next frame in the place of its powers, all 1 where it is no sound.
    mutating func replace(_ bins: UnsafeMutablePointer<Double>, isSound: Bool) {
        guard isSound else { return bins.update(repeating: 1, count: roomCount) }
        for group in power.indices {
            let first = bins + 4 * group
            power[group] = BinGroup(first[0], first[1], first[2], first[3])
        }
        tracker.update(power)
        for group in power.indices {
            let posterior = BinGroup.lesser(BinGroup.greater(power[group] / tracker.noise[group], Self.ratios.least), Self.ratios.most)
            let excess = BinGroup.greater(posterior - 1, .zero)
            let prior = BinGroup.greater(smoothing * cleaned[group] + (1 - smoothing) * excess, Self.smallestRatio)
            let left = BinGroup.greater(rule.cleaned(prior: prior, posterior: posterior), leastPower * posterior)
            cleaned[group] = BinGroup.lesser(left, posterior)
            let gain = (cleaned[group] / posterior).squareRoot()
            for bin in 0..<4 { bins[4 * group + bin] = gain[bin] }
        }
    }
}
