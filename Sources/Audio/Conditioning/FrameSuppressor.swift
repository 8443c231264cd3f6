import Foundation

/// Cleans overlapping frames, two at a time, for `SpectralSuppressor`.
///
/// A frame comes out with the same bits whether it is the first, the second or the only one of its call.
struct FrameSuppressor: Sendable {
    /// Of a frame, in samples.
    let length: Int
    /// From frame to frame, in samples.
    let hop: Int
    private let transform: LaneTransform
    /// The window before the transform, times the ½ that it asks for, and the one after it, times what undoes its factors.
    private let analysis: [Double]
    private let synthesis: [Double]
    private let rule: Rule
    private var tracker: NoiseTracker
    private var bins: [Bin]
    /// Room for the transforms.
    private var space: [DoublePair]

    /// What one bin carries over from frame to frame.
    private struct Bin {
        var noise = NoiseTracker.Bin()
        /// The last frame's cleaned power over its noise.
        var cleaned = 0.0
    }

    init(_ options: SpectralSuppressionOptions, sampleRate: Int) throws(ConditioningError) {
        try options.validate()
        try ConditioningError.require(sampleRate: sampleRate)
        hop = max(2, Int((options.frameDuration * Double(sampleRate) / Double(options.overlap)).rounded()))
        length = hop * options.overlap
        var points = 32
        while points < length { points *= 2 }
        transform = LaneTransform(length: points)
        let scale = 2 / Double(options.overlap)
        let window = WindowFunction.hannPeriodic.doubles(length: length).map { ($0 * scale).squareRoot() }
        analysis = window.map { $0 / 2 }
        synthesis = window.map { $0 / Double(2 * points) }
        let hopDuration = Double(hop) / Double(sampleRate)
        rule = Rule(
            leastPower: pow(10, -options.attenuation / 10), decisionSmoothing: pow(options.decisionSmoothing, hopDuration / 0.01))
        tracker = NoiseTracker(options: options, hop: hopDuration)
        bins = [Bin](repeating: Bin(), count: points / 2 + 1)
        space = [DoublePair](repeating: .zero, count: 3 * points)
    }

    /// Cleans the frame that begins at `input`, and with `isPair` the one a hop later, and adds them to `output`.
    mutating func clean(_ input: UnsafePointer<Float>, isPair: Bool, addingTo output: UnsafeMutablePointer<Float>) {
        let points = transform.length
        space.withUnsafeMutableBufferPointer { space in
            bins.withUnsafeMutableBufferPointer { bins in
                guard let source = space.baseAddress, let bins = bins.baseAddress else { return }
                // A frame alone goes twice.
                let energy = Self.load(input, input + (isPair ? hop : 0), times: analysis, into: source)
                for index in length..<points { source[index] = .zero }
                let first = energy[0] > Self.silence ? tracker.nextFrame() : nil
                let second = isPair && energy[1] > Self.silence ? tracker.nextFrame() : nil
                let cleaned = transform.filtered(source, source + points, source + 2 * points) { bin, real, imaginary in
                    let power = real * real + imaginary * imaginary
                    var gains = DoublePair(repeating: 1)
                    if let first { gains[0] = rule.next(power[0], for: &bins[bin], in: first, tracker) }
                    if let second { gains[1] = rule.next(power[1], for: &bins[bin], in: second, tracker) }
                    return (real * gains, imaginary * gains)
                }
                for index in 0..<length { output[index] += Float(cleaned[index][0] * synthesis[index]) }
                guard isPair else { return }
                for index in 0..<length { output[hop + index] += Float(cleaned[index][1] * synthesis[index]) }
            }
        }
    }

    /// Takes two frames, times half a window, into the lanes, and returns their mean squares under the window.
    private static func load(
        _ first: UnsafePointer<Float>, _ second: UnsafePointer<Float>, times window: [Double], into source: DoublePairPointer
    ) -> DoublePair {
        var energy = DoublePair.zero
        for index in window.indices {
            let samples = DoublePair(SIMD2<Float>(first[index], second[index])) * window[index]
            source[index] = samples
            energy += samples * samples
        }
        return energy * (4 / Double(window.count))
    }

    /// Mean square of one step of 20-bit sound.
    private static let silence = 1e-12

    /// What is the same for all bins.
    private struct Rule {
        let gain = LogSpectralGain()
        /// The least gain, squared.
        let leastPower: Double
        let decisionSmoothing: Double

        /// −25 dB: lower, and the tracked noise shines through as tones.
        private static let smallestRatio = 0.003
        private static let largestRatio = 1e9

        /// The gain of a bin in its next frame.
        func next(_ power: Double, for bin: inout Bin, in frame: NoiseTracker.Frame, _ tracker: NoiseTracker) -> Double {
            bin.noise.update(power, in: frame, by: tracker)
            let posterior = min(power / bin.noise.power, Self.largestRatio)
            let prior = max(
                decisionSmoothing * bin.cleaned + (1 - decisionSmoothing) * max(posterior - 1, 0), Self.smallestRatio)
            bin.cleaned = min(max(gain.cleaned(prior: prior, posterior: posterior), leastPower * posterior), posterior)
            return posterior > 0 ? (bin.cleaned / posterior).squareRoot() : 1
        }
    }
}
