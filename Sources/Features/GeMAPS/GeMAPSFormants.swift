import Foundation

/// Formants of a 20 ms frame as openSMILE 2.6 prints them, measured on its answers to signals of one period a hop.
///
/// The spectrum of the frame, which stands in the middle of its transform, is cut down to 110 bins, as many as a transform of 20 ms at
/// 11 kHz has; these give 220 samples at 11 kHz, from the transform's beginning on, the constant counting twice like the
/// rest. Linear prediction of order 11 follows, by autocorrelation. Then the predictor's coefficients are taken with the other
/// sign: the roots are those of z¹¹ − a₁z¹⁰ − … − a₁₁ where z¹¹ + a₁z¹⁰ + … + a₁₁ is the error filter. Those between 50 and
/// 5450 Hz are formants, F1 the lowest.
///
/// So these are not the resonances of the voice: whatever is said, they lie near multiples of 500 or 1000 Hz and are about a kilohertz
/// broad. They do follow the voice in their own way, and are what the field's tables of eGeMAPS hold. `FormantTracker` measures resonances.
struct GeMAPSFormants: Hashable, Sendable {
    static let order = 11
    /// Bins that take part.
    static let binCount = 110
    private static let sampleCount = 220
    private static let rate = 11_000.0

    /// Of eight samples n, n + 1, … and each bin k: cos θ and −sin θ for θ = 2πk·(n/M − the frame's place in its transform).
    private let waves: [Float]

    init(sampleRate: Int, windowLength: Int, transformLength: Int) {
        let length = Double(transformLength) * Self.rate / Double(sampleRate)
        let place = Double((transformLength - windowLength) / 2) / Double(transformLength)
        waves = stride(from: 0, to: Self.sampleCount, by: 8).flatMap { first in
            (0..<Self.binCount).flatMap { bin in
                let angles = (first..<first + 8).map { 2 * .pi * Double(bin) * (Double($0) / length - place) }
                return angles.map { Float(cos($0)) } + angles.map { Float(-sin($0)) }
            }
        }
    }

    /// - Parameter spectrum: of each bin the real parts of both frames and their imaginary parts.
    func measure(_ spectrum: UnsafePointer<SIMD4<Float>>, into pair: inout FramePair) {
        // Zeros follow the samples, so that lags need no end of their own.
        let capacity = (Self.sampleCount + 7) / 8 * 8 + 16
        withUnsafeTemporaryAllocation(of: Double.self, capacity: 2 * capacity) { samples in
            for n in samples.indices { samples[n] = 0 }
            guard let first = samples.baseAddress else { return }
            resample(spectrum, first, first + capacity)
            find(first, into: &pair.first)
            find(first + capacity, into: &pair.second)
        }
    }

    /// Both frames at 11 kHz.
    private func resample(
        _ spectrum: UnsafePointer<SIMD4<Float>>, _ first: UnsafeMutablePointer<Double>, _ second: UnsafeMutablePointer<Double>
    ) {
        waves.withUnsafeBufferPointer { waves in
            guard var row = waves.baseAddress else { return }
            for start in stride(from: 0, to: Self.sampleCount, by: 8) {
                var (a, b) = (SIMD8<Float>.zero, SIMD8<Float>.zero)
                for bin in 0..<Self.binCount {
                    let (cosine, sine) = (SIMDProducts.load(row), SIMDProducts.load(row + 8))
                    let value = spectrum[bin]
                    a += cosine * value[0] + sine * value[2]
                    b += cosine * value[1] + sine * value[3]
                    row += 16
                }
                for lane in 0..<min(8, Self.sampleCount - start) {
                    first[start + lane] = Double(a[lane])
                    second[start + lane] = Double(b[lane])
                }
            }
        }
    }

    private func find(_ samples: UnsafeMutablePointer<Double>, into result: inout GeMAPSSpectralFrame) {
        let correlation = (0...Self.order).map { Self.correlation(samples, lag: $0) }
        guard let filter = LinearPrediction.errorFilter(autocorrelation: correlation) else { return }
        var formants: [(frequency: Double, bandwidth: Double)] = []
        formants.reserveCapacity(Self.order / 2)
        PolynomialRoots.find(in: [1] + filter.dropFirst().map { -$0 }) { root in
            guard root.imaginary > 0 else { return }
            let frequency = atan2(root.imaginary, root.real) * Self.rate / (2 * .pi)
            // Roots of the turned predictor may lie outside of the unit circle; their distance from it counts.
            let bandwidth = abs(log(root.real * root.real + root.imaginary * root.imaginary)) * Self.rate / (2 * .pi)
            if (50...5450).contains(frequency) { formants.append((frequency, bandwidth)) }
        }
        formants.sort { $0.frequency < $1.frequency }
        for (index, formant) in formants.prefix(3).enumerated() {
            result.formantFrequencies[index] = Float(formant.frequency)
            result.formantBandwidths[index] = Float(formant.bandwidth)
        }
    }

    /// Σ x[n]·x[n + lag] in double precision: the roots move with the seventh digit.
    private static func correlation(_ samples: UnsafeMutablePointer<Double>, lag: Int) -> Double {
        var sum = SIMD4<Double>.zero
        for n in stride(from: 0, to: sampleCount, by: 4) {
            let (a, b) = (UnsafeRawPointer(samples + n), UnsafeRawPointer(samples + n + lag))
            sum += a.loadUnaligned(as: SIMD4<Double>.self) * b.loadUnaligned(as: SIMD4<Double>.self)
        }
        return sum.sum()
    }
}
