public import UndertoneAffect
import UndertoneAudio
public import UndertoneCorpora
public import UndertoneFeatures

extension ProtocolEvaluation.Subject {
    /// Measures the utterances of a protocol and checks its folds once more with what they hold.
    ///
    /// An utterance is one segment, whatever its length. A recording that cannot be read is left out of its fold; the report
    /// counts it, and `failures` says why.
    ///
    /// - Parameters:
    ///   - recipe: how to measure; how it cuts long recordings does not matter here.
    ///   - labels: what a finished model tells apart; utterances with another label are left out and counted. Nil: the
    ///     protocol's labels.
    ///   - cache: where measured recordings are kept, or nil.
    ///   - progress: called after each recording with the number done.
    /// - Throws: `CorpusError.unsoundSplit` when identical audio stands on two sides of a split that claims to be
    ///   speaker-independent; ``LearningError``; `CancellationError`.
    public static func prepare(
        _ resolved: ResolvedProtocol, recipe: FeatureRecipe, labels: LabelSet? = nil, cache: FeatureCache? = nil,
        progress: (@Sendable (Int) -> Void)? = nil
    ) async throws -> (subject: ProtocolEvaluation.Subject, failures: [ExtractionFailure]) {
        var recipe = recipe
        recipe.segmentation = .whole
        let extraction = CorpusExtraction(try FeatureExtractor(recipe), cache: cache)
        let measured = try await extraction.features(of: resolved.utterances.map(\.path), progress: progress)

        let found = Dictionary(measured.recordings.map { ($0.path, $0.segments.first?.values) }) { first, _ in first }
        let contents = resolved.utterances.map { found[$0.path] ?? nil }
        // Equal features to the last bit are equal audio, even where its level or its container differs. Bits, because an
        // undefined measurement (NaN) does not equal itself.
        try resolved.check(contents: contents.map { $0.map { ContentHash(bytes: $0.withUnsafeBytes { Array($0) }) } })

        var dropped = Dictionary(uniqueKeysWithValues: resolved.dropped.map { ($0.key.description, $0.value) })
        let labels = labels ?? resolved.labels
        var places: [Int: Int] = [:]
        var kept: [(index: Int, values: [Float], label: Int)] = []
        for (index, values) in contents.enumerated() {
            guard let values, !values.isEmpty else { continue }
            guard let label = labels.index(of: resolved.utterances[index].label) else {
                dropped["the model does not know \(resolved.utterances[index].label)", default: 0] += 1
                continue
            }
            places[index] = kept.count
            kept.append((index, values, label))
        }
        let features =
            recipe.level == .frames
            ? UtteranceFeatures(names: measured.names, runs: kept.map(\.values))
            : UtteranceFeatures(FeatureMatrix(names: measured.names, values: kept.flatMap(\.values)))
        let data = try LabelledFeatures(
            utterances: features, labels: labels, classes: kept.map(\.label),
            speakers: kept.map { resolved.utterances[$0.index].qualifiedSpeaker })
        if !measured.failures.isEmpty { dropped["unreadable recording"] = measured.failures.count }
        let subject = ProtocolEvaluation.Subject(
            name: resolved.reportName, isSpeakerIndependent: resolved.isSpeakerIndependent,
            folds: resolved.folds.map { fold in
                Fold(
                    train: fold.train.compactMap { places[$0] }, validation: fold.validation.compactMap { places[$0] },
                    test: fold.test.compactMap { places[$0] })
            },
            data: data, files: kept.map { resolved.utterances[$0.index].path },
            joined: Set(resolved.joined.compactMap { places[$0] }), dropped: dropped, notes: resolved.notes)
        return (subject, measured.failures)
    }

    /// Says so when the model has heard test speakers before: the figures are then not speaker-independent.
    public mutating func discloseFamiliarSpeakers(_ trainingSpeakers: Set<String>) {
        let familiar = Set(folds.flatMap(\.test).map { data.speakers[$0] }).intersection(trainingSpeakers)
        guard !familiar.isEmpty else { return }
        isSpeakerIndependent = false
        notes.append(
            "The model was trained on \(familiar.count) of the test speakers: these figures are not speaker-independent.")
    }
}
