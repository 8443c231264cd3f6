import ArgumentParser
import Foundation
import Undertone
import UndertoneCorpora
import UndertoneEvaluation
import UndertoneFeatures
import UndertoneLearning

struct TrainCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "train",
        abstract: "Train a model and write it as a bundle with its honest figures.",
        discussion: """
            The model is first evaluated by the protocol. A protocol with one fold trains on the fold's training and \
            validation speakers and keeps its test speakers out of the model for good; one with several folds is \
            cross-validated, and then the model is trained on all speakers. The figures go into the bundle's model card.

            EXAMPLES
              undertone train --corpus crema-d=DIR --protocol crema-d-speakers-63-9-19 --model-kind svm --output my-model
              undertone train --corpus mine=manifest.csv --protocol speakers-5fold --model-kind boosting --output my-model
            """)

    @OptionGroup var corpus: CorpusOptions
    @OptionGroup var evaluationProtocol: ProtocolOptions

    @Option(help: ArgumentHelp("svm, forest or boosting.", valueName: "kind"))
    var modelKind: ModelKind

    @Option(help: ArgumentHelp("Where to write the bundle.", valueName: "dir"))
    var output: String

    @OptionGroup var learning: LearningOptions

    func run() async throws {
        let resolved = try evaluationProtocol.resolve(corpus)
        let recipe = FeatureRecipe.default
        let (subject, failures) = try await learning.prepare(resolved, recipe: recipe)
        let trainer = Trainer(kind: modelKind, seed: evaluationProtocol.seed)
        let outcome = try await learning.run(ProtocolEvaluation(trainer: trainer), on: subject)
        let final: Trainer.Outcome
        let trainingRows: [Int]
        if let only = outcome.folds.first, outcome.folds.count == 1 {
            final = only
            trainingRows = subject.folds[0].train + subject.folds[0].validation
        } else {
            final = try await trainOnAll(subject, trainer: trainer)
            trainingRows = Array(subject.files.indices)
        }
        let provenance = ModelProvenance(
            name: URL(fileURLWithPath: output).lastPathComponent, subject: subject, trainingRows: trainingRows,
            protocolName: resolved.name, seed: evaluationProtocol.seed, selection: final.selection,
            evaluations: [outcome.report])
        do {
            let bundle = ModelBundle(model: final.model, recipe: recipe, provenance: provenance)
            try bundle.write(to: URL(fileURLWithPath: output), card: ModelCard(title: provenance.name))
        } catch {
            throw Failure(error)
        }
        print(outcome.report.table, terminator: "")
        StandardError.write("Wrote \(output)\n")
        if !failures.isEmpty { throw ExitCode(1) }
    }

    private func trainOnAll(_ subject: ProtocolEvaluation.Subject, trainer: Trainer) async throws -> Trainer.Outcome {
        let bar = ProgressBar("Training on all speakers", total: trainer.fitCount(subject.data, hasValidation: false))
        defer { bar.finish() }
        do {
            return try await trainer.train(subject.data) { done, _ in bar.update(done) }
        } catch let error as CancellationError {
            throw error
        } catch {
            throw Failure(error)
        }
    }
}
