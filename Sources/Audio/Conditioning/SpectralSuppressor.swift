/// Takes stationary noise out of speech by the gain that is best for the logarithm of each bin's amplitude (Ephraim & Malah
/// 1985), over noise tracked by `NoiseTracker`.
///
/// Blocks of samples in, as many samples out in the end, in time with the input; however the samples are divided into blocks, the
/// output has the same bits. The root of a Hann window before and after the transform gives back an untouched signal as it was.
/// Frames quieter than one step of 20-bit sound pass untouched and teach nothing about the noise.
public struct SpectralSuppressor: Sendable {
    /// How long a sample waits for later ones at most, in seconds.
    public let delay: Double
    private var frames: FrameSuppressor
    /// Input not yet passed; the first frame begins before the signal, so that its first samples have all their frames too.
    private var input: [Float]
    /// Output to which later frames will add.
    private var pending: [Float]
    /// Output samples that still stand for the time before the signal.
    private var lag: Int
    private var acceptedCount = 0
    private var emittedCount = 0

    /// - Throws: `ConditioningError` for options out of range or a sample rate outside `AudioLimits.sampleRates`.
    public init(_ options: SpectralSuppressionOptions = .default, sampleRate: Int) throws(ConditioningError) {
        frames = try FrameSuppressor(options, sampleRate: sampleRate)
        delay = Double(frames.length) / Double(sampleRate)
        lag = frames.length - frames.hop
        input = [Float](repeating: 0, count: lag)
        pending = input
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
        return Array(run([Float](repeating: 0, count: frames.length + frames.hop)).prefix(missing))
    }

    private mutating func run(_ samples: [Float]) -> [Float] {
        input += samples.boundedSamples
        let hop = frames.hop
        let frameCount = max(0, input.count - frames.length + hop) / hop
        let end = frameCount * hop
        var output = pending + [Float](repeating: 0, count: end)
        input.withUnsafeBufferPointer { input in
            output.withUnsafeMutableBufferPointer { output in
                guard let input = input.baseAddress, let output = output.baseAddress else { return }
                for frame in stride(from: 0, to: frameCount, by: 2) {
                    let start = frame * hop
                    frames.clean(input + start, isPair: frame + 1 < frameCount, addingTo: output + start)
                }
            }
        }
        input.removeFirst(end)
        pending = Array(output[end...])
        let early = min(lag, end)
        lag -= early
        emittedCount += end - early
        return Array(output[early..<end])
    }
}
