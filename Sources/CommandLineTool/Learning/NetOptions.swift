import ArgumentParser
import Foundation
import UndertoneLearning
import UndertoneNeural

/// How a neural net is trained; nothing to other kinds.
struct NetOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Of nets: how often every training utterance is heard.", valueName: "count"))
    var epochs: Int?

    @Option(help: ArgumentHelp("Of nets: utterances a step.", valueName: "count"))
    var batch: Int?

    @Option(
        help: ArgumentHelp("Of nets: train so many, each from its own seed, and answer as they do on average.", valueName: "count"))
    var members: Int?

    @Option(
        help: ArgumentHelp(
            "Of nets: how much it counts in training that two variants of an utterance, such as two of its --copies, get the same answer.",
            valueName: "weight"))
    var consistency: Float?

    @Option(
        help: ArgumentHelp(
            "Of nets: how convolutions are computed in training; what the processor is fastest in, if not given. Single precision gives "
                + "the same weights on processors with and without bfloat16."))
    var numbers: NumberFormat?

    @Option(
        name: .customLong("net"),
        help: ArgumentHelp(
            "Of nets: this net instead of the kind's own, and how it is trained: JSON with net, training, precision and members, as a "
                + "bundle's config.json has them. Input and output are made to fit; all but the net may be left out.",
            valueName: "file"))
    var file: String?

    @Flag(help: "Of nets: keep the one that held-out speakers judged, and do not train again on everybody.")
    var keepJudged = false

    /// The first option that was given, for complaints.
    var given: String? {
        epochs != nil ? "epochs" : batch != nil ? "batch" : members != nil ? "members" : consistency != nil
            ? "consistency" : numbers != nil ? "numbers" : file != nil ? "net" : keepJudged ? "keep-judged" : nil
    }

    func validate() throws {
        if let epochs, !(1...10_000).contains(epochs) { throw ValidationError("--epochs takes a number from 1 to 10000.") }
        if let members, !(1...16).contains(members) { throw ValidationError("--members takes a number from 1 to 16.") }
        if let consistency, !(0...1000).contains(consistency) {
            throw ValidationError("--consistency takes a number from 0 to 1000.")
        }
        if let batch, !(2...4096).contains(batch) { throw ValidationError("--batch takes a number from 2 to 4096.") }
    }

    /// Throws `ValidationError` where there is no net to train, or the given one is not of this kind.
    func check(_ kind: ModelKind) throws {
        if let given, !kind.isNeural {
            throw ValidationError("--\(given) is for nets (mlp, cnn, rnn, crnn); a model of kind \(kind.rawValue) has none.")
        }
        do { _ = try parameters()?.check(kind) } catch { throw ValidationError("\(error)") }
    }

    /// The net in the file that was given.
    private func parameters() throws -> NeuralParameters? {
        try file.map { try NeuralParameters(contentsOf: URL(fileURLWithPath: $0)) }
    }

    /// The trainer of a kind, with what was asked for.
    func trainer(_ kind: ModelKind, for data: LabelledFeatures, seed: UInt64) throws -> Trainer {
        var trainer = Trainer(kind: kind, for: data, seed: seed)
        trainer.refits = !keepJudged
        do {
            if let parameters = try parameters() { try trainer.use(parameters, as: kind, for: data) }
        } catch {
            throw Failure(error)
        }
        trainer.candidates = trainer.candidates.map { candidate in
            candidate.with {
                if let epochs { $0.training.epochs = epochs }
                if let batch { $0.training.batchSize = batch }
                if let members { $0.members = members }
                if let consistency { $0.training.consistency = consistency }
                if let numbers { $0.training.numbers = numbers }
            }
        }
        return trainer
    }
}
