import Foundation

/// Keeps the band of a signal in which vowels are strong: two sections of a Butterworth high-pass and two of a low-pass, each
/// with 24 dB an octave.
struct VowelBand: Sendable {
    /// The sections' coefficients, one section a lane; a section that is not needed lets everything through.
    private var (b0, b1, b2, a1, a2) = (Lanes(repeating: 1), Lanes.zero, Lanes.zero, Lanes.zero, Lanes.zero)

    private typealias Lanes = SIMD4<Double>

    init(_ options: SyllableOptions, sampleRate: Int) {
        // The quality factors of the two pole pairs of a Butterworth filter of order 4.
        let qualities = [0.5 / cos(.pi / 8), 0.5 / cos(3 * .pi / 8)]
        let nyquist = Double(sampleRate) / 2
        // A tenth of a second at 600 Hz, whose slowest poles lose a factor of e in 0.7 ms.
        settling = Int(60 / options.lowestFrequency * Double(sampleRate))
        var next = 0
        func add(_ frequency: Double, isHighPass: Bool) {
            for quality in qualities {
                set(next, frequency, quality: quality, sampleRate, isHighPass: isHighPass)
                next += 1
            }
        }
        // An edge that the sampling leaves no room for needs no filter.
        if options.lowestFrequency < 0.9 * nyquist { add(options.lowestFrequency, isHighPass: true) }
        if options.highestFrequency < 0.9 * nyquist { add(options.highestFrequency, isHighPass: false) }
    }

    /// After so many samples the filter has forgotten where it began: what is left of it is far below a step of Float.
    let settling: Int

    /// The analogue prototype by the bilinear transform, its corner where the digital one shall be.
    private mutating func set(_ lane: Int, _ frequency: Double, quality: Double, _ sampleRate: Int, isHighPass: Bool) {
        let angle = 2 * .pi * frequency / Double(sampleRate)
        let slope = sin(angle) / (2 * quality)
        let gain = (isHighPass ? 1 + cos(angle) : 1 - cos(angle)) / 2 / (1 + slope)
        (b0[lane], b1[lane], b2[lane]) = (gain, isHighPass ? -2 * gain : 2 * gain, gain)
        (a1[lane], a2[lane]) = (-2 * cos(angle) / (1 + slope), (1 - slope) / (1 + slope))
    }

    /// The band of a whole signal; samples that are not finite count as 0.
    ///
    /// Transposed direct form II, all sections at once: each takes what the one before it gave out a sample ago, so that none waits.
    func band(of samples: ArraySlice<Float>) -> [Float] {
        var (first, second, output) = (Lanes.zero, Lanes.zero, Lanes.zero)
        let delay = Lanes.scalarCount - 1
        return [Float](unsafeUninitializedCapacity: samples.count) { result, written in
            written = samples.count
            let start = samples.startIndex
            for index in 0..<samples.count + delay {
                let sample = index < samples.count && samples[start + index].isFinite ? Double(samples[start + index]) : 0
                let input = Lanes(sample, output[0], output[1], output[2])
                output = b0 * input + first
                first = b1 * input - a1 * output + second
                second = b2 * input - a2 * output
                if index >= delay { result.initializeElement(at: index - delay, to: Float(output[3])) }
            }
        }
    }
}
