import ArgumentParser
import Foundation
import Undertone
import UndertoneCorpora
import UndertoneEvaluation
import UndertoneFeatures
import UndertoneLearning

struct EvaluateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "evaluate",
        abstract: "Measure how well a kind of model, or a finished model, recognises speakers that it has not heard.",
        discussion: """
            With --model-kind a model is trained on each fold and predicts the fold's test part; nothing about it is \
            chosen on test speakers. With --model a finished model predicts the test parts. With --explain the columns of \
            each descriptor are also shuffled among the test utterances of a fold: the recall that is lost says how much \
            the model relies on the descriptor (permutation importance).

            With --also-train other corpora join the training part of every fold; the report says which.

            With --battery a finished model judges the test part as it is and perturbed, by the tests of Derington et al. \
            (arXiv 2312.06270): small changes, noise, channels. The table says how many answers stay the same and what is lost, \
            beside the paper's thresholds, and compares women with men and low voices with high ones.

            EXAMPLES
              undertone evaluate --corpus emodb=DIR --model-kind svm \\
                  --protocol emodb-leave-one-speaker-out
              undertone evaluate --corpus savee=DIR --model my-model \\
                  --protocol savee-leave-one-speaker-out
              undertone evaluate --corpus mine=DIR --model-kind boosting \\
                  --protocol speakers-5fold --report report/ --explain
              undertone evaluate --corpus ravdess=DIR --model-kind crnn \\
                  --protocol ravdess-actors-5fold --report report/
              undertone evaluate --corpus savee=DIR --also-train crema-d=DIR \\
                  --protocol savee-leave-one-speaker-out --model-kind mlp
              undertone evaluate --corpus savee=DIR --model-kind mlp \\
                  --protocol savee-leave-one-speaker-out --known-voices
              undertone evaluate --corpus mine=DIR --model open \
                  --protocol leave-one-speaker-out --known-corpus
              undertone evaluate --battery --corpus crema-d=DIR --model open \\
                  --protocol crema-d-speakers-63-9-19 --report report/
            """)

    enum Format: String, ExpressibleByArgument, CaseIterable {
        case table, json
    }

    @OptionGroup var corpus: CorpusOptions
    @OptionGroup var further: FurtherCorpusOptions
    @OptionGroup var evaluationProtocol: ProtocolOptions

    @Option(help: ArgumentHelp("Train models of this kind: svm, forest, boosting, mlp, cnn, rnn or crnn.", valueName: "kind"))
    var modelKind: ModelKind?

    @Option(help: "Evaluate this finished model: a bundle's folder, or the name of a built-in model.")
    var model: String?

    @Option(
        help: ArgumentHelp(
            "Also write report.md, report.json and predictions.csv here, importance.csv with --explain, and learning-curve.svg and .csv "
                + "of nets; with --battery "
                + "battery.md and battery.json.",
            valueName: "dir"))
    var report: String?

    @Flag(help: "Also say which descriptors carried the decision, and write it to the report.")
    var explain = false

    @Flag(help: "Measure how robust a finished model is: its answers to the test part, perturbed.")
    var battery = false

    @Option(
        name: .customLong("only"),
        help: ArgumentHelp("Run only this test of the battery. May be given several times.", valueName: "test"))
    var onlyTests: [String] = []

    @Flag(
        help: ArgumentHelp(
            "Let the model get used to each test speaker's voice by the speaker's tested recordings, without their labels, before it "
                + "judges them. For models that can: those of kind mlp."))
    var knownVoices = false

    @Flag(
        help: ArgumentHelp(
            "Let a finished model get used to each corpus by all of its tested recordings, without their labels, before it judges them; "
                + "with --known-voices, to each voice after that."))
    var knownCorpus = false

    @Option(help: "How to write the figures.")
    var format: Format = .table

    @OptionGroup var net: NetOptions
    @OptionGroup var augmentation: AugmentationOptions
    @OptionGroup var learning: LearningOptions

    func validate() throws {
        if battery, modelKind != nil || model == nil {
            throw ValidationError("--battery measures a finished model: name it with --model, and without --model-kind.")
        }
        if battery, explain { throw ValidationError("--explain and --battery are two measurements; ask for one at a time.") }
        if !battery, !onlyTests.isEmpty { throw ValidationError("--only chooses among the tests of --battery.") }
        _ = try tests()
        if (modelKind == nil) == (model == nil) {
            throw ValidationError("Say either --model-kind (to train) or --model (to evaluate a finished model).")
        }
        if model != nil, learning.features != nil {
            throw ValidationError("--features belongs to --model-kind: a finished model hears what it was trained on.")
        }
        if model != nil, !further.arguments.isEmpty {
            throw ValidationError("--also-train belongs to --model-kind: a finished model learns nothing more.")
        }
        if augmentation.leakyCopiesBeforeSplit, !further.arguments.isEmpty {
            throw ValidationError("--leaky-copies-before-split divides all that it is given: ask for it without --also-train.")
        }
        if model != nil, augmentation.recipe != nil {
            throw ValidationError("--augment belongs to --model-kind: a finished model learns nothing more.")
        }
        if model != nil, let option = learning.signal.given {
            throw ValidationError("--\(option) belongs to --model-kind: a finished model hears as it was trained to.")
        }
        if battery, knownVoices || knownCorpus {
            let option = knownVoices ? "voices" : "corpus"
            throw ValidationError("--battery hears one recording at a time: ask for it without --known-\(option).")
        }
        if knownCorpus, modelKind != nil {
            throw ValidationError("--known-corpus is for a finished model (--model): a model that is trained here has heard the corpus.")
        }
        if knownVoices, let modelKind, modelKind != .mlp {
            throw ValidationError("--known-voices needs a model that gets used to voices, of kind mlp; \(modelKind.rawValue) does not.")
        }
        guard let modelKind else {
            guard net.given == nil else {
                throw ValidationError("--\(net.given ?? "") belongs to --model-kind: a finished model learns nothing more.")
            }
            return
        }
        if explain, modelKind.level == .frames {
            throw ValidationError("--explain shuffles functionals; a model of kind \(modelKind.rawValue) hears frames.")
        }
        try net.check(modelKind)
        _ = try learning.recipe(for: modelKind)
    }

    func run() async throws {
        let resolved = try evaluationProtocol.resolve(corpus, alsoTraining: further)
        if battery { return try await runBattery(on: resolved) }
        var outcome: ProtocolEvaluation.Outcome
        let subject: ProtocolEvaluation.Subject
        let failures: [ExtractionFailure]
        if let modelKind {
            let recipe = try learning.recipe(for: modelKind)
            var prepared = try await learning.prepare(resolved, recipe: recipe)
            let seed = evaluationProtocol.seed
            var copies = try augmentation.trainingCopies(features: recipe, seed: seed)
            if let leaking = copies, augmentation.leakyCopiesBeforeSplit {
                prepared.subject = try await learning.leak(
                    leaking, into: prepared.subject, dividedBy: evaluationProtocol.evaluationProtocol(), seed: seed)
                copies = nil
            }
            (subject, failures) = prepared
            var evaluation = ProtocolEvaluation(
                trainer: try net.trainer(modelKind, for: subject.data, seed: seed), copies: copies)
            evaluation.knownVoices = knownVoices
            outcome = try await learning.run(evaluation, on: subject)
        } else {
            let bundle = try Models.bundle(named: model)
            if explain, bundle.recipe.level == .frames {
                throw Failure("\(bundle.provenance.name) hears frames, and --explain shuffles functionals.")
            }
            var prepared = try await learning.prepare(resolved, recipe: bundle.recipe, labels: bundle.labels)
            prepared.subject.discloseFamiliarSpeakers(Set(bundle.provenance.trainingSpeakers))
            prepared.subject.notes += (bundle.provenance.acquaintances ?? []).map {
                "The model has got used to \($0), without labels: where these are among the tested, the figures are of a known corpus."
            }
            (subject, failures) = prepared
            do {
                outcome = try ProtocolEvaluation.evaluate(
                    bundle.model, named: bundle.provenance.name, on: subject, seed: evaluationProtocol.seed,
                    knownVoices: knownVoices, knownCorpus: knownCorpus)
            } catch {
                throw Failure(error)
            }
        }
        if explain { outcome.report.importance = try await learning.importance(of: outcome, on: subject) }
        if let report { try ReportFolder(report).write(outcome) }
        switch format {
        case .table: try StandardOutput.write(outcome.report.table)
        case .json: try StandardOutput.line(outcome.report.json())
        }
        if !failures.isEmpty { throw ExitCode(1) }
    }

    /// The battery's tests, or those that were asked for, in the battery's order.
    private func tests() throws -> [RobustnessTest] {
        let all = RobustnessBattery.standard
        if let unknown = onlyTests.first(where: { name in !all.contains { $0.name == name } }) {
            throw ValidationError("The battery has no test '\(unknown)'; it has \(all.map(\.name).joined(separator: ", ")).")
        }
        return onlyTests.isEmpty ? all : all.filter { onlyTests.contains($0.name) }
    }

    private func runBattery(on resolved: ResolvedProtocol) async throws {
        let battery = RobustnessBattery(tests: try tests(), seed: evaluationProtocol.seed)
        let run = try BatteryRun(battery, model: Models.bundle(named: model), on: resolved)
        let (outcome, failures) = try await run.report()
        if let report { try ReportFolder(report).write(outcome) }
        for failure in failures { StandardError.write("undertone: \(failure)\n") }
        switch format {
        case .table: try StandardOutput.write(outcome.table)
        case .json: try StandardOutput.line(outcome.json())
        }
        if !failures.isEmpty { throw ExitCode(1) }
    }
}
