/// Turns spectra back into curves over lags, two frames at once, one a lane.
struct LaneCorrelation: Sendable {
    let transform: LaneTransform
    var length: Int { transform.length }

    /// - Precondition: `length` is a power of two, at least 32.
    init(length: Int) {
        transform = LaneTransform(length: length)
    }

    /// Replaces two real frames, given as their samples times ½, by their circular autocorrelations at lags 0…`lastLag`.
    ///
    /// - Parameters:
    ///   - frames: `length` pairs; overwritten.
    ///   - scratch: `length` pairs; overwritten.
    @inline(__always)
    func autocorrelate(
        _ frames: DoublePairPointer, _ scratch: DoublePairPointer, lastLag: Int, _ body: (_ lag: Int, _ value: DoublePair) -> Void
    ) {
        let spectrum = transform.transformed(frames, scratch)
        let power = spectrum == frames ? scratch : frames
        transform.unfold(spectrum) { bin, real, imaginary in
            put(bin, real * real + imaginary * imaginary, .zero, power)
        }
        invert(power, spectrum, lastLag: lastLag, body)
    }

    /// Writes one bin of a Hermitian spectrum as a real sequence: real plus imaginary part at the bin, minus at its mirror image.
    ///
    /// The transform of that sequence has the inverse transform of the spectrum as the sum of its real and imaginary parts
    /// (Hartley), so that one real transform does both ways.
    @inline(__always)
    func put(_ bin: Int, _ real: DoublePair, _ imaginary: DoublePair, _ sequence: DoublePairPointer) {
        let scale = 0.5 / Double(length)
        sequence[bin] = (real + imaginary) * scale
        if bin > 0, bin < length / 2 { sequence[length - bin] = (real - imaginary) * scale }
    }

    /// Calls `body` with the lags 0…`lastLag` of the inverse transform of what `put` wrote.
    @inline(__always)
    func invert(
        _ sequence: DoublePairPointer, _ scratch: DoublePairPointer, lastLag: Int, _ body: (_ lag: Int, _ value: DoublePair) -> Void
    ) {
        transform.unfold(transform.transformed(sequence, scratch)) { lag, real, imaginary in
            if lag <= lastLag { body(lag, real + imaginary) }
        }
    }
}
