import Foundation

/// The coefficients of one second-order section, H(z) = (b₀ + b₁z⁻¹ + b₂z⁻²) / (1 + a₁z⁻¹ + a₂z⁻²).
///
/// The formulas are Robert Bristow-Johnson's (Audio EQ Cookbook, W3C note 2021). Every factory is total: frequencies are clamped
/// to 1/100000…0.49 of the sample rate, the quality Q to 0.05…100, gains to ±60 dB, and what is not a number counts as the
/// lower bound, so that the section is always finite and stable.
public struct Biquad: Hashable, Sendable {
    public let b0: Double
    public let b1: Double
    public let b2: Double
    public let a1: Double
    public let a2: Double

    init(b0: Double, b1: Double, b2: Double, a0: Double, a1: Double, a2: Double) {
        self.b0 = b0 / a0
        self.b1 = b1 / a0
        self.b2 = b2 / a0
        self.a1 = a1 / a0
        self.a2 = a2 / a0
    }

    /// The Q of a second-order Butterworth filter, 1/√2.
    public static let flat = 0.5.squareRoot()

    /// 12 dB an octave above `frequency` in hertz.
    public static func lowPass(frequency: Double, q: Double = flat, sampleRate: Int) -> Biquad {
        let (cosine, alpha) = angle(frequency, q, sampleRate)
        let b = (1 - cosine) / 2
        return Biquad(b0: b, b1: 2 * b, b2: b, a0: 1 + alpha, a1: -2 * cosine, a2: 1 - alpha)
    }

    /// 12 dB an octave below `frequency` in hertz.
    public static func highPass(frequency: Double, q: Double = flat, sampleRate: Int) -> Biquad {
        let (cosine, alpha) = angle(frequency, q, sampleRate)
        let b = (1 + cosine) / 2
        return Biquad(b0: b, b1: -2 * b, b2: b, a0: 1 + alpha, a1: -2 * cosine, a2: 1 - alpha)
    }

    /// A resonance at `frequency` in hertz with gain 1 at its peak and a bandwidth of frequency/Q.
    public static func resonance(frequency: Double, q: Double, sampleRate: Int) -> Biquad {
        let (cosine, alpha) = angle(frequency, q, sampleRate)
        return Biquad(b0: alpha, b1: 0, b2: -alpha, a0: 1 + alpha, a1: -2 * cosine, a2: 1 - alpha)
    }

    /// `gain` decibels around `frequency` in hertz, nothing far from it.
    public static func peaking(frequency: Double, q: Double, gain: Double, sampleRate: Int) -> Biquad {
        let (cosine, alpha) = angle(frequency, q, sampleRate)
        let a = amplitude(gain)
        return Biquad(
            b0: 1 + alpha * a, b1: -2 * cosine, b2: 1 - alpha * a,
            a0: 1 + alpha / a, a1: -2 * cosine, a2: 1 - alpha / a)
    }

    /// `gain` decibels below `frequency` in hertz, half of them at it.
    public static func lowShelf(frequency: Double, q: Double = flat, gain: Double, sampleRate: Int) -> Biquad {
        let (cosine, alpha) = angle(frequency, q, sampleRate)
        let a = amplitude(gain)
        let root = 2 * a.squareRoot() * alpha
        return Biquad(
            b0: a * ((a + 1) - (a - 1) * cosine + root), b1: 2 * a * ((a - 1) - (a + 1) * cosine),
            b2: a * ((a + 1) - (a - 1) * cosine - root),
            a0: (a + 1) + (a - 1) * cosine + root, a1: -2 * ((a - 1) + (a + 1) * cosine),
            a2: (a + 1) + (a - 1) * cosine - root)
    }

    /// `gain` decibels above `frequency` in hertz, half of them at it.
    public static func highShelf(frequency: Double, q: Double = flat, gain: Double, sampleRate: Int) -> Biquad {
        let (cosine, alpha) = angle(frequency, q, sampleRate)
        let a = amplitude(gain)
        let root = 2 * a.squareRoot() * alpha
        return Biquad(
            b0: a * ((a + 1) + (a - 1) * cosine + root), b1: -2 * a * ((a - 1) + (a + 1) * cosine),
            b2: a * ((a + 1) + (a - 1) * cosine - root),
            a0: (a + 1) - (a - 1) * cosine + root, a1: 2 * ((a - 1) - (a + 1) * cosine),
            a2: (a + 1) - (a - 1) * cosine - root)
    }

    /// 6 dB an octave above `frequency` in hertz, by the bilinear transform.
    static func firstOrderLowPass(frequency: Double, sampleRate: Int) -> Biquad {
        let k = tan(radians(frequency, sampleRate) / 2)
        return Biquad(b0: k, b1: k, b2: 0, a0: 1 + k, a1: k - 1, a2: 0)
    }

    /// 6 dB an octave below `frequency` in hertz, by the bilinear transform.
    static func firstOrderHighPass(frequency: Double, sampleRate: Int) -> Biquad {
        let k = tan(radians(frequency, sampleRate) / 2)
        return Biquad(b0: 1, b1: -1, b2: 0, a0: 1 + k, a1: k - 1, a2: 0)
    }

    /// |H| at `frequency` in hertz.
    public func magnitude(at frequency: Double, sampleRate: Int) -> Double {
        let angle = 2 * .pi * frequency / Double(max(sampleRate, 1))
        func length(_ c0: Double, _ c1: Double, _ c2: Double) -> Double {
            let real = c0 + c1 * cos(angle) + c2 * cos(2 * angle)
            let imaginary = c1 * sin(angle) + c2 * sin(2 * angle)
            return (real * real + imaginary * imaginary).squareRoot()
        }
        return length(b0, b1, b2) / length(1, a1, a2)
    }

    private static func radians(_ frequency: Double, _ sampleRate: Int) -> Double {
        let rate = Double(max(sampleRate, 1))
        return 2 * .pi * clamped(frequency, 1e-5 * rate...0.49 * rate) / rate
    }

    private static func angle(_ frequency: Double, _ q: Double, _ sampleRate: Int) -> (cosine: Double, alpha: Double) {
        let angle = radians(frequency, sampleRate)
        return (cos(angle), sin(angle) / (2 * clamped(q, 0.05...100)))
    }

    /// The cookbook's A: the square root of the gain as a factor.
    private static func amplitude(_ decibels: Double) -> Double {
        pow(10, clamped(decibels, -60...60) / 40)
    }

    private static func clamped(_ value: Double, _ range: ClosedRange<Double>) -> Double {
        value.isNaN ? range.lowerBound : min(max(value, range.lowerBound), range.upperBound)
    }
}
