/// A duration in one word: `pad:4`, `crop:4`, `tile:4` or `fix:4`, in seconds.
extension DurationStandardisation {
    /// Throws `SegmentationError` for anything else, and for seconds out of range.
    public init(parsing text: String) throws(SegmentationError) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        let rules: [Substring: (Double) -> DurationStandardisation] = [
            "pad": { .pad(seconds: $0) }, "crop": { .crop(seconds: $0) }, "tile": { .tile(seconds: $0) },
            "fix": { .fix(seconds: $0) },
        ]
        guard parts.count == 2, let rule = rules[parts[0]], let seconds = Double(parts[1]) else {
            throw .outOfRange(
                field: "duration", value: "'\(text)'", allowed: "pad:SECONDS, crop:SECONDS, tile:SECONDS or fix:SECONDS")
        }
        self = rule(seconds)
        try validate()
    }
}
