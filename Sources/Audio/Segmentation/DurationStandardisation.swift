/// Brings recordings or segments to a like duration before features are taken.
public enum DurationStandardisation: Codable, Hashable, Sendable {
    /// Zeros follow until there are at least so many seconds.
    case pad(seconds: Double)
    /// Of more than so many seconds, the stretch with the most energy stays.
    case crop(seconds: Double)
    /// The sound is repeated until there are at least so many seconds, the last time in part.
    case tile(seconds: Double)
    /// Exactly so many seconds: cropped when longer, padded with zeros when shorter.
    case fix(seconds: Double)

    /// In seconds.
    public var seconds: Double {
        switch self {
        case .pad(let seconds), .crop(let seconds), .tile(let seconds), .fix(let seconds): seconds
        }
    }

    /// 20 ms to ten minutes.
    public func validate() throws(SegmentationError) {
        try SegmentationError.require(seconds, in: 0.02...600, field: "duration")
    }

    /// The samples, brought to the duration; a duration out of range, and a sound of no samples, change nothing.
    ///
    /// - Parameter sampleRate: in hertz.
    public func apply(_ samples: [Float], sampleRate: Int) -> [Float] {
        guard (try? validate()) != nil, (1...768_000).contains(sampleRate), !samples.isEmpty else { return samples }
        let count = max(1, Int((seconds * Double(sampleRate)).rounded()))
        switch self {
        case .pad: return Self.padded(samples, to: count)
        case .crop: return Self.cropped(samples, to: count)
        case .tile: return Self.tiled(samples, to: count)
        case .fix: return Self.padded(Self.cropped(samples, to: count), to: count)
        }
    }

    private static func padded(_ samples: [Float], to count: Int) -> [Float] {
        samples + [Float](repeating: 0, count: max(0, count - samples.count))
    }

    private static func tiled(_ samples: [Float], to count: Int) -> [Float] {
        guard samples.count < count else { return samples }
        return (0..<count).map { samples[$0 % samples.count] }
    }

    /// The stretch of `count` samples with the most energy; of several, the one nearest to the middle.
    private static func cropped(_ samples: [Float], to count: Int) -> [Float] {
        guard samples.count > count else { return samples }
        // Bounded, so that the running sum is never infinite.
        let energies = samples.map { sample -> Double in
            let value = sample.isFinite ? Double(min(1e6, max(-1e6, sample))) : 0
            return value * value
        }
        let last = samples.count - count
        var energy = energies[..<count].reduce(0, +)
        var best = (start: 0, energy: energy)
        for start in stride(from: 1, through: last, by: 1) {
            energy += energies[start + count - 1] - energies[start - 1]
            // What rounding may have left of a sum is no reason to prefer a stretch.
            let tolerance = 1e-9 * max(energy, best.energy)
            let isNearer = abs(2 * start - last) < abs(2 * best.start - last)
            if energy > best.energy + tolerance || (abs(energy - best.energy) <= tolerance && isNearer) {
                best = (start, energy)
            }
        }
        return Array(samples[best.start..<best.start + count])
    }
}
