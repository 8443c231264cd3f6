/// The samples that the GeMAPS sets look at: 16-bit numbers, as openSMILE's interface for Python hands them over.
///
/// In quiet recordings the 16-bit steps are heard: a decoder's output that has not gone through them has other descriptors
/// wherever a band is no louder than their noise.
enum GeMAPSSamples {
    /// The 16-bit steps above and below zero, of which openSMILE takes 32767 for 1.
    private static let (steps, fullScale): (Float, Float) = (32768, 32767)

    /// Samples cut off to 16 bits towards zero, −1…1 becoming −32768/32767…1; beyond that they are clipped, and what is not a
    /// finite number becomes 0.
    static func conditioned(_ samples: [Float]) -> [Float] {
        samples.map { sample in
            // Rounded by adding 2²³, which fits a vector where a rounding instruction does not.
            let size = Swift.min((sample * steps).magnitude, steps)
            let rounded = (size + 8_388_608) - 8_388_608
            let whole = rounded > size ? rounded - 1 : rounded
            let value = sample < 0 ? -whole : Swift.min(whole, fullScale)
            return sample.isFinite ? value / fullScale : 0
        }
    }
}
