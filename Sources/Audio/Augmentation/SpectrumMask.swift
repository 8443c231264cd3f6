import Foundation

/// Masks a stretch of time or a band of frequencies of a sound, as SpecAugment does to its spectrogram (Park et al.,
/// "SpecAugment: A simple data augmentation method for automatic speech recognition", Interspeech 2019), so that it can be heard.
///
/// There, features of mean zero are set to zero. Likewise here, what is masked takes the mean logarithmic magnitude that its
/// frequency has over the whole clip, and keeps its phase. What is not masked stays bit for bit.
struct SpectrumMask {
    private let transform: FourierTransform
    private let window: [Float]
    private let sampleRate: Double
    private var hop: Int { transform.length / 2 }

    init(sampleRate: Int) {
        self.sampleRate = Double(sampleRate)
        // The power of two nearest to 32 ms.
        let exponent = log2(0.032 * self.sampleRate).rounded()
        transform = FourierTransform(length: 1 << Int(min(15, max(5, exponent))))
        window = WindowFunction.hannPeriodic.doubles(length: transform.length).map { Float($0.squareRoot()) }
    }

    /// Masks a stretch, in seconds; at most a fifth of the clip.
    func maskTime(_ seconds: Double, of samples: [Float], using generator: inout SeededGenerator) -> [Float] {
        let frames = frameCount(of: samples)
        let width = Int((min(seconds * sampleRate, Double(samples.count) / 5) / Double(hop)).rounded())
        guard width > 0, frames > width else { return samples }
        let first = Int.random(in: 0...frames - width, using: &generator)
        return masked(samples, frames: first..<first + width, bins: 0..<transform.length / 2 + 1)
    }

    /// Masks a band, as a share of the mel scale from 0 Hz to half the rate.
    func maskFrequency(_ share: Double, of samples: [Float], using generator: inout SeededGenerator) -> [Float] {
        let top = Self.mel(sampleRate / 2)
        let start = generator.draw(0...max(0, 1 - share)) * top
        let low = bin(of: Self.hertz(start))
        let high = max(low, bin(of: Self.hertz(start + share * top)))
        return masked(samples, frames: 0..<frameCount(of: samples), bins: low..<high)
    }

    private func bin(of frequency: Double) -> Int {
        min(transform.length / 2 + 1, max(0, Int((frequency / sampleRate * Double(transform.length)).rounded())))
    }

    /// O'Shaughnessy's scale, as HTK has it.
    private static func mel(_ frequency: Double) -> Double { 1127 * log(1 + frequency / 700) }
    private static func hertz(_ mel: Double) -> Double { 700 * (exp(mel / 1127) - 1) }

    /// Frames begin half a frame before the first sample, so that two of them cover every sample.
    private func frameCount(of samples: [Float]) -> Int { samples.isEmpty ? 0 : (samples.count + hop - 1) / hop + 1 }

    private func masked(_ samples: [Float], frames: Range<Int>, bins: Range<Int>) -> [Float] {
        guard !frames.isEmpty, !bins.isEmpty else { return samples }
        let spectra = (0..<frameCount(of: samples)).map { transform.spectrum(frame($0, of: samples)) }
        let means = meanMagnitudes(of: spectra, in: bins)
        var output = samples
        for frame in frames {
            // Only the difference is transformed back and added.
            var change = [(real: Double, imaginary: Double)](repeating: (0, 0), count: transform.length / 2 + 1)
            for bin in bins {
                let (real, imaginary) = spectra[frame][bin]
                let magnitude = (real * real + imaginary * imaginary).squareRoot()
                guard magnitude > 0 else { continue }
                let factor = means[bin - bins.lowerBound] / magnitude - 1
                change[bin] = (real * factor, imaginary * factor)
            }
            let start = (frame - 1) * hop
            for (offset, sample) in transform.samples(of: change).enumerated()
            where output.indices.contains(start + offset) {
                output[start + offset] += sample * window[offset]
            }
        }
        return output
    }

    private func frame(_ index: Int, of samples: [Float]) -> [Float] {
        let start = (index - 1) * hop
        return (0..<transform.length).map { offset in
            samples.indices.contains(start + offset) ? samples[start + offset] * window[offset] : 0
        }
    }

    /// The geometric mean of each bin's magnitude, 100 dB below the clip's strongest counting as the weakest.
    private func meanMagnitudes(
        of spectra: [[(real: Double, imaginary: Double)]], in bins: Range<Int>
    ) -> [Double] {
        func power(_ value: (real: Double, imaginary: Double)) -> Double {
            value.real * value.real + value.imaginary * value.imaginary
        }
        let strongest = spectra.reduce(0) { $1.reduce($0) { max($0, power($1)) } }
        guard strongest > 0 else { return [Double](repeating: 0, count: bins.count) }
        let floor = strongest * 1e-10
        return bins.map { bin in
            exp(spectra.reduce(0) { $0 + log(max(floor, power($1[bin]))) } / Double(2 * spectra.count))
        }
    }
}
