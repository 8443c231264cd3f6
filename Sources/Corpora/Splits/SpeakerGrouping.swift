import UndertoneAffect

/// Divides whole speakers into folds so that each label is spread as evenly as its speakers allow.
///
/// Speakers are dealt one by one, those with most clips first, each to the fold that it evens out most; several
/// seeded orders are tried, and single moves then improve the best. The measure is, first, how many folds lack a label
/// that they could have, and second, the squared deviation of each label's share from an even one.
struct SpeakerGrouping {
    private let speakerOfUtterance: [Int]
    /// speakers × labels: a speaker's share of all clips of the label.
    private let shares: [[Double]]

    private static let orders = 24
    private static let passes = 20

    init(_ utterances: [Utterance]) {
        let speakers = Set(utterances.map(\.qualifiedSpeaker)).sorted()
        let labels = Set(utterances.map(\.label)).sorted()
        let speakerPlaces = Dictionary(uniqueKeysWithValues: speakers.enumerated().map { ($1, $0) })
        let labelPlaces = Dictionary(uniqueKeysWithValues: labels.enumerated().map { ($1, $0) })
        speakerOfUtterance = utterances.map { speakerPlaces[$0.qualifiedSpeaker] ?? 0 }
        var counts = [[Double]](repeating: [Double](repeating: 0, count: labels.count), count: speakers.count)
        for (utterance, speaker) in zip(utterances, speakerOfUtterance) {
            counts[speaker][labelPlaces[utterance.label] ?? 0] += 1
        }
        let totals = labels.indices.map { label in counts.reduce(0) { $0 + $1[label] } }
        shares = counts.map { row in zip(row, totals).map { $0 / $1 } }
    }

    func folds(
        _ number: Int, protocolName: String, using generator: inout some RandomNumberGenerator
    ) throws -> [Fold] {
        guard number >= 2 else {
            throw CorpusError.malformedProtocol(name: protocolName, reason: "it takes at least two folds")
        }
        guard shares.count >= number else {
            throw CorpusError.tooFewSpeakers(protocolName: protocolName, needed: number, found: shares.count)
        }
        var best: (assignment: [Int], badness: Badness)?
        for _ in 0..<Self.orders {
            let assignment = deal(number, using: &generator)
            let badness = badness(assignment, number)
            if best.map({ badness < $0.badness }) ?? true { best = (assignment, badness) }
        }
        let assignment = improved(best?.assignment ?? [], number)
        return Fold.folds(placing: speakerOfUtterance.map { assignment[$0] }, count: number)
    }

    private func deal(_ number: Int, using generator: inout some RandomNumberGenerator) -> [Int] {
        // The jitter lets speakers of about the same size change places from one order to the next.
        let keys = shares.map { $0.reduce(0, +) * Double.random(in: 0.7...1, using: &generator) }
        let order = shares.indices.sorted { (keys[$0], $1) > (keys[$1], $0) }
        var loads = [[Double]](repeating: [Double](repeating: 0, count: shares[0].count), count: number)
        var sizes = [Int](repeating: 0, count: number)
        var assignment = [Int](repeating: 0, count: shares.count)
        for (dealt, speaker) in order.enumerated() {
            let empty = sizes.indices.filter { sizes[$0] == 0 }
            // Once there are only as many speakers left as empty folds, each of those gets one.
            let candidates = shares.count - dealt == empty.count ? empty : Array(sizes.indices)
            var chosen = candidates[0]
            var least = Double.infinity
            for fold in candidates {
                let increase = zip(loads[fold], shares[speaker]).reduce(0) { $0 + $1.1 * ($1.1 + 2 * $1.0) }
                if increase < least { (least, chosen) = (increase, fold) }
            }
            assignment[speaker] = chosen
            sizes[chosen] += 1
            for label in loads[chosen].indices { loads[chosen][label] += shares[speaker][label] }
        }
        return assignment
    }

    /// Moves single speakers as long as that helps.
    private func improved(_ start: [Int], _ number: Int) -> [Int] {
        var assignment = start
        var current = badness(assignment, number)
        for _ in 0..<Self.passes {
            var hasMoved = false
            for speaker in assignment.indices {
                let home = assignment[speaker]
                for fold in 0..<number where fold != home {
                    var trial = assignment
                    trial[speaker] = fold
                    let badness = badness(trial, number)
                    if badness < current {
                        (assignment, current, hasMoved) = (trial, badness, true)
                        break
                    }
                }
            }
            if !hasMoved { break }
        }
        return assignment
    }

    private struct Badness: Comparable {
        let emptyFolds: Int
        let lackingLabels: Int
        let unevenness: Double

        static func < (left: Badness, right: Badness) -> Bool {
            if left.emptyFolds != right.emptyFolds { return left.emptyFolds < right.emptyFolds }
            if left.lackingLabels != right.lackingLabels { return left.lackingLabels < right.lackingLabels }
            // A difference in the last bits is no improvement, and would let moves go round in circles.
            return left.unevenness < right.unevenness - 1e-12
        }
    }

    private func badness(_ assignment: [Int], _ number: Int) -> Badness {
        var loads = [[Double]](repeating: [Double](repeating: 0, count: shares[0].count), count: number)
        var sizes = [Int](repeating: 0, count: number)
        for (speaker, fold) in assignment.enumerated() {
            sizes[fold] += 1
            for label in loads[fold].indices { loads[fold][label] += shares[speaker][label] }
        }
        let even = 1 / Double(number)
        return Badness(
            emptyFolds: sizes.count { $0 == 0 },
            lackingLabels: loads.reduce(0) { $0 + $1.count { $0 == 0 } },
            unevenness: loads.reduce(0) { sum, load in sum + load.reduce(0) { $0 + ($1 - even) * ($1 - even) } })
    }
}
