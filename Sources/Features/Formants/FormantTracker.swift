import Foundation

/// Measures the formants of a voice at one sample rate, as Praat does by Burg's method.
///
/// A frame is resampled to twice the ceiling, pre-emphasised, weighted by a Gaussian window, and predicted linearly; each pair of
/// complex roots of the predictor is a resonance. Those within 50 Hz of 0 and of the ceiling, which rather describe the slope of
/// the spectrum, are left out.
///
///     let tracker = try FormantTracker(FormantOptions(ceiling: 5000), sampleRate: 16000)
///     for formant in tracker.track(of: samples).frames[20] { print(formant.frequency, formant.bandwidth) }
///
/// It holds tables only and may be shared by threads.
public struct FormantTracker: Sendable {
    public let options: FormantOptions
    public let sampleRate: Int
    /// The rate of the analysis in hertz: twice the ceiling, or the signal's where that is lower.
    let analysisRate: Double
    /// Nil where the signal is at the analysis rate.
    let filter: PolyphaseResampler.Filter?
    private let window: [Float]
    private let emphasis: Float
    /// What makes the level of white noise of mean square 1 equal 0 dB.
    private let windowPower: Double

    /// The distance in hertz that a formant keeps from 0 and from the ceiling.
    private static let margin = 50.0

    /// - Throws: `FeatureOptionsError.outOfRange` for options that do not validate, or a sample rate outside 1,000…1,000,000 Hz.
    public init(_ options: FormantOptions = FormantOptions(), sampleRate: Int) throws(FeatureOptionsError) {
        try options.validate()
        try require(sampleRate, in: 1000...1_000_000, field: "sampleRate")
        self.options = options
        self.sampleRate = sampleRate
        let rate = Double(sampleRate)
        if 2 * options.ceiling < rate {
            let filter = PolyphaseResampler.Filter(from: rate, to: 2 * options.ceiling)
            self.filter = filter
            analysisRate = rate * Double(filter.up) / Double(filter.down)
        } else {
            filter = nil
            analysisRate = rate
        }
        let length = max(2 * options.count + 2, Int((2 * options.windowLength * analysisRate).rounded()))
        let window = CorrelationFrame.window(.gaussian, length: length)
        self.window = window.map(Float.init)
        windowPower = window.reduce(0) { $0 + $1 * $1 } / Double(length)
        emphasis = Float(exp(-2 * .pi * options.preEmphasis / analysisRate))
    }

    /// The formants of a whole recording, a frame every `timeStep`, the first at time 0; samples that are not finite count as 0.
    public func track(of samples: [Float]) -> FormantTrack {
        var driver = online()
        let frames = driver.accept(samples)
        return FormantTrack(timeStep: options.timeStep, frames: frames + driver.finish())
    }

    /// A driver for samples that arrive in pieces.
    public func online() -> OnlineFormants { OnlineFormants(self) }

    /// How many samples, at the analysis rate, a frame has.
    var windowLength: Int { window.count }

    /// Where a frame begins, in samples at the analysis rate; negative for the first ones.
    func windowStart(ofFrame index: Int) -> Int {
        let centre = Double(index) * options.timeStep * analysisRate
        return Int((centre - Double(window.count) / 2).rounded())
    }

    /// The formants of a frame, from the lowest up.
    ///
    /// - Parameter samples: `windowLength` samples at the analysis rate; the one before them can be read too.
    func formants(_ samples: UnsafePointer<Float>) -> [Formant] {
        let count = window.count
        return withUnsafeTemporaryAllocation(of: Float.self, capacity: 2 * count) { memory in
            guard let frame = memory.baseAddress else { return [] }
            window.withUnsafeBufferPointer { window in
                for n in 0..<count { frame[n] = (samples[n] - emphasis * samples[n - 1]) * window[n] }
            }
            guard let prediction = BurgPredictor.predict(frame, frame + count, count: count, order: 2 * options.count)
            else { return [] }
            return formants(prediction.coefficients, residual: prediction.residual / windowPower)
        }
    }

    private func formants(_ coefficients: [Double], residual: Double) -> [Formant] {
        var formants: [Formant] = []
        formants.reserveCapacity(options.count)
        let scale = analysisRate / .pi
        PolynomialRoots.find(in: coefficients) { root in
            guard root.imaginary >= 0 else { return }
            let frequency = atan2(root.imaginary, root.real) * scale / 2
            guard frequency >= Self.margin, frequency <= analysisRate / 2 - Self.margin else { return }
            // Rounding may push the root of a pure tone onto the unit circle or beyond it; mirrored there, its bandwidth stays
            // positive.
            let bandwidth = abs(log((root.real * root.real + root.imaginary * root.imaginary).squareRoot())) * scale
            let level = level(coefficients, residual, at: 2 * .pi * frequency / analysisRate)
            formants.append(Formant(frequency: Float(frequency), bandwidth: Float(bandwidth), level: Float(level)))
        }
        return formants.sorted { $0.frequency < $1.frequency }
    }

    /// The envelope in decibels at an angular frequency in radians a sample.
    private func level(_ coefficients: [Double], _ residual: Double, at angle: Double) -> Double {
        let (cosine, sine) = (cos(angle), sin(angle))
        var (real, imaginary) = (0.0, 0.0)
        // Horner's rule at exp(i·angle); the conjugate has the same magnitude.
        for coefficient in coefficients.reversed() {
            (real, imaginary) = (real * cosine - imaginary * sine + coefficient, real * sine + imaginary * cosine)
        }
        let emphasis = Double(emphasis)
        let raised = 1 + emphasis * emphasis - 2 * emphasis * cosine
        let power = residual / max(1e-30, (real * real + imaginary * imaginary) * raised)
        return 10 * log10(max(power, 1e-30))
    }
}
