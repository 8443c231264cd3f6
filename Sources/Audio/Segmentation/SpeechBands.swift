/// Sixteen bands, about one Bark wide where vowels are and wider above, and what their edges are in bins.
struct SpeechBands: Hashable, Sendable {
    static let count = 16
    /// In hertz.
    static let edges: [Double] = [
        100, 200, 300, 400, 510, 630, 770, 920, 1130, 1400, 1750, 2200, 2800, 3500, 4500, 5800, 7800,
    ]
    /// The bins of each band; empty where half of the band would lie above the highest bin.
    let bins: [Range<Int>]
    /// 1 for each band that the sample rate has, else 0.
    let present: SIMD16<Float>
    /// `present`, for the bands from 200 to 1130 Hz and those above 2800 Hz.
    let low: SIMD16<Float>
    let high: SIMD16<Float>
    /// One over the number of bins, 0 for an absent band.
    let perBin: SIMD16<Float>

    init(sampleRate: Int, transformLength: Int) {
        let half = transformLength / 2
        let scale = Double(transformLength) / Double(sampleRate)
        var present = SIMD16<Float>.zero
        var perBin = SIMD16<Float>.zero
        bins = (0..<Self.count).map { band in
            let (lower, upper) = (Self.edges[band] * scale, Self.edges[band + 1] * scale)
            guard (lower + upper) / 2 < Double(half) else { return half..<half }
            let range = min(half, Int(lower.rounded(.up)))..<min(half, Int(upper.rounded(.up)))
            guard !range.isEmpty else { return range }
            present[band] = 1
            perBin[band] = 1 / Float(range.count)
            return range
        }
        var (low, high) = (SIMD16<Float>.zero, SIMD16<Float>.zero)
        for band in 0..<Self.count {
            if (1..<8).contains(band) { low[band] = present[band] }
            if band >= 12 { high[band] = present[band] }
        }
        (self.present, self.low, self.high, self.perBin) = (present, low, high, perBin)
    }
}
