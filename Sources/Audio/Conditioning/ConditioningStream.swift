/// The streaming part of a `Conditioning`: blocks of samples in, as many samples out in the end, in time with the input.
///
///     var stream = try conditioning.stream(sampleRate: 16000)
///     var output = stream.accept(block)
///     output += stream.finish()
///
/// However the samples are divided into blocks, the output has the same bits. What a noise suppressor delays is taken off again,
/// so that output sample n stands for input sample n; the filters of the first two steps delay by their phase alone. A sample
/// that is not finite counts as 0. A copy made after the first block is not a second stream: speexdsp's state has one owner.
public struct ConditioningStream: Sendable {
    private var directCurrent: FilterCascade?
    private var band: FilterCascade?
    private var suppressor: Suppressor?
    /// How long a sample waits for later ones at most, in seconds; 0 without noise suppression.
    public let delay: Double

    private enum Suppressor: Sendable {
        case speex(SpeexSuppressor)
        case spectral(SpectralSuppressor)
    }

    /// - Throws: `ConditioningError` for options out of range or a sample rate outside `AudioLimits.sampleRates`.
    init(_ conditioning: Conditioning, sampleRate: Int) throws(ConditioningError) {
        try conditioning.validate()
        try ConditioningError.require(sampleRate: sampleRate)
        if conditioning.removesDirectCurrent {
            directCurrent = .highPass(frequency: Conditioning.directCurrentCorner, order: 1, sampleRate: sampleRate)
        }
        band = conditioning.band?.filter(sampleRate: sampleRate)
        switch conditioning.noiseSuppression {
        case nil:
            suppressor = nil
            delay = 0
        case .speex:
            let speex = try SpeexSuppressor(sampleRate: sampleRate)
            suppressor = .speex(speex)
            delay = speex.delay
        case .spectral:
            let spectral = try SpectralSuppressor(.default, sampleRate: sampleRate)
            suppressor = .spectral(spectral)
            delay = spectral.delay
        }
    }

    /// The next samples; what is ready of the output, possibly nothing yet.
    public mutating func accept(_ samples: [Float]) -> [Float] {
        var samples = samples
        if let filtered = directCurrent?.process(samples) { samples = filtered }
        if let filtered = band?.process(samples) { samples = filtered }
        switch suppressor {
        case nil: return samples
        case .speex(let speex): return speex.accept(samples)
        case .spectral(var spectral):
            // Out of its place while it works, so that its buffers are not copied.
            suppressor = nil
            let output = spectral.accept(samples)
            suppressor = .spectral(spectral)
            return output
        }
    }

    /// The rest of the output. The stream is used up afterwards.
    public mutating func finish() -> [Float] {
        switch suppressor {
        case nil: return []
        case .speex(let speex): return speex.finish()
        case .spectral(var spectral):
            suppressor = nil
            return spectral.finish()
        }
    }
}
