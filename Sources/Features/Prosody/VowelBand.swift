import Foundation

/// Keeps the band of a signal in which vowels are strong: two sections of a Butterworth high-pass and two of a low-pass, each
/// with 24 dB an octave.
struct VowelBand: Sendable {
    private let sections: [Section]

    /// A second-order filter in transposed direct form II.
    private struct Section: Sendable {
        var (b0, b1, b2, a1, a2): (Double, Double, Double, Double, Double)
    }

    init(_ options: SyllableOptions, sampleRate: Int) {
        // The quality factors of the two pole pairs of a Butterworth filter of order 4.
        let qualities = [0.5 / cos(.pi / 8), 0.5 / cos(3 * .pi / 8)]
        let nyquist = Double(sampleRate) / 2
        var sections: [Section] = []
        // An edge that the sampling leaves no room for needs no filter.
        if options.lowestFrequency < 0.9 * nyquist {
            sections += qualities.map { Self.section(options.lowestFrequency, quality: $0, sampleRate, isHighPass: true) }
        }
        if options.highestFrequency < 0.9 * nyquist {
            sections += qualities.map { Self.section(options.highestFrequency, quality: $0, sampleRate, isHighPass: false) }
        }
        self.sections = sections
    }

    /// The analogue prototype by the bilinear transform, its corner where the digital one shall be.
    private static func section(_ frequency: Double, quality: Double, _ sampleRate: Int, isHighPass: Bool) -> Section {
        let angle = 2 * .pi * frequency / Double(sampleRate)
        let slope = sin(angle) / (2 * quality)
        let gain = (isHighPass ? 1 + cos(angle) : 1 - cos(angle)) / 2 / (1 + slope)
        return Section(
            b0: gain, b1: isHighPass ? -2 * gain : 2 * gain, b2: gain, a1: -2 * cos(angle) / (1 + slope),
            a2: (1 - slope) / (1 + slope))
    }

    /// The band of a whole signal; samples that are not finite count as 0.
    func band(of samples: [Float]) -> [Float] {
        var result = samples.map { $0.isFinite ? Double($0) : 0 }
        for section in sections {
            var (first, second) = (0.0, 0.0)
            for index in result.indices {
                let sample = result[index]
                let output = section.b0 * sample + first
                first = section.b1 * sample - section.a1 * output + second
                second = section.b2 * sample - section.a2 * output
                result[index] = output
            }
        }
        return result.map { Float($0) }
    }
}
