import Foundation
import UndertoneAudio

/// Measures how much of a frame repeats itself after one period, the harmonics-to-noise ratio, by forward cross-correlation.
///
/// The highest correlation r of one floor's period of sound with the same length of sound later is the share of the
/// periodic part, and 10 · log₁₀(r / (1 − r)) the ratio (Boersma 1993; Praat's "To Harmonicity (cc)" with one period a window).
struct HarmonicityComputer: Sendable {
    /// What a frame says.
    struct Frame: Hashable, Sendable {
        /// The highest correlation, from 0 to 1.
        var correlation = 0.0
        /// The largest magnitude in the frame's middle, about its mean.
        var peak: Float = 0

        /// In decibels, from −40 to 60.
        var ratio: Double {
            let share = min(1 - 1e-6, max(1e-4, correlation))
            return 10 * log10(share / (1 - share))
        }

        /// Whether there is a voice in the frame, by Boersma's rule for the strength of the unvoiced candidate.
        func isVoiced(recordingPeak: Float) -> Bool {
            guard recordingPeak > 0 else { return false }
            return correlation > max(0, 2 - Double(peak / recordingPeak) / HarmonicityComputer.silenceThreshold)
        }
    }

    /// The share of the recording's peak below which a frame begins to count as silent.
    private static let silenceThreshold = 0.1

    private let sampleRate: Double
    /// One period of the floor, in samples: the window's length, and the longest lag.
    private let period: Int
    private let transform: LaneTransform

    /// - Precondition: three periods of the floor are at most 65536 samples.
    init(floor: Double, sampleRate: Int) {
        self.sampleRate = Double(sampleRate)
        period = max(4, Int(Double(sampleRate) / floor))
        transform = LaneTransform(length: FrameOptions.transformLength(for: 2 * period + 2))
    }

    /// Samples on either side of a frame's time that are read.
    var reach: Int { period + 2 }

    /// The frame at a time in seconds, which the span holds with its `reach`.
    func frame(in span: SampleSpan, at time: Double) -> Frame {
        let centre = Int((time * sampleRate + 0.5).rounded(.down))
        let start = centre - period - 1
        let count = 2 * period + 2
        guard let x = span.samples(start..<start + count) else { return Frame() }
        let mean = SIMDProducts.sum(x, count: count) / Float(count)
        var frame = Frame()
        let middle = (period + 2) / 2
        for n in middle..<middle + period { frame.peak = max(frame.peak, abs(x[n] - mean)) }
        guard frame.peak > 0, frame.peak.isFinite else { return frame }
        frame.correlation = highestCorrelation(x, mean: mean, count: count)
        return frame
    }

    private func highestCorrelation(_ x: UnsafePointer<Float>, mean: Float, count: Int) -> Double {
        let length = transform.length
        let lastLag = count - period
        return withUnsafeTemporaryAllocation(of: DoublePair.self, capacity: 2 * length) { pairs in
            withUnsafeTemporaryAllocation(of: Double.self, capacity: lastLag + 1) { curve in
                guard let frames = pairs.baseAddress, let curve = curve.baseAddress else { return 0 }
                // The model in one lane, the sound that it is compared with in the other.
                for n in 0..<count {
                    let value = Double(x[n] - mean) / 2
                    frames[n] = DoublePair(n < period ? value : 0, value)
                }
                for n in count..<length { frames[n] = .zero }
                let spectrum = transform.transformed(frames, frames + length)
                let product = spectrum == frames ? frames + length : frames
                let scale = 0.5 / Double(length)
                transform.unfold(spectrum) { bin, real, imaginary in
                    // conj(model) · sound, as a real sequence: real plus imaginary part here, minus at the mirror image. The sum
                    // of the real and imaginary parts of its transform is the way back (Hartley).
                    let re = (real[0] * real[1] + imaginary[0] * imaginary[1]) * scale
                    let im = (real[0] * imaginary[1] - imaginary[0] * real[1]) * scale
                    product[bin] = DoublePair(repeating: re + im)
                    if bin > 0, bin < length / 2 { product[length - bin] = DoublePair(repeating: re - im) }
                }
                transform.unfold(transform.transformed(product, spectrum)) { lag, real, imaginary in
                    if lag <= lastLag { curve[lag] = real[0] + imaginary[0] }
                }
                normalise(curve, x, mean: mean, lastLag: lastLag)
                return highestPeak(curve, lastLag: lastLag)
            }
        }
    }

    /// Divides by the root of both windows' energies.
    private func normalise(_ curve: UnsafeMutablePointer<Double>, _ x: UnsafePointer<Float>, mean: Float, lastLag: Int) {
        func square(_ n: Int) -> Double { Double(x[n] - mean) * Double(x[n] - mean) }
        let energy = (0..<period).reduce(0) { $0 + square($1) }
        var moving = energy
        for lag in 0...lastLag {
            let product = energy * moving
            curve[lag] = moving > 1e-12 * energy && energy > 0 ? curve[lag] / product.squareRoot() : 0
            if lag < lastLag { moving += square(lag + period) - square(lag) }
        }
    }

    private func highestPeak(_ curve: UnsafePointer<Double>, lastLag: Int) -> Double {
        var highest = 0.0
        for lag in 2..<lastLag where curve[lag] > 0 && curve[lag] > curve[lag - 1] && curve[lag] >= curve[lag + 1] {
            let height = Parabola.vertex(curve[lag - 1], curve[lag], curve[lag + 1]).height
            // What the parabola puts above 1 is reflected, as Boersma does with candidates.
            highest = max(highest, height > 1 ? 1 / height : height)
        }
        return highest
    }
}
