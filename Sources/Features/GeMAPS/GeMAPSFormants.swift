import Foundation

/// Formants of a 20 ms frame as openSMILE 2.6 prints them, measured on its answers to signals of one period a hop.
///
/// The spectrum of the frame, which stands in the middle of its transform, is cut down to 110 bins, as many as a transform of
/// 20 ms at 11 kHz has; these give 220 samples at 11 kHz, from the transform's beginning on, the constant counting twice like
/// the rest. Linear prediction of order 11 follows, by autocorrelation. Then the predictor's coefficients are taken with the
/// other sign: the roots are those of z¹¹ − a₁z¹⁰ − … − a₁₁ where z¹¹ + a₁z¹⁰ + … + a₁₁ is the error filter. Those between 50
/// and 5450 Hz are formants, F1 the lowest.
///
/// So these are not the resonances of the voice: whatever is said, they lie near multiples of 500 or 1000 Hz and are about a
/// kilohertz broad. They do follow the voice in their own way, and are what the field's tables of eGeMAPS hold.
/// `FormantTracker` measures resonances.
struct GeMAPSFormants: Hashable, Sendable {
    static let order = 11
    /// Bins that take part.
    static let binCount = 110
    static let spectrumCount = 4 * binCount
    private static let sampleCount = 220
    private static let rate = 11_000.0

    // Where M is 352, as at 8, 16 and 32 kHz: the frame begins at sample 66, and waves are needed to a quarter of M from there.
    private static let foldedLength = 352.0
    private static let frameStart = 66
    private static let foldedCount = 92

    /// Of four samples n, n + 1 … and each bin k: cos θ and sin θ for θ = 2πk·(n/M − the frame's place in its transform). Where
    /// the waves are folded, n counts from the frame's beginning.
    private let waves: [Float]
    private let isFolded: Bool

    init(sampleRate: Int, windowLength: Int, transformLength: Int) {
        let length = Double(transformLength) * Self.rate / Double(sampleRate)
        let place = Double((transformLength - windowLength) / 2) / Double(transformLength)
        isFolded = length == Self.foldedLength && place * length == Double(Self.frameStart)
        let (count, origin) = isFolded ? (Self.foldedCount, 0) : (Self.sampleCount, place)
        waves = stride(from: 0, to: count, by: 4).flatMap { first in
            (0..<Self.binCount).flatMap { bin in
                let angles = (first..<first + 4).map { 2 * .pi * Double(bin) * (Double($0) / length - origin) }
                return angles.map { Float(cos($0)) } + angles.map { Float(sin($0)) }
            }
        }
    }

    /// - Parameter spectrum: of each of `spectrumCount` / 4 bins the real parts of both frames and their imaginary parts, each
    ///   four times, for four samples at once.
    func measure(_ spectrum: UnsafePointer<SIMD4<Float>>, into pair: inout FramePair) {
        // Zeros follow the samples, so that lags need no end of their own; folding writes a few numbers before the first.
        let head = 4
        let capacity = head + (Self.sampleCount + 7) / 8 * 8 + 16
        withUnsafeTemporaryAllocation(of: Float.self, capacity: 2 * capacity) { samples in
            guard let memory = samples.baseAddress else { return }
            let (first, second) = (memory + head, memory + capacity + head)
            if isFolded {
                resampleFolded(spectrum, first, second)
            } else {
                resample(spectrum, first, second)
            }
            for frame in [first, second] {
                for n in Self.sampleCount..<capacity - head { frame[n] = 0 }
            }
            find(first, into: &pair.first)
            find(second, into: &pair.second)
        }
    }

    /// Both frames at 11 kHz.
    private func resample(
        _ spectrum: UnsafePointer<SIMD4<Float>>, _ first: UnsafeMutablePointer<Float>, _ second: UnsafeMutablePointer<Float>
    ) {
        waves.withUnsafeBufferPointer { waves in
            guard var row = waves.baseAddress else { return }
            for start in stride(from: 0, to: Self.sampleCount, by: 4) {
                var (a, b) = (WaveSums(), WaveSums())
                for bin in 0..<Self.binCount { Self.add(bin, row + 8 * bin, spectrum, &a, &b) }
                row += 8 * Self.binCount
                Self.store(a.cosine - a.sine, first + start)
                Self.store(b.cosine - b.sine, second + start)
            }
        }
    }

    /// The same from fewer waves, n counted from the frame's beginning: at −n the sines have turned, at M/2 − n the cosines of
    /// odd bins and the sines of even ones.
    private func resampleFolded(
        _ spectrum: UnsafePointer<SIMD4<Float>>, _ first: UnsafeMutablePointer<Float>, _ second: UnsafeMutablePointer<Float>
    ) {
        waves.withUnsafeBufferPointer { waves in
            guard var row = waves.baseAddress else { return }
            for start in stride(from: 0, to: Self.foldedCount, by: 4) {
                var (evenA, oddA, evenB, oddB) = (WaveSums(), WaveSums(), WaveSums(), WaveSums())
                for bin in stride(from: 0, to: Self.binCount, by: 2) {
                    Self.add(bin, row + 8 * bin, spectrum, &evenA, &evenB)
                    Self.add(bin + 1, row + 8 * bin + 8, spectrum, &oddA, &oddB)
                }
                row += 8 * Self.binCount
                Self.unfold(evenA, oddA, from: start, into: first)
                Self.unfold(evenB, oddB, from: start, into: second)
            }
        }
    }

    /// Four samples from the frame's beginning on, and those that mirror them.
    @inline(__always)
    private static func unfold(_ even: WaveSums, _ odd: WaveSums, from start: Int, into samples: UnsafeMutablePointer<Float>) {
        let (cosine, sine) = (even.cosine + odd.cosine, even.sine + odd.sine)
        store(cosine - sine, samples + frameStart + start)
        if start <= frameStart { store(reversed(cosine + sine), samples + frameStart - start - 3) }
        let mirrored = Int(foldedLength) / 2 + frameStart - start
        if mirrored - 3 < sampleCount {
            store(reversed((even.cosine - odd.cosine) - (odd.sine - even.sine)), samples + mirrored - 3)
        }
    }

    /// Σ Re X·cos θ and Σ Im X·sin θ of four samples.
    private struct WaveSums {
        var cosine = SIMD4<Float>.zero
        var sine = SIMD4<Float>.zero
    }

    @inline(__always)
    private static func add(
        _ bin: Int, _ row: UnsafePointer<Float>, _ spectrum: UnsafePointer<SIMD4<Float>>, _ a: inout WaveSums,
        _ b: inout WaveSums
    ) {
        let (cosine, sine) = wave(row)
        let values = spectrum + 4 * bin
        a.cosine += cosine * values[0]
        b.cosine += cosine * values[1]
        a.sine += sine * values[2]
        b.sine += sine * values[3]
    }

    private static func reversed(_ values: SIMD4<Float>) -> SIMD4<Float> {
        SIMD4(lowHalf: SIMD2(values[3], values[2]), highHalf: SIMD2(values[1], values[0]))
    }

    @inline(__always)
    private static func wave(_ row: UnsafePointer<Float>) -> (cosine: SIMD4<Float>, sine: SIMD4<Float>) {
        let row = UnsafeRawPointer(row)
        return (row.loadUnaligned(as: SIMD4<Float>.self), row.loadUnaligned(fromByteOffset: 16, as: SIMD4<Float>.self))
    }

    @inline(__always)
    private static func store(_ values: SIMD4<Float>, _ samples: UnsafeMutablePointer<Float>) {
        UnsafeMutableRawPointer(samples).storeBytes(of: values, as: SIMD4<Float>.self)
    }

    private func find(_ samples: UnsafeMutablePointer<Float>, into result: inout GeMAPSSpectralFrame) {
        guard let filter = LinearPrediction.errorFilter(autocorrelation: Self.correlation(samples)) else { return }
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

    /// Σ x[n]·x[n + lag] for the lags 0 … 11, in single precision and from the first sample to the last.
    ///
    /// Measured: where roots lie near the real axis the sum's last digits decide whether they count, and summed like this they
    /// are most often openSMILE's.
    private static func correlation(_ samples: UnsafePointer<Float>) -> [Double] {
        var (near, far) = (SIMD8<Float>.zero, SIMD4<Float>.zero)
        for n in 0..<sampleCount {
            let lagged = UnsafeRawPointer(samples + n)
            near += lagged.loadUnaligned(as: SIMD8<Float>.self) * samples[n]
            far += lagged.loadUnaligned(fromByteOffset: 32, as: SIMD4<Float>.self) * samples[n]
        }
        return near.indices.map { Double(near[$0]) } + far.indices.map { Double(far[$0]) }
    }
}
