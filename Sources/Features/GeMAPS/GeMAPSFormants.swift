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
    private static let paddedCount = 112
    static let spectrumCount = 4 * paddedCount
    private static let sampleCount = 220
    private static let quarter = 88
    private static let rate = 11_000.0

    /// Of four samples n, n + 1 … and each bin k: cos θ and −sin θ for θ = 2πk·(n/M − the frame's place in its transform). Bins beyond the
    /// last are zeros, so that there are whole fours of them.
    private let waves: [Float]
    /// Whether M is 352, as at 8, 16 and 32 kHz: then a quarter of the samples' waves give the others by their symmetry.
    private let isFolded: Bool

    init(sampleRate: Int, windowLength: Int, transformLength: Int) {
        let length = Double(transformLength) * Self.rate / Double(sampleRate)
        let place = Double((transformLength - windowLength) / 2) / Double(transformLength)
        isFolded = length == 4 * Double(Self.quarter)
        waves = stride(from: 0, to: isFolded ? Self.quarter : Self.sampleCount, by: 4).flatMap { first in
            (0..<Self.paddedCount).flatMap { bin -> [Float] in
                guard bin < Self.binCount else { return [Float](repeating: 0, count: 8) }
                let angles = (first..<first + 4).map { 2 * .pi * Double(bin) * (Double($0) / length - place) }
                return angles.map { Float(cos($0)) } + angles.map { Float(-sin($0)) }
            }
        }
    }

    /// - Parameter spectrum: of each of `spectrumCount` / 4 bins the real parts of both frames and their imaginary parts, each four
    ///   times, for four samples at once; zeros from `binCount` on.
    func measure(_ spectrum: UnsafePointer<SIMD4<Float>>, into pair: inout FramePair) {
        // Zeros follow the samples, so that lags need no end of their own.
        let capacity = (Self.sampleCount + 7) / 8 * 8 + 16
        withUnsafeTemporaryAllocation(of: Double.self, capacity: 2 * capacity) { samples in
            for n in samples.indices { samples[n] = 0 }
            guard let first = samples.baseAddress else { return }
            if isFolded {
                resampleFolded(spectrum, first, first + capacity)
            } else {
                resample(spectrum, first, first + capacity)
            }
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
            for start in stride(from: 0, to: Self.sampleCount, by: 4) {
                var (a, b) = (SIMD4<Float>.zero, SIMD4<Float>.zero)
                for bin in 0..<Self.binCount {
                    let (cosine, sine) = Self.wave(row + 8 * bin)
                    a += cosine * spectrum[4 * bin] + sine * spectrum[4 * bin + 2]
                    b += cosine * spectrum[4 * bin + 1] + sine * spectrum[4 * bin + 3]
                }
                row += 8 * Self.paddedCount
                Self.store(a, first + start)
                Self.store(b, second + start)
            }
        }
    }

    /// The same from the waves of the first quarter M/4 of the samples. A quarter later bin k has turned by k right angles: bins
    /// 0, 4, 8 … stand, 2, 6, 10 … have changed their sign, and of the odd ones the imaginary parts come to the fore.
    private func resampleFolded(
        _ spectrum: UnsafePointer<SIMD4<Float>>, _ first: UnsafeMutablePointer<Double>, _ second: UnsafeMutablePointer<Double>
    ) {
        waves.withUnsafeBufferPointer { waves in
            guard var row = waves.baseAddress else { return }
            for start in stride(from: 0, to: Self.quarter, by: 4) {
                var (a, b) = (FoldedSums(), FoldedSums())
                for bin in stride(from: 0, to: Self.paddedCount, by: 4) {
                    let zero = spectrum + 4 * bin
                    let (one, two, three) = (zero + 4, zero + 8, zero + 12)
                    var (cosine, sine) = Self.wave(row)
                    a.standing += cosine * zero[0] + sine * zero[2]
                    b.standing += cosine * zero[1] + sine * zero[3]
                    (cosine, sine) = Self.wave(row + 8)
                    a.real += cosine * one[0] + sine * one[2]
                    b.real += cosine * one[1] + sine * one[3]
                    a.imaginary += cosine * one[2] - sine * one[0]
                    b.imaginary += cosine * one[3] - sine * one[1]
                    (cosine, sine) = Self.wave(row + 16)
                    a.turning += cosine * two[0] + sine * two[2]
                    b.turning += cosine * two[1] + sine * two[3]
                    (cosine, sine) = Self.wave(row + 24)
                    a.real += cosine * three[0] + sine * three[2]
                    b.real += cosine * three[1] + sine * three[3]
                    a.imaginary -= cosine * three[2] - sine * three[0]
                    b.imaginary -= cosine * three[3] - sine * three[1]
                    row += 32
                }
                a.store(first + start, hasThird: start + 2 * Self.quarter < Self.sampleCount)
                b.store(second + start, hasThird: start + 2 * Self.quarter < Self.sampleCount)
            }
        }
    }

    private struct FoldedSums {
        var standing = SIMD4<Float>.zero
        var turning = SIMD4<Float>.zero
        /// Of the odd bins; 3, 7, 11 … turn the other way, and count negative among the imaginary parts.
        var real = SIMD4<Float>.zero
        var imaginary = SIMD4<Float>.zero

        /// Four samples of the first quarter, of the second, and of the third where it is needed.
        @inline(__always)
        func store(_ samples: UnsafeMutablePointer<Double>, hasThird: Bool) {
            GeMAPSFormants.store(standing + turning + real, samples)
            GeMAPSFormants.store(standing - turning - imaginary, samples + quarter)
            if hasThird { GeMAPSFormants.store(standing + turning - real, samples + 2 * quarter) }
        }
    }

    @inline(__always)
    private static func wave(_ row: UnsafePointer<Float>) -> (cosine: SIMD4<Float>, sine: SIMD4<Float>) {
        let row = UnsafeRawPointer(row)
        return (row.loadUnaligned(as: SIMD4<Float>.self), row.loadUnaligned(fromByteOffset: 16, as: SIMD4<Float>.self))
    }

    @inline(__always)
    private static func store(_ values: SIMD4<Float>, _ samples: UnsafeMutablePointer<Double>) {
        UnsafeMutableRawPointer(samples).storeBytes(of: SIMD4<Double>(values), as: SIMD4<Double>.self)
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
