package import UndertoneAffect
import UndertoneAudio

extension EvaluationProtocol {
    /// Applies the protocol to corpora.
    ///
    /// - Parameters:
    ///   - corpora: at least those that the protocol is about; others take no part, and a note says so.
    ///   - further: corpora whose utterances join the training part of every fold, as far as the protocol tells their labels apart.
    ///     They are never held out: nobody is chosen, calibrated or tested by them.
    ///   - seed: of what is random; the same seed gives the same division.
    /// - Throws: ``CorpusError`` for a corpus or speaker that is not there, too few speakers or utterances, a further corpus that is
    ///   part of the protocol or has none of its labels, or a split that the guard refuses.
    public func resolve(
        _ corpora: [Corpus], alsoTraining further: [Corpus] = [], seed: UInt64 = 0
    ) throws -> ResolvedProtocol {
        var notes: [String] = []
        let taking = try corporaTakingPart(corpora, notes: &notes)
        var dropped: [ResolvedProtocol.DropReason: Int] = [:]
        var utterances = relabelled(taking, labels: self.labels, dropped: &dropped, notes: &notes)
        guard !utterances.isEmpty else { throw CorpusError.nothingToDivide(protocolName: name) }

        var folds: [Fold]
        if case .speakers(let named) = division {
            let division = NamedSpeakerDivision(name: name, corpora: self.corpora, folds: named)
            try division.checkSpeakers(of: taking)
            let unplaced = division.unplacedSpeakers(in: utterances)
            for utterance in utterances where unplaced.contains(utterance.qualifiedSpeaker) {
                dropped[.speakerInNoPart(utterance.qualifiedSpeaker), default: 0] += 1
            }
            utterances.removeAll { unplaced.contains($0.qualifiedSpeaker) }
            folds = division.divide(utterances)
        } else {
            folds = try generalFolds(of: utterances, seed: seed)
        }

        let occurring = Set(utterances.map(\.label))
        let labels = self.labels ?? LabelSet(occurring.sorted())
        for label in labels where !occurring.contains(label) {
            notes.append("No utterance has the label \(label).")
        }
        notes += dropped.map { "\($0.key): \($0.value) \($0.value == 1 ? "utterance" : "utterances")." }.sorted()
        notes += Self.missingLabels(in: folds, of: utterances, labels: labels.filter(occurring.contains))
        let joined = try joining(further, taking: taking, labels: labels, notes: &notes)
        let places = utterances.count..<utterances.count + joined.count
        if !joined.isEmpty {
            utterances += joined
            folds = folds.map { Fold(train: $0.train + places, validation: $0.validation, test: $0.test) }
        }
        try SplitGuard.check(folds, of: utterances, isSpeakerIndependent: division.isSpeakerIndependent, name: name)
        return ResolvedProtocol(
            name: name, reportName: reportName, isSpeakerIndependent: division.isSpeakerIndependent,
            utterances: utterances, labels: labels, folds: folds, joined: places, dropped: dropped, notes: notes)
    }

    /// The utterances of further corpora that have one of the labels; notes say how many have not.
    private func joining(
        _ further: [Corpus], taking: [Corpus], labels: LabelSet, notes: inout [String]
    ) throws -> [Utterance] {
        guard !further.isEmpty else { return [] }
        let names = further.map(\.name)
        if let repeated = names.first(where: { name in names.count { $0 == name } > 1 }) {
            throw CorpusError.corpusGivenTwice(name: repeated)
        }
        if let own = further.first(where: { corpus in taking.contains { $0.name == corpus.name } }) {
            throw CorpusError.corpusIsTested(protocolName: name, corpus: own.name)
        }
        var changes: [String] = []
        return try further.flatMap { corpus -> [Utterance] in
            var dropped: [ResolvedProtocol.DropReason: Int] = [:]
            let known = relabelled([corpus], labels: labels, dropped: &dropped, notes: &changes)
            guard !known.isEmpty else { throw CorpusError.nothingToJoin(protocolName: name, corpus: corpus.name) }
            let left = dropped.values.reduce(0, +)
            notes.append(
                "Training parts were joined by \(known.count) utterances of \(corpus.name)"
                    + (left == 0 ? "." : "; its other \(left) have no label of the protocol, or are excluded."))
            notes += changes
            changes = []
            return known
        }
    }

    private func corporaTakingPart(_ given: [Corpus], notes: inout [String]) throws -> [Corpus] {
        let byName = Dictionary(given.map { ($0.name, $0) }) { first, _ in first }
        guard byName.count == given.count else {
            let repeated = given.map(\.name).first { name in given.count { $0.name == name } > 1 }
            throw CorpusError.corpusGivenTwice(name: repeated ?? "")
        }
        guard !corpora.isEmpty else { return given }
        for corpus in given where !corpora.contains(corpus.name) {
            notes.append("The corpus \(corpus.name) takes no part in this protocol.")
        }
        return try corpora.map { corpus in
            guard let found = byName[corpus] else {
                throw CorpusError.missingCorpus(protocolName: name, corpus: corpus, given: given.map(\.name))
            }
            return found
        }
    }

    /// The utterances that take part, with the protocol's labels, in the order of the corpora and their paths.
    private func relabelled(
        _ corpora: [Corpus], labels: LabelSet?, dropped: inout [ResolvedProtocol.DropReason: Int], notes: inout [String]
    ) -> [Utterance] {
        var changed: [String: Int] = [:]
        var utterances: [Utterance] = []
        for corpus in corpora {
            let changes = labelMapping[corpus.name] ?? [:]
            for utterance in corpus.utterances {
                if !exclude.isEmpty, exclude.contains(utterance.recordingName) {
                    dropped[.excluded, default: 0] += 1
                    continue
                }
                var label = utterance.label
                switch changes[label] {
                case .drop:
                    dropped[.labelDropped(corpus: corpus.name, label), default: 0] += 1
                    continue
                case .become(let other):
                    changed["\(corpus.name)'s \(label) counts as \(other)", default: 0] += 1
                    label = other
                case nil: break
                }
                if let labels, labels.index(of: label) == nil {
                    dropped[.labelNotListed(corpus: corpus.name, label), default: 0] += 1
                    continue
                }
                utterances.append(utterance.relabelled(label))
            }
        }
        notes += changed.map { "\($0.key): \($0.value) utterances." }.sorted()
        return utterances
    }

    private func generalFolds(of utterances: [Utterance], seed: UInt64) throws -> [Fold] {
        switch division {
        case .speakers:
            return []
        case .leaveOneSpeakerOut:
            let speakers = Set(utterances.map(\.qualifiedSpeaker)).sorted()
            guard speakers.count >= 2 else {
                throw CorpusError.tooFewSpeakers(protocolName: name, needed: 2, found: speakers.count)
            }
            let places = Dictionary(uniqueKeysWithValues: speakers.enumerated().map { ($1, $0) })
            return Fold.folds(placing: utterances.map { places[$0.qualifiedSpeaker] ?? 0 }, count: speakers.count)
        case .speakerFolds(let count):
            var generator = SeededGenerator(seed: seed)
            return try SpeakerGrouping(utterances).folds(count, protocolName: name, using: &generator)
        case .randomParts, .randomFolds:
            return try randomFolds(of: utterances.map(\.label), seed: seed)
        }
    }

    /// Divides clips at random, whoever speaks in them.
    ///
    /// - Parameter labels: one a clip.
    /// - Throws: ``CorpusError``, also where the protocol divides by speakers.
    package func randomFolds(of labels: [Emotion], seed: UInt64) throws -> [Fold] {
        var generator = SeededGenerator(seed: seed)
        let stratification = Stratification(labels)
        switch division {
        case .randomParts(let train, let validation, let test):
            return [
                try stratification.fold(
                    train: train, validation: validation, test: test, protocolName: name, using: &generator)
            ]
        case .randomFolds(let count):
            return try stratification.folds(count, protocolName: name, using: &generator)
        case .speakers, .leaveOneSpeakerOut, .speakerFolds:
            throw CorpusError.malformedProtocol(name: name, reason: "it divides by speakers, not at random")
        }
    }

    private static func missingLabels(
        in folds: [Fold], of utterances: [Utterance], labels: [Emotion]
    ) -> [String] {
        folds.enumerated().flatMap { number, fold in
            fold.parts.flatMap { part, indices -> [String] in
                guard !indices.isEmpty else { return [] }
                let present = Set(indices.map { utterances[$0].label })
                return labels.filter { !present.contains($0) }.map {
                    "Fold \(number + 1)'s \(part.rawValue) part has no \($0)."
                }
            }
        }
    }
}

extension Utterance {
    fileprivate func relabelled(_ label: Emotion) -> Utterance {
        Utterance(
            corpus: corpus, path: path, label: label, speaker: speaker, sex: sex, sentence: sentence,
            intensity: intensity)
    }

    /// The file's name without folder and audio ending.
    fileprivate var recordingName: String {
        RecordingFile(directory: "", relativePath: path).stem
    }
}
