/// Features of one segment of a recording.
public struct SegmentFeatures: Hashable, Sendable {
    /// In seconds from the start of the recording.
    public let start: Double
    /// In seconds from the start of the recording.
    public let end: Double
    /// In the order of `FeatureExtractor.functionalNames`.
    public let values: [Float]
    /// False where every sample is zero: digital silence has features, but expresses nothing.
    public let hasSound: Bool

    public init(start: Double, end: Double, values: [Float], hasSound: Bool = true) {
        self.start = start
        self.end = end
        self.values = values
        self.hasSound = hasSound
    }
}

/// Takes sound as it comes and gives the functionals of each segment as soon as it is complete.
///
///     var stream = SegmentStream(extractor)
///     while let block = try reader.nextBlock() { for segment in stream.accept(block) { … } }
///     if let last = stream.finish() { … }
///
/// However the samples are cut into blocks, the segments and their features are those of the whole recording. Holds 1.5 segments
/// at most, unless the recipe has no segment duration: then it holds the whole recording.
public struct SegmentStream: Sendable {
    private let extractor: FeatureExtractor
    private let rule: SegmentRule
    private var buffer: [Float] = []
    /// Samples before the buffer.
    private var consumed = 0

    /// How many samples wait for their segment to be complete.
    public var heldSampleCount: Int { buffer.count }

    public init(_ extractor: FeatureExtractor) {
        self.extractor = extractor
        rule = extractor.recipe.segmentRule
    }

    /// Samples at the recipe's rate; returns the segments that they complete, in order.
    public mutating func accept(_ samples: [Float]) -> [SegmentFeatures] {
        guard let length = rule.length, let capacity = rule.capacity else {
            buffer += samples
            return []
        }
        var result: [SegmentFeatures] = []
        var rest = samples[...]
        while !rest.isEmpty {
            // Never more than a sample beyond what completes a segment, so a huge block costs no huge buffer.
            let taken = rest.prefix(capacity + 1 - buffer.count)
            buffer += taken
            rest = rest.dropFirst(taken.count)
            if buffer.count > capacity {
                result.append(segment(sampleCount: length))
                buffer.removeFirst(length)
                consumed += length
            }
        }
        return result
    }

    /// Ends the recording; returns the last segment, nil when there was no sample. The stream is empty afterwards.
    public mutating func finish() -> SegmentFeatures? {
        guard !buffer.isEmpty else { return nil }
        let last = segment(sampleCount: buffer.count)
        consumed += buffer.count
        buffer.removeAll()
        return last
    }

    private func segment(sampleCount: Int) -> SegmentFeatures {
        let rate = Double(extractor.recipe.sampleRate)
        let samples = Array(buffer[..<sampleCount])
        return SegmentFeatures(
            start: Double(consumed) / rate, end: Double(consumed + sampleCount) / rate,
            values: extractor.functionals(ofSegment: samples), hasSound: samples.contains { $0 != 0 })
    }
}
