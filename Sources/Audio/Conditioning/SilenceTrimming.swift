/// Takes silence off both ends of a segment.
public struct SilenceTrimming: Codable, Hashable, Sendable {
    /// How far below the segment's energy-weighted level a 10 ms frame must lie to count as silence, in decibels.
    public var threshold: Double
    /// How much silence stays at each end, in seconds.
    public var pad: Double

    public init(threshold: Double = 35, pad: Double = 0.1) {
        self.threshold = threshold
        self.pad = pad
    }

    public static let `default` = SilenceTrimming()

    /// Throws `ConditioningError` unless the threshold is 1…120 dB and the pad 0…10 s.
    public func validate() throws(ConditioningError) {
        try ConditioningError.require(threshold, in: 1...120, field: "trimming.threshold")
        try ConditioningError.require(pad, in: 0...10, field: "trimming.pad")
    }

    /// The part to keep; all of it where no frame has any energy.
    func range(of samples: [Float], sampleRate: Int) -> Range<Int> {
        let frames = FrameEnergies(samples, sampleRate: sampleRate)
        guard let active = frames.activeRange(within: threshold) else { return samples.indices }
        let padding = Int((pad * Double(sampleRate)).rounded())
        return max(0, active.lowerBound - padding)..<min(samples.count, active.upperBound + padding)
    }
}
