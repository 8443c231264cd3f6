import Foundation

/// Takes stationary noise out of speech by the gain that is best for the logarithm of each bin's amplitude (Ephraim & Malah
/// 1985), over noise tracked by `NoiseTracker`.
///
/// Blocks of samples in, as many samples out in the end, in time with the input; however the samples are divided into blocks, the
/// output has the same bits. The root of a Hann window before and after the transform gives back an untouched signal as it was.
/// Frames quieter than one step of 20-bit sound pass untouched and teach nothing about the noise.
public struct SpectralSuppressor: Sendable {
    /// How long a sample waits for later ones at most, in seconds.
    public let delay: Double
    private let frameLength: Int
    private let hop: Int
    private let transform: FourierTransform
    private let window: [Double]
    private let floor: Double
    private let decisionSmoothing: Double
    private var tracker: NoiseTracker
    /// The last frame's cleaned power over its noise, bin by bin.
    private var cleaned: [Double]
    /// Input not yet passed; the first frame begins before the signal, so that its first samples have all their frames too.
    private var input: [Float]
    /// Sums of overlapping frames.
    private var sums: [Double]
    /// Output samples that still stand for the time before the signal.
    private var lag: Int
    private var acceptedCount = 0
    private var emittedCount = 0

    /// - Throws: `ConditioningError` for options out of range or a sample rate outside `AudioLimits.sampleRates`.
    public init(_ options: SpectralSuppressionOptions = .default, sampleRate: Int) throws(ConditioningError) {
        try options.validate()
        try ConditioningError.require(sampleRate: sampleRate)
        hop = max(2, Int((options.frameDuration * Double(sampleRate) / Double(options.overlap)).rounded()))
        frameLength = hop * options.overlap
        delay = Double(frameLength) / Double(sampleRate)
        var length = 32
        while length < frameLength { length *= 2 }
        transform = FourierTransform(length: length)
        let scale = 2 / Double(options.overlap)
        window = WindowFunction.hannPeriodic.doubles(length: frameLength).map { ($0 * scale).squareRoot() }
        floor = pow(10, -options.attenuation / 20)
        let hopDuration = Double(hop) / Double(sampleRate)
        decisionSmoothing = pow(options.decisionSmoothing, hopDuration / 0.01)
        tracker = NoiseTracker(options: options, hop: hopDuration)
        cleaned = [Double](repeating: 0, count: length / 2 + 1)
        lag = frameLength - hop
        input = [Float](repeating: 0, count: lag)
        sums = [Double](repeating: 0, count: frameLength)
    }

    /// The next samples; what is ready of the output.
    public mutating func accept(_ samples: [Float]) -> [Float] {
        acceptedCount += samples.count
        return run(samples)
    }

    /// The rest of the output. The suppressor is used up afterwards.
    public mutating func finish() -> [Float] {
        let missing = acceptedCount - emittedCount
        guard missing > 0 else { return [] }
        return Array(run([Float](repeating: 0, count: frameLength + hop)).prefix(missing))
    }

    private mutating func run(_ samples: [Float]) -> [Float] {
        input += samples.map(\.bounded)
        var output: [Float] = []
        var start = 0
        while input.count - start >= frameLength {
            addFrame(at: start)
            output += sums[..<hop].map { Float($0) }
            sums.removeFirst(hop)
            sums += [Double](repeating: 0, count: hop)
            start += hop
        }
        input.removeFirst(start)
        let early = min(lag, output.count)
        lag -= early
        output.removeFirst(early)
        emittedCount += output.count
        return output
    }

    private mutating func addFrame(at start: Int) {
        var frame = [Double](repeating: 0, count: frameLength)
        var energy = 0.0
        for index in frame.indices {
            frame[index] = Double(input[start + index]) * window[index]
            energy += frame[index] * frame[index]
        }
        guard energy > Self.silence * Double(frameLength) else {
            for index in frame.indices { sums[index] += frame[index] * window[index] }
            return
        }
        var spectrum = transform.spectrum(frame)
        let power = spectrum.map { $0.real * $0.real + $0.imaginary * $0.imaginary }
        tracker.update(power)
        for bin in spectrum.indices {
            let posterior = min(power[bin] / tracker.noise[bin], Self.largestRatio)
            let prior = max(
                decisionSmoothing * cleaned[bin] + (1 - decisionSmoothing) * max(posterior - 1, 0), Self.smallestRatio)
            let gain = max(LogSpectralGain.gain(prior: prior, posterior: posterior), floor)
            cleaned[bin] = gain * gain * posterior
            spectrum[bin].real *= gain
            spectrum[bin].imaginary *= gain
        }
        let samples = transform.samples(of: spectrum)
        for index in frame.indices { sums[index] += Double(samples[index]) * window[index] }
    }

    /// Mean square of one step of 20-bit sound.
    private static let silence = 1e-12
    /// −25 dB: lower, and the tracked noise shines through as tones.
    private static let smallestRatio = 0.003
    private static let largestRatio = 1e9
}
