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
            cross-validated, and then the model is trained on all speakers. The figures go into the bundle's model card, \
            and so do the averages of the training voices by which predict --explain compares.

            mlp, cnn, rnn and crnn are neural nets: mlp hears functionals, the others hear the frames of a log-mel spectrogram. \
            Held-out speakers judge every epoch and calibrate the net; then it is trained again on everybody.

            With --also-train other corpora join what is learnt from, in the folds and in the model; nobody is judged by them.

            After every epoch the state of a net's training is kept in a folder beside the output, DIR.training, which is \
            removed at the end. After an interruption, the same command goes on from there and comes to the same weights.

            EXAMPLES
              undertone train --corpus crema-d=DIR --model-kind svm \\
                  --protocol crema-d-speakers-63-9-19 --output my-model \\
                  --augment reverb@0.5,noise:5..30@0.5,telephone@0.2 --copies 2
              undertone train --corpus mine=manifest.csv --model-kind boosting \\
                  --protocol speakers-5fold --output my-model
              undertone train --corpus crema-d=DIR --model-kind cnn --epochs 40 \\
                  --protocol crema-d-speakers-63-9-19 --output my-net --report report/
            """)

    @OptionGroup var corpus: CorpusOptions
    @OptionGroup var further: FurtherCorpusOptions
    @OptionGroup var evaluationProtocol: ProtocolOptions

    @Option(help: ArgumentHelp("svm, forest, boosting, mlp, cnn, rnn or crnn.", valueName: "kind"))
    var modelKind: ModelKind

    @Option(help: ArgumentHelp("Where to write the bundle.", valueName: "dir"))
    var output: String

    @Option(
        name: .customLong("keep"),
        help: ArgumentHelp("Keep only so many features, chosen on training rows: a smaller model.", valueName: "count"))
    var featureCount: Int?

    @Option(
        name: .customLong("also"),
        help: ArgumentHelp(
            "Also evaluate the finished model by this protocol, for its card. May be given several times.",
            valueName: "protocol"))
    var furtherProtocols: [String] = []

    @Option(
        help: ArgumentHelp(
            "Also write report.md, report.json, predictions.csv and, of a net, learning-curve.svg and .csv here.", valueName: "dir"))
    var report: String?

    @OptionGroup var net: NetOptions
    @OptionGroup var augmentation: AugmentationOptions
    @OptionGroup var card: ModelCardOptions
    @OptionGroup var learning: LearningOptions

    func validate() throws {
        if let featureCount, featureCount < 1 { throw ValidationError("--keep takes a number of features above zero.") }
        if featureCount != nil, modelKind.level == .frames {
            throw ValidationError("--keep chooses among functionals; a model of kind \(modelKind.rawValue) hears frames.")
        }
        if augmentation.leakyCopiesBeforeSplit {
            throw ValidationError("--leaky-copies-before-split exposes a mistake: it goes with evaluate, and no model is made by it.")
        }
        try net.check(modelKind)
        _ = try learning.recipe(for: modelKind)
    }

    func run() async throws {
        let resolved = try evaluationProtocol.resolve(corpus, alsoTraining: further)
        let recipe = try learning.recipe(for: modelKind)
        let (subject, failures) = try await learning.prepare(resolved, recipe: recipe)
        var trainer = try net.trainer(modelKind, for: subject.data, seed: evaluationProtocol.seed)
        trainer.featureCount = featureCount
        let checkpoints = TrainingCheckpoints(besideOutput: output)
        if modelKind.isNeural {
            trainer.checkpoints = checkpoints
            if checkpoints.exist { StandardError.write("Going on with the training in \(checkpoints.folder.relativePath)\n") }
        }
        let evaluation = ProtocolEvaluation(
            trainer: trainer,
            copies: try augmentation.trainingCopies(features: recipe, seed: evaluationProtocol.seed))
        let outcome = try await learning.run(evaluation, on: subject)
        let final: Trainer.Outcome
        let trainingRows: [Int]
        if let only = outcome.folds.first, outcome.folds.count == 1 {
            final = only
            trainingRows = subject.folds[0].train + subject.folds[0].validation
        } else {
            trainingRows = Array(subject.files.indices)
            final = try await train(evaluation, on: subject, rows: trainingRows)
        }
        let speakers = Set(trainingRows.map { subject.data.speakers[$0] })
        let further = try await evaluate(final.model, recipe: recipe, trainingSpeakers: speakers)
        let reference = try await learning.reference(of: subject, rows: trainingRows, sampleRate: recipe.sampleRate)
        let provenance = ModelProvenance(
            name: URL(fileURLWithPath: output).lastPathComponent, subject: subject, trainingRows: trainingRows,
            protocolName: resolved.name, seed: evaluationProtocol.seed, selection: final.selection,
            augmentation: evaluation.copies?.augmentation, evaluations: [outcome.report] + further)
        do {
            let bundle = ModelBundle(
                model: final.model, recipe: recipe, provenance: provenance, reference: reference)
            try bundle.write(to: URL(fileURLWithPath: output), card: card.card(name: provenance.name))
            if modelKind.isNeural { checkpoints.remove() }
        } catch {
            throw Failure(error)
        }
        if let report { try ReportFolder(report).write(outcome) }
        for report in [outcome.report] + further { try StandardOutput.line(report.table) }
        StandardError.write("Wrote \(output)\n")
        if !failures.isEmpty { throw ExitCode(1) }
    }

    /// The finished model on the test parts of further protocols.
    private func evaluate(
        _ model: TrainedModel, recipe: FeatureRecipe, trainingSpeakers: Set<String>
    ) async throws -> [EvaluationReport] {
        var reports: [EvaluationReport] = []
        for name in furtherProtocols {
            let options = ProtocolOptions(name: name, seed: evaluationProtocol.seed)
            // Its corpora are looked for by its own names, not among those trained on.
            var prepared = try await learning.prepare(
                options.resolve(CorpusOptions(arguments: [])), recipe: recipe, labels: model.labels)
            prepared.subject.discloseFamiliarSpeakers(trainingSpeakers)
            do {
                reports.append(
                    try ProtocolEvaluation.evaluate(
                        model, named: name, on: prepared.subject, seed: evaluationProtocol.seed
                    ).report)
            } catch {
                throw Failure(error)
            }
        }
        return reports
    }

    private func train(
        _ evaluation: ProtocolEvaluation, on subject: ProtocolEvaluation.Subject, rows: [Int]
    ) async throws -> Trainer.Outcome {
        let bar = ProgressBar("Training on all speakers", total: evaluation.stepCount(subject, rows: rows))
        defer { bar.finish() }
        do {
            return try await evaluation.watched { bar.note($0) }.train(subject, rows: rows) { bar.update($0) }
        } catch let error as CancellationError {
            throw error
        } catch {
            throw Failure(error)
        }
    }
}
