import Foundation

/// How much the spectrum below 4 kHz has changed from one tenth of a second to the next.
///
/// Tones and chords do not change at all, steady noise little; a voice's pitch and formants always move. The average over a tenth
/// of a second hides the beats of tones that one frame cannot separate. Compare the long-term signal variability of Ghosh,
/// Tsiartas & Narayanan (2011).
struct SpectralChange: Hashable, Sendable {
    /// log₁₀ of the change below which sound is a tone or a chord and no voice.
    static let steady: Float = -2.5
    /// In frames of 10 ms.
    private static let blockLength = 10

    /// log₁₀ of 1 − cosine, −6…0; 0 where there is nothing to compare.
    private(set) var value: Float = 0
    private var sum: [Float]
    private var before: [Float]
    private var age = 0

    init(binCount: Int) {
        sum = [Float](repeating: 0, count: binCount)
        before = sum
    }

    /// Takes one lane of the power spectrum from the first bin that counts.
    mutating func add(_ power: UnsafePointer<DoublePair>, lane: Int) {
        sum.withUnsafeMutableBufferPointer { sum in
            for bin in sum.indices { sum[bin] += Float(power[bin][lane]) }
        }
        age += 1
        guard age == Self.blockLength else { return }
        age = 0
        var (product, now, then) = (Float(0), Float(0), Float(0))
        for bin in sum.indices {
            let amplitude = sum[bin].squareRoot()
            product += amplitude * before[bin]
            now += sum[bin]
            then += before[bin] * before[bin]
            before[bin] = amplitude
            sum[bin] = 0
        }
        let norm = (now * then).squareRoot()
        value = norm > 0 ? max(-6, log10(max(0, 1 - product / norm) + 1e-6)) : 0
    }
}
