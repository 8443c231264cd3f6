import UndertoneAudio

/// Autocorrelations of two real frames at once, one a lane.
struct LaneCorrelation: Sendable {
    private let transform: LaneTransform
    var length: Int { transform.length }

    /// - Parameter minimumLength: samples of a frame and the longest lag together, so that no lag wraps around.
    init(minimumLength: Int) {
        transform = LaneTransform(length: FrameOptions.transformLength(for: minimumLength))
    }

    /// Replaces two frames, given as their samples times ½ with zeros behind, by their autocorrelations at lags 0…`lastLag`.
    ///
    /// - Parameters:
    ///   - frames: `length` pairs; overwritten.
    ///   - scratch: `length` pairs; overwritten.
    ///   - power: called with every bin's power on the way.
    @inline(__always)
    func autocorrelate(
        _ frames: DoublePairPointer, _ scratch: DoublePairPointer, lastLag: Int,
        power report: (_ bin: Int, _ value: DoublePair) -> Void = { _, _ in }, _ body: (_ lag: Int, _ value: DoublePair) -> Void
    ) {
        let spectrum = transform.transformed(frames, scratch)
        let power = spectrum == frames ? scratch : frames
        // The power is real and even, so that its transform forth is its transform back.
        let scale = 0.5 / Double(length)
        transform.unfold(spectrum) { bin, real, imaginary in
            let value = real * real + imaginary * imaginary
            report(bin, value)
            power[bin] = value * scale
            if bin > 0 { power[length - bin] = value * scale }
        }
        transform.unfold(transform.transformed(power, spectrum)) { lag, real, _ in
            if lag <= lastLag { body(lag, real) }
        }
    }
}
