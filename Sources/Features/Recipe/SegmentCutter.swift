import UndertoneAudio

/// Says where segments begin and end, as samples come: by the clock or at pauses.
struct SegmentCutter: Sendable {
    private let rule: SegmentRule?
    private var pauses: UtteranceCutter?
    /// The first sample that a later segment may need.
    private(set) var start = 0

    /// Throws `SegmentationError`.
    init(_ recipe: FeatureRecipe) throws {
        rule = recipe.segmentation.rule(sampleRate: recipe.sampleRate)
        if case .pauses(let options) = recipe.segmentation {
            pauses = try UtteranceCutter(options, sampleRate: recipe.sampleRate)
        }
    }

    /// Whether it must be told where speech is.
    var needsSpeech: Bool { pauses != nil }

    /// - Parameters:
    ///   - speech: the next decisions, one every 10 ms.
    ///   - sampleCount: how many samples there are by now, from the recording's first.
    /// - Returns: segments that are complete, in order.
    mutating func accept(_ speech: [Bool], sampleCount: Int) -> [Range<Int>] {
        guard let rule else { return [] }
        guard let length = rule.length, let capacity = rule.capacity else { return [] }
        var result: [Range<Int>] = []
        while sampleCount - start > capacity {
            result.append(start..<start + length)
            start += length
        }
        return result
    }

    /// Ends the recording; returns the segments that are left.
    mutating func finish(sampleCount: Int) -> [Range<Int>] {
        guard rule != nil else { return [] }
        defer { start = sampleCount }
        return start < sampleCount ? [start..<sampleCount] : []
    }
}
