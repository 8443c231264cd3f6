import Foundation

/// Four decaying sines, each by turning a number in the complex plane by the same angle every sample.
struct Oscillators {
    private var startReal = SIMD4<Double>()
    private var startImaginary = SIMD4<Double>()
    private var turnReal = SIMD4<Double>()
    private var turnImaginary = SIMD4<Double>()

    /// - Parameters:
    ///   - phases: in radians.
    ///   - frequencies: in hertz; those near half the rate or above are left silent.
    ///   - timeConstants: in seconds, until 1/e is left; infinite for steady sines.
    init(
        amplitudes: SIMD4<Double>, phases: SIMD4<Double> = .zero, frequencies: SIMD4<Double>,
        timeConstants: SIMD4<Double> = SIMD4(repeating: .infinity), sampleRate: Double
    ) {
        for lane in 0..<4 where frequencies[lane] < 0.45 * sampleRate {
            let angle = 2 * Double.pi * frequencies[lane] / sampleRate
            let decay = exp(-1 / (timeConstants[lane] * sampleRate))
            startReal[lane] = amplitudes[lane] * cos(phases[lane])
            startImaginary[lane] = amplitudes[lane] * sin(phases[lane])
            turnReal[lane] = decay * cos(angle)
            turnImaginary[lane] = decay * sin(angle)
        }
    }

    /// Adds their sum.
    ///
    /// - Precondition: the range lies within the samples.
    func add(to samples: inout [Float], in range: Range<Int>) {
        var (real, imaginary) = (startReal, startImaginary)
        for index in range {
            samples[index] += Float(imaginary.sum())
            (real, imaginary) = (real * turnReal - imaginary * turnImaginary, real * turnImaginary + imaginary * turnReal)
        }
    }
}
