/// An augmentation as a word of a recipe: `word`, `word:number`, `word:low..high`, `telephone:codec+codec`.
extension Augmentation: LosslessStringConvertible {
    /// Reads what `description` writes, and the word alone for the default range; nil where `init(parsing:)` throws.
    public init?(_ description: String) {
        guard let augmentation = try? Augmentation(parsing: description) else { return nil }
        self = augmentation
    }

    /// - Throws: `AugmentationError`, which says what is wrong with the word.
    public init(parsing text: String) throws(AugmentationError) {
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(Self.trimmed)
        let word = parts[0]
        guard let standard = Self.defaults.first(where: { $0.word == word }) else { throw .unknownWord(word) }
        guard parts.count > 1 else {
            self = standard
            return
        }
        if case .telephone = standard {
            self = .telephone(try Self.codecs(parts[1]))
        } else {
            self = standard.with(range: try Self.range(parts[1], of: word))
        }
        try validate()
    }

    public var description: String {
        if case .telephone(let codecs) = self {
            return codecs == TelephoneCodec.allCases ? word : "\(word):\(codecs.map(\.rawValue).joined(separator: "+"))"
        }
        guard let range else { return word }
        let low = Self.text(of: range.lowerBound)
        return range.lowerBound == range.upperBound ? "\(word):\(low)" : "\(word):\(low)..\(Self.text(of: range.upperBound))"
    }

    private static func range(_ text: String, of word: String) throws(AugmentationError) -> ClosedRange<Double> {
        var ends: [Double] = []
        for part in text.split(separator: "..", omittingEmptySubsequences: false) {
            guard let number = Double(trimmed(part)), number.isFinite else { throw .notANumber(word: word, text: text) }
            ends.append(number)
        }
        guard let low = ends.first, let high = ends.last, ends.count <= 2 else {
            throw .notANumber(word: word, text: text)
        }
        guard low <= high else { throw .reversedRange(word: word, text: text) }
        return low...high
    }

    private static func codecs(_ text: String) throws(AugmentationError) -> [TelephoneCodec] {
        var codecs: [TelephoneCodec] = []
        for name in text.split(separator: "+", omittingEmptySubsequences: false).map(trimmed) {
            guard let codec = TelephoneCodec(rawValue: name) else { throw .unknownCodec(name) }
            if !codecs.contains(codec) { codecs.append(codec) }
        }
        return TelephoneCodec.allCases.filter(codecs.contains)
    }

    static func trimmed(_ text: some StringProtocol) -> String {
        var text = Substring(text)
        while text.first?.isWhitespace == true { text.removeFirst() }
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text)
    }

    /// A number as people write it: 10 and not 10.0.
    static func text(of number: Double) -> String {
        let text = "\(number)"
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }

    /// A range that the word takes, as text.
    static func example(of word: String) -> String {
        defaults.first { $0.word == word }.map(\.description)?.split(separator: ":").last.map(String.init) ?? "5..30"
    }
}
