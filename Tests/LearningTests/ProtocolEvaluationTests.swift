import Testing
import UndertoneAffect
import UndertoneCorpora
import UndertoneEvaluation
import UndertoneFeatures
import UndertoneLearning

@Suite struct ProtocolEvaluationTests {
    private let trainer = Trainer(candidates: [.svm(.init(kernel: .linear, cost: 0.1)), .svm(.init())], innerFolds: 3)

    /// Six speakers, one a fold.
    private func subject(spread: Float = 2) throws -> ProtocolEvaluation.Subject {
        let data = try Blobs.make(spread: spread)
        let folds = Set(data.speakers).sorted().map { speaker in
            Fold(
                train: data.speakers.indices.filter { data.speakers[$0] != speaker },
                test: data.speakers.indices.filter { data.speakers[$0] == speaker })
        }
        return ProtocolEvaluation.Subject(
            name: "toy-leave-one-speaker-out", isSpeakerIndependent: true, folds: folds, data: data,
            files: data.classes.indices.map { "clip \($0)" }, dropped: ["calm": 4])
    }

    @Test func `every test row is predicted once and the figures are pooled`() async throws {
        let outcome = try await ProtocolEvaluation(trainer: trainer).run(subject())
        #expect(outcome.predictions.count == 240)
        #expect(Set(outcome.predictions.map(\.file)).count == 240)
        #expect(outcome.report.utterances == 240 && outcome.report.speakers == 6)
        #expect(outcome.report.folds.map(\.speakers) == (0..<6).map { ["toy/\($0)"] })
        #expect(outcome.report.uar > 0.5)
        #expect(outcome.report.dropped == ["calm": 4])
        #expect(outcome.report.notes.contains("Hyper-parameters: chosen and calibrated in 3 inner folds of other speakers."))
    }

    @Test func `the same seed gives the same report`() async throws {
        let evaluation = ProtocolEvaluation(trainer: trainer)
        #expect(try await evaluation.run(subject()).report == evaluation.run(subject()).report)
    }

    @Test func `labels of test rows change nothing that is predicted`() async throws {
        var honest = try subject()
        honest.folds = [honest.folds[0]]
        var lying = honest
        let tested = Set(honest.folds[0].test)
        lying.data = try LabelledFeatures(
            features: honest.data.features, labels: honest.data.labels,
            classes: honest.data.classes.enumerated().map { tested.contains($0) ? (($1 + 1) % 4) : $1 },
            speakers: honest.data.speakers)
        let evaluation = ProtocolEvaluation(trainer: trainer)
        let first = try await evaluation.run(honest).predictions.map(\.probabilities)
        let second = try await evaluation.run(lying).predictions.map(\.probabilities)
        #expect(first == second)
    }

    @Test func `features of one test row change no other prediction`() async throws {
        var subject = try subject()
        subject.folds = [subject.folds[0]]
        let row = subject.folds[0].test[0]
        let evaluation = ProtocolEvaluation(trainer: trainer)
        let before = try await evaluation.run(subject).predictions
        var features = subject.data.features
        for column in 0..<features.columnCount { features[row, column] = 1e6 }
        subject.data = try LabelledFeatures(
            features: features, labels: subject.data.labels, classes: subject.data.classes,
            speakers: subject.data.speakers)
        let after = try await evaluation.run(subject).predictions
        #expect(Array(before.dropFirst()) == Array(after.dropFirst()))
    }

    @Test func `a finished model is evaluated without training`() async throws {
        let subject = try subject()
        let model = try await trainer.train(subject.data).model
        let outcome = try ProtocolEvaluation.evaluate(model, named: "mine", on: subject)
        #expect(outcome.folds.isEmpty)
        #expect(outcome.report.model == "mine" && outcome.report.utterances == 240)
        #expect(outcome.report.folds.allSatisfy { $0.parameters == nil })
    }

    @Test func `folds that cannot be right are refused with a sentence`() async throws {
        let good = try subject()
        let table: [(Fold, String)] = [
            (Fold(train: [0, 1], test: []), "Fold 1 has nothing to test."),
            (Fold(train: [], test: [0]), "Fold 1 has nothing to train on."),
            (Fold(train: [0, 999], test: [1]), "Fold 1 names utterance 999, but there are only 240."),
            (
                Fold(train: [0, 1], test: [6]),
                "Fold 1 claims to be speaker-independent, but speaker toy/0 stands on both sides."
            ),
            (
                Fold(train: [0], validation: [6], test: [1]),
                "Fold 1 claims to be speaker-independent, but speaker toy/0 stands on both sides."
            ),
        ]
        for (fold, sentence) in table {
            var subject = good
            subject.folds = [fold]
            let error = await #expect(throws: LearningError.self) {
                try await ProtocolEvaluation(trainer: trainer).run(subject)
            }
            #expect(error?.description == sentence)
        }
    }
}
