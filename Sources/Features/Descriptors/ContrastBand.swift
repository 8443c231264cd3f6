/// The bins of one octave band of the spectral contrast (Jiang et al. 2002), chosen as librosa chooses them.
struct ContrastBand: Hashable, Sendable {
    var bins: Range<Int>
    /// How many of the largest bins make the peak, and of the smallest the valley.
    var quantileCount: Int

    static func bands(_ options: SpectralOptions, frames: FrameOptions) -> [ContrastBand] {
        let frequencies = frames.binFrequencies
        let minimum = Double(options.contrastMinimumFrequency)
        return (0...options.contrastBands).map { band in
            let low = band == 0 ? 0 : minimum * Double(1 << (band - 1))
            let high = minimum * Double(1 << band)
            // Each band but the first takes in the bin below it; the last goes up to half the sample rate.
            let inside = frequencies.indices.filter { frequencies[$0] >= low && frequencies[$0] <= high }
            let above = frequencies.firstIndex { $0 >= low } ?? frequencies.count - 1
            let first = max(0, (inside.first ?? above) - (band > 0 ? 1 : 0))
            let end = band == options.contrastBands ? frequencies.count : (inside.last ?? above) + 1
            let count = Int((Double(options.contrastQuantile) * Double(end - first)).rounded(.toNearestOrEven))
            // The uppermost bin belongs to the next band. A band too narrow for the spectrum keeps one bin.
            let last = band == options.contrastBands ? end : max(first + 1, end - 1)
            return ContrastBand(bins: first..<last, quantileCount: min(max(count, 1), last - first))
        }
    }
}
