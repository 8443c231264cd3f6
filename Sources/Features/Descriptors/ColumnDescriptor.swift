/// The descriptor that a column of functionals sums up, told from the column's name.
///
///     ColumnDescriptor(ofColumn: "mfcc_3_percentile_25")              // mfcc_3, timbre
///     ColumnDescriptor(ofColumn: "F0semitoneFrom27.5Hz_sma3nz_amean") // F0semitoneFrom27.5Hz, pitch
///     ColumnDescriptor(ofColumn: "speech_rate")                       // speech_rate, rhythm
///
/// Columns of one descriptor say much the same, so whoever asks what a model looks at should ask of descriptors. Three rules,
/// in this order: a name of the Geneva sets belongs to what stands before its smoothing (`_sma3`); a name that ends in a
/// `Functional` belongs to what stands before that; any other name is a descriptor of its own.
public struct ColumnDescriptor: Hashable, Sendable {
    /// Such as `mfcc_3` or `loudness`.
    public let name: String
    public let family: DescriptorFamily

    public init(ofColumn column: String) {
        name = Self.smoothedName(column) ?? Self.summedName(column) ?? column
        family = DescriptorFamily(ofDescriptor: name)
    }

    private static func smoothedName(_ column: String) -> String? {
        guard let smoothing = column.firstRange(of: "_sma3"), smoothing.lowerBound > column.startIndex else { return nil }
        return String(column[..<smoothing.lowerBound])
    }

    /// What voice sets call a 50th percentile and a standard deviation.
    private static let shortEndings: Set<Substring> = ["median", "deviation"]

    /// The longest ending that is a functional counts, so that `percentile_range_20_80` stays whole.
    private static func summedName(_ column: String) -> String? {
        var rest = column[...]
        while let underscore = rest.firstIndex(of: "_") {
            rest = rest[rest.index(after: underscore)...]
            guard underscore > column.startIndex else { continue }
            if Functional(name: String(rest)) != nil || shortEndings.contains(rest) { return String(column[..<underscore]) }
        }
        return nil
    }
}
