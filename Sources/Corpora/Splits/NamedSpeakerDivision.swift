/// Folds whose speakers a protocol names.
struct NamedSpeakerDivision {
    let name: String
    let corpora: [String]
    let folds: [EvaluationProtocol.SpeakerFold]

    /// Fails when a named speaker is not in the corpora: a copy of a corpus that lacks one is another protocol.
    func checkSpeakers(of given: [Corpus]) throws {
        guard !folds.isEmpty else { throw CorpusError.malformedProtocol(name: name, reason: "it has no folds") }
        let present = Set(given.flatMap { corpus in corpus.utterances.map(\.qualifiedSpeaker) })
        for fold in folds {
            for speaker in fold.test + (fold.validation ?? []) + (fold.train ?? []) {
                guard speaker.contains("/") || corpora.count == 1 else {
                    throw CorpusError.malformedProtocol(
                        name: name, reason: "the speaker \(speaker) is not written as corpus/speaker")
                }
                guard present.contains(qualified(speaker)) else {
                    throw CorpusError.missingSpeaker(protocolName: name, speaker: qualified(speaker))
                }
            }
        }
    }

    /// The speakers who are in no part of any fold.
    func unplacedSpeakers(in utterances: [Utterance]) -> Set<String> {
        guard folds.allSatisfy({ $0.train != nil }) else { return [] }
        let named = Set(folds.flatMap { $0.test + ($0.validation ?? []) + ($0.train ?? []) }.map(qualified))
        return Set(utterances.map(\.qualifiedSpeaker)).subtracting(named)
    }

    func divide(_ utterances: [Utterance]) -> [Fold] {
        folds.map { fold in
            let test = Set(fold.test.map(qualified))
            let validation = Set((fold.validation ?? []).map(qualified))
            let train = fold.train.map { Set($0.map(qualified)) }
            func indices(_ belongs: (String) -> Bool) -> [Int] {
                utterances.indices.filter { belongs(utterances[$0].qualifiedSpeaker) }
            }
            // A speaker whom the protocol names twice lands in both parts, for the guard to find.
            return Fold(
                train: indices { train?.contains($0) ?? (!test.contains($0) && !validation.contains($0)) },
                validation: indices(validation.contains), test: indices(test.contains))
        }
    }

    private func qualified(_ speaker: String) -> String {
        speaker.contains("/") || corpora.count != 1 ? speaker : "\(corpora[0])/\(speaker)"
    }
}
