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
    /// Their sum.
    private let windowSum: Double
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
        windowSum = window.reduce(0, +)
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
        // A time between two samples is as near to the one as to the other; rounding must not choose now this one, now that.
        let slack = options.alignment == .hops ? 1e-6 : 0
        return Int(((time - period / 2) / period + 0.5 + slack).rounded(.down))
    }

    /// The frame about a sample of a buffer, from what the buffer holds of it.
    func decibels(_ samples: [Float], around middle: Int) -> Float {
        let range = max(0, middle - reach)..<min(samples.count, middle + reach + 1)
        guard !range.isEmpty else { return Self.silence }
        let count = range.count
        return samples.withUnsafeBufferPointer { samples in
            window.withUnsafeBufferPointer { window in
                guard let samples = samples.baseAddress, let window = window.baseAddress else { return Self.silence }
                let part = window + (range.lowerBound + reach - middle)
                let weights = count == self.window.count ? windowSum : (0..<count).reduce(0) { $0 + part[$1] }
                return decibels(samples + range.lowerBound, part, count: count, weights: weights)
            }
        }
    }

    /// Eight samples at a time, in sums side by side, so that none waits for another.
    ///
    /// - Parameter weights: the sum of the window's.
    private func decibels(
        _ samples: UnsafePointer<Float>, _ window: UnsafePointer<Double>, count: Int, weights: Double
    ) -> Float {
        typealias Sums = SIMD8<Double>
        let whole = count & ~7
        var mean = 0.0
        if options.removesMean {
            var sums = Sums.zero
            for n in stride(from: 0, to: whole, by: 8) { sums += Self.eight(samples + n) }
            mean = sums.sum()
            for n in whole..<count { mean += Double(samples[n]) }
            mean /= Double(count)
        }
        var squares = Sums.zero
        // A vector less a number is done lane by lane.
        let means = Sums(repeating: mean)
        for n in stride(from: 0, to: whole, by: 8) {
            let value = Self.eight(samples + n) - means
            let weight = UnsafeRawPointer(window + n).loadUnaligned(as: Sums.self)
            squares += weight * value * value
        }
        var sum = squares.sum()
        for n in whole..<count {
            let value = Double(samples[n]) - mean
            sum += window[n] * value * value
        }
        // 4e-10 is the square of 20 µPa. A square that is only the rounding of the mean is silence.
        guard weights > 0, sum / weights > max(1e-40, 1e-24 * mean * mean) else { return Self.silence }
        return Float(10 * log10(sum / weights / 4e-10))
    }

    @inline(__always)
    private static func eight(_ samples: UnsafePointer<Float>) -> SIMD8<Double> {
        SIMD8<Double>(UnsafeRawPointer(samples).loadUnaligned(as: SIMD8<Float>.self))
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
