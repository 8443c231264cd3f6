/// The samples that the GeMAPS sets look at: 16-bit numbers, as openSMILE's interface for Python hands them over.
///
/// In quiet recordings the 16-bit steps are heard: a decoder's output that has not gone through them has other descriptors
/// wherever a band is no louder than their noise.
enum GeMAPSSamples {
    /// The 16-bit steps above and below zero, of which openSMILE takes 32767 for 1.
    private static let (steps, fullScale): (Float, Float) = (32768, 32767)

    /// A frame's or a hop's length in samples. At rates that are no multiple of 100 Hz openSMILE rounds, a half up, and lets the
    /// hops drift from the clock.
    static func count(milliseconds: Int, sampleRate: Int) -> Int { (milliseconds * sampleRate + 500) / 1000 }

    /// Samples cut off to 16 bits towards zero, −1…1 becoming −32768/32767…1; beyond that they are clipped, and what is not a
    /// finite number becomes 0.
    static func conditioned(_ samples: [Float]) -> [Float] {
        [Float](unsafeUninitializedCapacity: samples.count) { result, count in
            samples.withUnsafeBufferPointer { samples in
                guard let source = samples.baseAddress, let target = result.baseAddress else { return }
                let whole = samples.count & ~7
                for n in stride(from: 0, to: whole, by: 8) {
                    SIMDProducts.store(conditioned(SIMDProducts.load(source + n)), target + n)
                }
                for n in whole..<samples.count { target[n] = conditioned(SIMD8(repeating: source[n]))[0] }
            }
            count = samples.count
        }
    }

    @inline(__always)
    private static func conditioned(_ samples: SIMD8<Float>) -> SIMD8<Float> {
        let scaled = samples * steps
        let size = scaled.replacing(with: -scaled, where: scaled .< 0)
        let limited = size.replacing(with: steps, where: size .> steps)
        // Rounded by adding 2²³, which fits a vector where a rounding instruction does not.
        let rounded = (limited + 8_388_608) - 8_388_608
        let cut = rounded.replacing(with: rounded - 1, where: rounded .> limited)
        let positive = cut.replacing(with: fullScale, where: cut .> fullScale)
        let values = positive.replacing(with: -cut, where: scaled .< 0) / fullScale
        // The difference with itself is 0 for numbers only.
        return values.replacing(with: 0, where: (samples - samples) .!= 0)
    }
}
