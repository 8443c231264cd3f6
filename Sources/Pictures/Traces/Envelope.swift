/// The lowest and the highest sample of each of at most 8192 equal stretches of a recording: what a waveform looks like.
///
/// A driver: samples come in any blocks, and the stretches become twice as long whenever there would be too many. An hour takes
/// as much memory as a second.
public struct Envelope: Hashable, Sendable {
    /// Samples in a stretch: a power of two, 1 for a recording of up to 8192 samples.
    public private(set) var stretchLength = 1
    /// One value a stretch, of which the last may cover fewer samples.
    public private(set) var minima: [Float] = []
    public private(set) var maxima: [Float] = []
    public private(set) var sampleCount = 0

    private static let capacity = 8192

    public init() {}

    public var count: Int { minima.count }

    /// The largest magnitude; 0 when there is no sample.
    public var peak: Float { max(-(minima.min() ?? 0), maxima.max() ?? 0, 0) }

    /// Samples that are not finite count as 0.
    public mutating func accept(_ samples: [Float]) {
        var position = 0
        while position < samples.count {
            let filled = sampleCount % stretchLength
            if filled == 0 {
                if count == Self.capacity {
                    merge()
                    continue
                }
                minima.append(.infinity)
                maxima.append(-.infinity)
            }
            let end = min(samples.count, position + stretchLength - filled)
            var (low, high) = (minima[count - 1], maxima[count - 1])
            for index in position..<end {
                let sample = samples[index].isFinite ? samples[index] : 0
                if sample < low { low = sample }
                if sample > high { high = sample }
            }
            minima[minima.count - 1] = low
            maxima[maxima.count - 1] = high
            sampleCount += end - position
            position = end
        }
    }

    /// Joins neighbours; the capacity is even, so that none is left over.
    private mutating func merge() {
        minima = stride(from: 0, to: count, by: 2).map { min(minima[$0], minima[$0 + 1]) }
        maxima = stride(from: 0, to: maxima.count, by: 2).map { max(maxima[$0], maxima[$0 + 1]) }
        stretchLength *= 2
    }

    /// The lowest and the highest sample of the stretches that meet `range`, counted in stretches; nil when none does.
    func extremes(of range: Range<Int>) -> (low: Float, high: Float)? {
        let range = range.clamped(to: 0..<count)
        guard let low = minima[range].min(), let high = maxima[range].max() else { return nil }
        return (low, high)
    }
}
