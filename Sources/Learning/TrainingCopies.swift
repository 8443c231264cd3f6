import Synchronization
import UndertoneAudio
public import UndertoneFeatures

/// Measures altered copies of training utterances.
///
/// What befalls a copy depends on the seed, on its utterance and on which copy it is; the voices of its babble, also on which other
/// speakers are trained on. So the same seed gives the same rows on any number of cores, and copies without other voices are measured
/// once for all folds.
public struct TrainingCopies: Sendable {
    public let augmentation: TrainingAugmentation
    private let extractor: FeatureExtractor
    private let seed: UInt64
    /// Nil where a copy depends on its fold, or is too large to keep: frames.
    private let memory: Memory?

    /// How many voices babble is made of at most, and mixup companions are drawn from; a fold's speakers take turns.
    private static let voiceCount = 240

    /// - Parameter recipe: the model's; a copy is one segment, as an utterance is.
    /// - Throws: what `FeatureExtractor` throws.
    public init(_ augmentation: TrainingAugmentation, recipe: FeatureRecipe, seed: UInt64 = 1) throws {
        self.augmentation = augmentation
        self.seed = seed
        extractor = try FeatureExtractor(recipe)
        memory = augmentation.recipe.needsVoices || recipe.level == .frames ? nil : Memory()
    }

    /// The features of the copies of some utterances, utterance by utterance, with the utterances' classes, speakers and origins.
    ///
    /// A copy that mixup made is two rows of the same features: one of its own class, one of its companion's, weighted as their voices
    /// are. Voices in the background may come from speakers whom an inner fold holds out, never from test speakers.
    ///
    /// - Parameters:
    ///   - rows: indices into the subject's rows, at least one.
    ///   - voices: rows whose speakers may talk in the background: those of the training part.
    ///   - progress: called with the number of copies done.
    /// - Throws: `AudioError` when a recording cannot be read any more, `AugmentationError`, ``LearningError``, `CancellationError`.
    package func rows(
        of subject: ProtocolEvaluation.Subject, rows: [Int], voices: [Int], progress: (@Sendable (Int) -> Void)? = nil
    ) async throws -> LabelledFeatures {
        let voices = try await background(of: subject, rows: voices)
        let copies = augmentation.copies
        let measured = try await concurrentMap(Array(0..<rows.count * copies), progress: progress) { index in
            try measure(row: rows[index / copies], copy: index % copies, of: subject, voices: voices)
        }
        let runs = measured.flatMap { copy in copy.classes.map { _ in copy.values } }
        let names = subject.data.utterances.names
        let weights = measured.flatMap(\.weights)
        return try LabelledFeatures(
            utterances: extractor.recipe.level == .frames
                ? UtteranceFeatures(names: names, runs: runs)
                : UtteranceFeatures(FeatureMatrix(names: names, values: runs.flatMap(\.self))),
            labels: subject.data.labels, classes: measured.flatMap(\.classes),
            speakers: measured.flatMap { [String](repeating: $0.speaker, count: $0.classes.count) },
            weights: weights.allSatisfy { $0 == 1 } ? nil : weights,
            origins: measured.enumerated().flatMap { index, copy in
                copy.classes.map { _ in subject.data.origins[rows[index / copies]] }
            })
    }

    private struct Copy: Sendable {
        /// One row, or frames × columns.
        let values: [Float]
        let speaker: String
        var classes: [Int]
        var weights: [Float]
    }

    /// The features of copies that have been measured.
    private final class Memory: Sendable {
        struct Key: Hashable {
            let file: String
            let row: Int
            let copy: Int
        }

        private let values = Mutex<[Key: [Float]]>([:])

        subscript(key: Key) -> [Float]? {
            get { values.withLock { $0[key] } }
            set { values.withLock { $0[key] = newValue } }
        }
    }

    private func measure(
        row: Int, copy: Int, of subject: ProtocolEvaluation.Subject, voices: [Voice]
    ) throws -> Copy {
        let data = subject.data
        let key = Memory.Key(file: subject.files[row], row: row, copy: copy)
        if let values = memory?[key] {
            return Copy(values: values, speaker: data.speakers[row], classes: [data.classes[row]], weights: [data.weights?[row] ?? 1])
        }
        // One generator for the copy, whose seed is itself drawn: neighbouring seeds give unrelated copies.
        var seeds = SeededGenerator(seed: seed &+ (UInt64(row) &<< 20) &+ UInt64(copy))
        var generator = SeededGenerator(seed: seeds.next())
        let signal = try utterance(row, of: subject)
        let others = voices.filter { data.speakers[$0.row] != data.speakers[row] }
        let altered = try augmentation.recipe.augmented(
            signal.samples, sampleRate: signal.sampleRate, using: &generator,
            babble: BabbleSource(count: others.count) { others[$0].samples })
        let weight = data.weights?[row] ?? 1
        var result = Copy(
            values: try extractor.features(of: Signal(samples: altered.samples, sampleRate: signal.sampleRate)),
            speaker: data.speakers[row], classes: [data.classes[row]], weights: [weight])
        if let mixture = altered.mixture, mixture.weight < 1 {
            let share = Float(mixture.weight)
            result.classes.append(data.classes[others[mixture.companion].row])
            result.weights = [weight * max(share, .leastNormalMagnitude), weight * (1 - share)]
        }
        memory?[key] = result.values
        return result
    }

    private struct Voice: Sendable {
        let row: Int
        let samples: [Float]
    }

    /// Utterances of all speakers in turn, as many as the background is made of.
    private func background(of subject: ProtocolEvaluation.Subject, rows: [Int]) async throws -> [Voice] {
        guard augmentation.recipe.needsVoices else { return [] }
        var generator = SeededGenerator(seed: seed)
        let bySpeaker = Dictionary(grouping: rows) { subject.data.speakers[$0] }.sorted { $0.key < $1.key }
            .map { $0.value.shuffled(using: &generator) }
        let longest = bySpeaker.map(\.count).max() ?? 0
        let inTurn = (0..<longest).flatMap { turn in bySpeaker.compactMap { turn < $0.count ? $0[turn] : nil } }
        return try await concurrentMap(Array(inTurn.prefix(Self.voiceCount))) { row in
            Voice(row: row, samples: try utterance(row, of: subject).samples)
        }
    }

    private func utterance(_ row: Int, of subject: ProtocolEvaluation.Subject) throws -> Signal {
        try Signal(contentsOf: subject.files[row], options: DecodingOptions(sampleRate: extractor.recipe.sampleRate))
    }
}
