import Foundation
import UndertoneAudio

/// Autocorrelations of two real frames at once, one a lane.
struct LaneCorrelation: Sendable {
    private let transform: LaneTransform
    /// Of half the length: the way back from the power.
    private let half: LaneTransform
    /// sin(πj/n) and cos(πj/n) for j < n/2, n being half the length.
    private let waves: [(sine: Double, cosine: Double)]
    var length: Int { transform.length }

    /// - Parameter minimumLength: samples of a frame and the longest lag together, so that no lag wraps around.
    init(minimumLength: Int) {
        transform = LaneTransform(length: FrameOptions.transformLength(for: max(64, minimumLength)))
        half = LaneTransform(length: transform.length / 2)
        let count = half.length
        waves = (0..<count / 2).map { (sin(.pi * Double($0) / Double(count)), cos(.pi * Double($0) / Double(count))) }
    }

    /// The autocorrelations of two frames, given as their samples times ½ with zeros behind, at lags 0…`length`/2.
    ///
    /// - Parameters:
    ///   - frames: `length` pairs; overwritten.
    ///   - scratch: `length` + 2 pairs; overwritten.
    ///   - power: called with the power of all bins on the way.
    /// - Returns: where in the two buffers the lags stand.
    func autocorrelate(
        _ frames: DoublePairPointer, _ scratch: DoublePairPointer, power report: ((UnsafePointer<DoublePair>) -> Void)? = nil
    ) -> UnsafePointer<DoublePair> {
        let spectrum = transform.transformed(frames, scratch)
        let power = spectrum == frames ? scratch : frames
        transform.power(spectrum, to: power)
        report?(power)
        let first = fold(power, to: spectrum)
        let transformed = half.transformed(spectrum, power)
        let lags = transformed == spectrum ? power : spectrum
        half.unfold(transformed, to: lags)
        lags[1] = first
        for odd in stride(from: 3, to: half.length, by: 2) { lags[odd] = lags[odd - 2] - lags[odd] }
        return UnsafePointer(lags)
    }

    /// Prepares the transform back. The power is real and even, so a cosine transform of n + 1 points does it, and that is a real
    /// transform of n points (Cooley, Lewis & Welch 1970, "The fast Fourier transform algorithm: programming considerations in the
    /// calculation of sine, cosine and Laplace transforms"): its real parts are the even lags, its imaginary parts the steps between
    /// the odd ones.
    ///
    /// - Returns: the first lag.
    private func fold(_ power: DoublePairPointer, to input: DoublePairPointer) -> DoublePair {
        let count = half.length
        let scale = 1 / Double(length)
        var first = (power[0] - power[count]) * 0.5
        input[0] = (power[0] + power[count]) * (0.5 * scale)
        input[count / 2] = power[count / 2] * scale
        waves.withUnsafeBufferPointer { waves in
            for j in 1..<count / 2 {
                let (low, high) = (power[j], power[count - j])
                let (mean, difference) = ((low + high) * 0.5, low - high)
                let turned = difference * waves[j].sine
                input[j] = (mean - turned) * scale
                input[count - j] = (mean + turned) * scale
                first += difference * waves[j].cosine
            }
        }
        return first * (2 * scale)
    }
}
