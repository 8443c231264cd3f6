/// Proves that a split is what it claims to be, or says why not.
///
/// In every fold: train and test hold something, no utterance stands twice. In a split that claims to be
/// speaker-independent also: no speaker (`corpus/speaker`) stands on two sides, and no identical audio does, where
/// contents are given. Folds are counted from 1 in what it says.
public enum SplitGuard {
    /// - Throws: ``CorpusError/unsoundSplit(protocolName:violations:)``.
    public static func check(
        _ folds: [Fold], of utterances: [Utterance], isSpeakerIndependent: Bool, name: String
    ) throws {
        try check(
            folds, of: utterances, contents: [Int?](repeating: nil, count: utterances.count),
            isSpeakerIndependent: isSpeakerIndependent, name: name)
    }

    /// - Parameter contents: what each utterance's recording holds, for example a hash of its samples; nil if not known.
    /// - Throws: ``CorpusError/unsoundSplit(protocolName:violations:)``.
    public static func check<Content: Hashable>(
        _ folds: [Fold], of utterances: [Utterance], contents: [Content?], isSpeakerIndependent: Bool, name: String
    ) throws {
        let violations = violations(
            folds, of: utterances, contents: contents, isSpeakerIndependent: isSpeakerIndependent)
        guard violations.isEmpty else { throw CorpusError.unsoundSplit(protocolName: name, violations: violations) }
    }

    /// Everything that is wrong, in the order of the folds; empty for a sound split. Cost: linear in the folds' sizes.
    public static func violations<Content: Hashable>(
        _ folds: [Fold], of utterances: [Utterance], contents: [Content?], isSpeakerIndependent: Bool
    ) -> [SplitViolation] {
        guard !folds.isEmpty else { return [.noFolds] }
        guard contents.count == utterances.count else {
            return [.contentCount(found: contents.count, expected: utterances.count)]
        }
        return folds.enumerated().flatMap { index, fold -> [SplitViolation] in
            let number = index + 1
            var found = shapeViolations(fold, number: number, utterances: utterances)
            guard isSpeakerIndependent else { return found }
            let indices = fold.parts.map { part, indices in (part, indices.filter(utterances.indices.contains)) }
            found += twoSided(indices) { utterances[$0].qualifiedSpeaker }.map {
                .speakerOnTwoSides(
                    speaker: utterances[$0.other.index].qualifiedSpeaker, fold: number, $0.first.part, $0.other.part)
            }
            found += twoSided(indices) { contents[$0] }.map {
                .audioOnTwoSides(
                    utterances[$0.first.index].path, utterances[$0.other.index].path, fold: number, $0.first.part,
                    $0.other.part)
            }
            found += unknownSpeakers(indices, number: number, utterances: utterances)
            return found
        }
    }

    private static func shapeViolations(_ fold: Fold, number: Int, utterances: [Utterance]) -> [SplitViolation] {
        var found: [SplitViolation] = []
        if fold.train.isEmpty { found.append(.emptyPart(.train, fold: number)) }
        if fold.test.isEmpty { found.append(.emptyPart(.test, fold: number)) }
        var seen = Set<Int>()
        for index in fold.train + fold.validation + fold.test {
            if !utterances.indices.contains(index) {
                found.append(.indexOutOfRange(index, fold: number))
            } else if !seen.insert(index).inserted {
                found.append(.repeatedUtterance(utterances[index].path, fold: number))
            }
        }
        return found
    }

    private struct Place {
        let part: FoldPart
        let index: Int
    }

    /// Each key that stands in two parts, once for each later part: where it stood first, and where again.
    private static func twoSided<Key: Hashable>(
        _ parts: [(FoldPart, [Int])], key: (Int) -> Key?
    ) -> [(first: Place, other: Place)] {
        var first: [Key: Place] = [:]
        var found: [(first: Place, other: Place)] = []
        for (part, indices) in parts {
            var reported = Set<Key>()
            for index in indices {
                guard let key = key(index) else { continue }
                if let place = first[key] {
                    if place.part != part, reported.insert(key).inserted {
                        found.append((place, Place(part: part, index: index)))
                    }
                } else {
                    first[key] = Place(part: part, index: index)
                }
            }
        }
        return found
    }

    private static func unknownSpeakers(
        _ parts: [(FoldPart, [Int])], number: Int, utterances: [Utterance]
    ) -> [SplitViolation] {
        let corpora = parts.map { part, indices in (part, Set(indices.map { utterances[$0].corpus })) }
        return parts.flatMap { part, indices -> [SplitViolation] in
            let unknown = indices.filter { utterances[$0].speaker == LabelFolderReader.unknownSpeaker }
            return Set(unknown.map { utterances[$0].corpus }).sorted().compactMap { corpus in
                corpora.first { $0.0 != part && $0.1.contains(corpus) }.map {
                    .unknownSpeakers(corpus: corpus, fold: number, part, $0.0)
                }
            }
        }
    }
}
