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

            EXAMPLES
              undertone evaluate --corpus emodb=DIR --model-kind svm \\
                  --protocol emodb-leave-one-speaker-out
              undertone evaluate --corpus savee=DIR --model my-model \\
                  --protocol savee-leave-one-speaker-out
              undertone evaluate --corpus mine=DIR --model-kind boosting \\
                  --protocol speakers-5fold --report report/ --explain
            """)

    enum Format: String, ExpressibleByArgument, CaseIterable {
        case table, json
    }

    @OptionGroup var corpus: CorpusOptions
    @OptionGroup var evaluationProtocol: ProtocolOptions

    @Option(help: ArgumentHelp("Train models of this kind: svm, forest or boosting.", valueName: "kind"))
    var modelKind: ModelKind?

    @Option(help: "Evaluate this finished model: a bundle's folder, or the name of a built-in model.")
    var model: String?

    @Option(
        help: ArgumentHelp(
            "Also write report.md, report.json and predictions.csv here, and importance.csv with --explain.",
            valueName: "dir"))
    var report: String?

    @Flag(help: "Also say which descriptors carried the decision, and write it to the report.")
    var explain = false

    @Option(help: "How to write the figures.")
    var format: Format = .table

    @OptionGroup var learning: LearningOptions

    func validate() throws {
        if (modelKind == nil) == (model == nil) {
            throw ValidationError("Say either --model-kind (to train) or --model (to evaluate a finished model).")
        }
        if model != nil, learning.features != nil {
            throw ValidationError("--features belongs to --model-kind: a finished model hears what it was trained on.")
        }
        if model != nil, let option = learning.signal.given {
            throw ValidationError("--\(option) belongs to --model-kind: a finished model hears as it was trained to.")
        }
        _ = try learning.recipe()
    }

    func run() async throws {
        let resolved = try evaluationProtocol.resolve(corpus)
        var outcome: ProtocolEvaluation.Outcome
        let subject: ProtocolEvaluation.Subject
        let failures: [ExtractionFailure]
        if let modelKind {
            let prepared = try await learning.prepare(resolved, recipe: learning.recipe())
            (subject, failures) = prepared
            let evaluation = ProtocolEvaluation(trainer: Trainer(kind: modelKind, seed: evaluationProtocol.seed))
            outcome = try await learning.run(evaluation, on: subject)
        } else {
            let bundle = try Models.bundle(named: model)
            var prepared = try await learning.prepare(resolved, recipe: bundle.recipe, labels: bundle.labels)
            prepared.subject.discloseFamiliarSpeakers(Set(bundle.provenance.trainingSpeakers))
            (subject, failures) = prepared
            do {
                outcome = try ProtocolEvaluation.evaluate(
                    bundle.model, named: bundle.provenance.name, on: subject, seed: evaluationProtocol.seed)
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
}

