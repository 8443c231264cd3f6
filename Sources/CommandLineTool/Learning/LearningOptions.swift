import ArgumentParser
import Foundation
import UndertoneAffect
import UndertoneCorpora
import UndertoneEvaluation
import UndertoneFeatures
import UndertoneLearning

/// What `train` and `evaluate` share: measuring a protocol's recordings and showing how far the work has come.
struct LearningOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "What a model hears: speech or one set of `undertone features`, and any voice sets, joined by commas; for cnn, rnn "
                + "and crnn log-mel-speech.",
            valueName: "sets"))
    var features: String?

    @OptionGroup var signal: SignalOptions

    @Flag(help: "Do not read or write the cache of measured recordings.")
    var noCache = false

    /// What a model that is to be trained hears.
    func recipe(for kind: ModelKind) throws -> FeatureRecipe {
        var recipe = kind.defaultRecipe
        if let features {
            do { recipe = try FeatureRecipe(named: features) } catch { throw ValidationError(error.description) }
        }
        try signal.apply(to: &recipe)
        guard recipe.level == kind.level else {
            throw ValidationError(
                kind.level == .frames
                    ? "A model of kind \(kind.rawValue) hears frames: --features takes log-mel-speech for it."
                    : "A model of kind \(kind.rawValue) hears functionals, and log-mel-speech gives frames; train a cnn, rnn or crnn on it.")
        }
        return recipe
    }

    /// Measures the utterances; complains about those that cannot be read.
    func prepare(
        _ resolved: ResolvedProtocol, recipe: FeatureRecipe, labels: LabelSet? = nil
    ) async throws -> (subject: ProtocolEvaluation.Subject, failures: [ExtractionFailure]) {
        let bar = ProgressBar("Measuring", total: resolved.utterances.count)
        defer { bar.finish() }
        let cache = noCache ? nil : FeatureCache(folder: FeatureCache.defaultFolder())
        do {
            let prepared = try await ProtocolEvaluation.Subject.prepare(
                resolved, recipe: recipe, labels: labels, cache: cache, progress: { bar.update($0) })
            bar.finish()
            for failure in prepared.failures { StandardError.write("undertone: \(failure)\n") }
            return prepared
        } catch let error as CancellationError {
            throw error
        } catch {
            throw Failure(error)
        }
    }

    /// Lets altered copies join a subject before it is divided at random.
    func leak(
        _ copies: TrainingCopies, into subject: ProtocolEvaluation.Subject, dividedBy evaluationProtocol: EvaluationProtocol,
        seed: UInt64
    ) async throws -> ProtocolEvaluation.Subject {
        let bar = ProgressBar("Copying", total: subject.files.count * copies.augmentation.copies)
        defer { bar.finish() }
        do {
            return try await subject.leakingCopies(copies, dividedBy: evaluationProtocol, seed: seed) { bar.update($0) }
        } catch let error as CancellationError {
            throw error
        } catch {
            throw Failure(error)
        }
    }

    func run(
        _ evaluation: ProtocolEvaluation, on subject: ProtocolEvaluation.Subject
    ) async throws -> ProtocolEvaluation.Outcome {
        let bar = ProgressBar("Training", total: evaluation.stepCount(subject))
        defer { bar.finish() }
        let evaluation = evaluation.watched { bar.note($0) }
        do {
            return try await evaluation.run(subject) { bar.update($0) }
        } catch let error as CancellationError {
            throw error
        } catch {
            throw Failure(error)
        }
    }

    /// The averages of the voices that a model was trained on.
    func reference(
        of subject: ProtocolEvaluation.Subject, rows: [Int], sampleRate: Int
    ) async throws -> VoiceReference? {
        let bar = ProgressBar("Comparing voices", total: rows.count)
        defer { bar.finish() }
        return try await VoiceReference.measuring(subject, rows: rows, sampleRate: sampleRate) { bar.update($0) }
    }

    /// Which descriptors carried the decisions of an evaluation.
    func importance(
        of outcome: ProtocolEvaluation.Outcome, on subject: ProtocolEvaluation.Subject
    ) async throws -> ImportanceReport {
        let bar = ProgressBar("Explaining", total: ProtocolEvaluation.importanceStepCount(subject))
        defer { bar.finish() }
        do {
            return try await ProtocolEvaluation.importance(of: outcome, on: subject) { done, _ in bar.update(done) }
        } catch let error as CancellationError {
            throw error
        } catch {
            throw Failure(error)
        }
    }
}

extension ProtocolEvaluation {
    /// The same, saying how the training of a net goes: `epoch 7/30, loss 1.214, UAR 0.612`.
    func watched(_ say: @escaping @Sendable (String) -> Void) -> ProtocolEvaluation {
        var result = self
        result.trainer.watch = { progress in
            let recall = progress.uar.map { String(format: ", UAR %.3f", $0) } ?? ""
            say("epoch \(progress.epoch)/\(progress.epochCount), loss \(String(format: "%.3f", progress.loss))\(recall)")
        }
        return result
    }
}
