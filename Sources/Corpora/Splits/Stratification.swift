import UndertoneAffect

/// Divides clips at random so that each label has its share in every part, and a clip at least where it has as many
/// clips as there are parts.
struct Stratification {
    private let indicesByLabel: [[Int]]
    private let count: Int

    /// - Parameter labels: one a clip.
    init(_ labels: [Emotion]) {
        count = labels.count
        let groups = Dictionary(grouping: labels.indices) { labels[$0] }
        indicesByLabel = groups.sorted { $0.key < $1.key }.map(\.value)
    }

    func fold(
        train: Int, validation: Int, test: Int, protocolName: String, using generator: inout some RandomNumberGenerator
    ) throws -> Fold {
        let weights = [train, validation, test]
        guard weights.allSatisfy({ (0...1_000_000).contains($0) }), train > 0, test > 0 else {
            throw CorpusError.malformedProtocol(name: protocolName, reason: "the shares of train and test must be positive")
        }
        let parts = weights.count { $0 > 0 }
        guard count >= parts else {
            throw CorpusError.tooFewUtterances(protocolName: protocolName, needed: parts, found: count)
        }
        var divided: [[Int]] = [[], [], []]
        for indices in indicesByLabel {
            var rest = indices.shuffled(using: &generator)[...]
            for (part, size) in Self.shares(of: indices.count, weights: weights).enumerated() {
                divided[part] += rest.prefix(size)
                rest = rest.dropFirst(size)
            }
        }
        return Fold(train: divided[0].sorted(), validation: divided[1].sorted(), test: divided[2].sorted())
    }

    func folds(
        _ number: Int, protocolName: String, using generator: inout some RandomNumberGenerator
    ) throws -> [Fold] {
        guard number >= 2 else {
            throw CorpusError.malformedProtocol(name: protocolName, reason: "it takes at least two folds")
        }
        guard count >= number else {
            throw CorpusError.tooFewUtterances(protocolName: protocolName, needed: number, found: count)
        }
        var places = [Int](repeating: 0, count: count)
        // One label goes on where the one before stopped, so that the folds are of one size too.
        var next = 0
        for indices in indicesByLabel {
            for index in indices.shuffled(using: &generator) {
                places[index] = next
                next = (next + 1) % number
            }
        }
        return Fold.folds(placing: places, count: number)
    }

    /// Whole numbers in proportion to the weights (largest remainder), with one for each part where that is possible.
    static func shares(of count: Int, weights: [Int]) -> [Int] {
        let total = weights.reduce(0, +)
        var shares = weights.map { count * $0 / total }
        let byRemainder = weights.indices.sorted { left, right in
            let (a, b) = (count * weights[left] % total, count * weights[right] % total)
            return a == b ? left < right : a > b
        }
        for part in byRemainder.prefix(count - shares.reduce(0, +)) { shares[part] += 1 }
        guard count >= weights.count(where: { $0 > 0 }) else { return shares }
        for part in weights.indices where weights[part] > 0 && shares[part] == 0 {
            guard let largest = shares.indices.max(by: { shares[$0] < shares[$1] }) else { break }
            shares[largest] -= 1
            shares[part] += 1
        }
        return shares
    }
}
