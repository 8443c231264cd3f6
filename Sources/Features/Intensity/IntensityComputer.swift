import Foundation

/// Measures intensity over time at one sample rate.
///
///     let intensity = try IntensityComputer(sampleRate: 16000).decibels(of: samples)
///
/// It holds a window only and may be shared by threads.
public struct IntensityComputer: Sendable {
    public let options: IntensityOptions
    public let sampleRate: Int
    /// 2 · `reach` + 1 weights.
    private let window: [Double]
    /// The samples on either side of a frame's middle one.
    let reach: Int
    /// What digital silence measures, in dB.
    public static let silence: Float = -300

    /// - Throws: `FeatureOptionsError.outOfRange` for options that do not validate or a sample rate outside 1,000…1,000,000 Hz.
    public init(_ options: IntensityOptions = IntensityOptions(), sampleRate: Int) throws(FeatureOptionsError) {
        try options.validate()
        try require(sampleRate, in: 1000...1_000_000, field: "sampleRate")
        self.options = options
        self.sampleRate = sampleRate
        let half = options.window / 2 * Double(sampleRate)
        let reach = Int(half)
        self.reach = reach
        window = (-reach...reach).map { Self.kaiser(Double($0) / half) }
    }

    /// Frames' intensities in dB of a whole recording; samples that are not finite count as 0. No samples give no frames.
    public func decibels(of samples: [Float]) -> [Float] {
        var driver = online()
        let first = driver.accept(samples)
        return first + driver.finish()
    }

    /// The time in seconds that the first frame of a recording is centred at.
    public func firstTime(sampleCount: Int) -> Double { frames(sampleCount: sampleCount).firstTime }

    /// A driver for samples that arrive in pieces.
    public func online() -> OnlineIntensity { OnlineIntensity(self) }

    func frames(sampleCount: Int) -> (firstTime: Double, count: Int) {
        options.alignment.frames(
            sampleCount: sampleCount, sampleRate: sampleRate, step: options.timeStep, window: options.window)
    }

    /// The sample that a window at a time has in its middle: the nearest, each standing in the middle of its own period.
    func middle(_ time: Double) -> Int {
        let period = 1 / Double(sampleRate)
        return Int(((time - period / 2) / period + 0.5).rounded(.down))
    }

    /// The frame about a sample of a buffer, from what the buffer holds of it.
    func decibels(_ samples: [Float], around middle: Int) -> Float {
        let range = max(0, middle - reach)..<min(samples.count, middle + reach + 1)
        guard !range.isEmpty else { return Self.silence }
        let offset = reach - middle
        var mean = 0.0
        if options.removesMean {
            for index in range { mean += Double(samples[index]) }
            mean /= Double(range.count)
        }
        var (sum, weights) = (0.0, 0.0)
        for index in range {
            let weight = window[index + offset]
            let value = Double(samples[index]) - mean
            sum += weight * value * value
            weights += weight
        }
        // 4e-10 is the square of 20 µPa. A square that is only the rounding of the mean is silence.
        guard weights > 0, sum / weights > max(1e-40, 1e-24 * mean * mean) else { return Self.silence }
        return Float(10 * log10(sum / weights / 4e-10))
    }

    /// The Kaiser window of β = 2π² + ½, whose side lobes lie 190 dB down, at −1…1; not normalised.
    private static func kaiser(_ place: Double) -> Double {
        modifiedBessel((2 * .pi * .pi + 0.5) * max(0, 1 - place * place).squareRoot())
    }

    /// I₀ by its power series.
    private static func modifiedBessel(_ x: Double) -> Double {
        var (sum, term, n) = (1.0, 1.0, 1.0)
        while term > sum * 1e-17 {
            term *= (x / (2 * n)) * (x / (2 * n))
            sum += term
            n += 1
        }
        return sum
    }
}
