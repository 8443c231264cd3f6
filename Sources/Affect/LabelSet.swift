/// The emotions that a model or a protocol tells apart, each once, in a fixed order.
///
/// The position of a label is its class index everywhere: in scores, probabilities and confusion matrices.
public struct LabelSet: Hashable, Sendable {
    public let labels: [Emotion]

    /// Keeps the order given and drops repetitions.
    public init(_ labels: some Sequence<Emotion>) {
        var seen = Set<Emotion>()
        self.labels = labels.filter { seen.insert($0).inserted }
    }

    /// The class index of a label, or nil when it is not in the set. Cost: linear in the number of labels.
    public func index(of label: Emotion) -> Int? {
        labels.firstIndex(of: label)
    }
}

extension LabelSet: RandomAccessCollection {
    public var startIndex: Int { labels.startIndex }
    public var endIndex: Int { labels.endIndex }
    public subscript(position: Int) -> Emotion { labels[position] }
}

extension LabelSet: ExpressibleByArrayLiteral {
    public init(arrayLiteral elements: Emotion...) {
        self.init(elements)
    }
}

extension LabelSet: Codable {
    public init(from decoder: any Decoder) throws {
        self.init(try decoder.singleValueContainer().decode([Emotion].self))
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(labels)
    }
}
