import Testing
import UndertoneAffect
import UndertoneCorpora
import UndertoneEvaluation
import UndertoneFeatures
import UndertoneLearning

/// Utterances of further corpora that only join what is fitted.
@Suite struct JoinedTrainingTests {
    /// Blobs of another corpus' speakers.
    private func other(counts: [Int] = [60, 60, 60, 60], shift: Float = 0, seed: UInt64 = 5) throws -> LabelledFeatures {
        let blobs = try Blobs.make(counts: counts, spread: 1, seed: seed)
        return try LabelledFeatures(
            features: FeatureMatrix(names: blobs.features.names, values: blobs.features.values.map { $0 + shift }),
            labels: blobs.labels, classes: blobs.classes, speakers: blobs.speakers.map { $0.replacing("toy", with: "other") })
    }

    /// Six own speakers, one a fold, and the rows of another corpus.
    private func subject() throws -> ProtocolEvaluation.Subject {
        let own = try Blobs.make(spread: 1)
        let data = try own.appending(other())
        let joined = own.rowCount..<data.rowCount
        let folds = Set(own.speakers).sorted().map { speaker in
            Fold(
                train: data.speakers.indices.filter { data.speakers[$0] != speaker },
                test: own.speakers.indices.filter { own.speakers[$0] == speaker })
        }
        return ProtocolEvaluation.Subject(
            name: "toy", isSpeakerIndependent: true, folds: folds, data: data,
            files: data.classes.indices.map { "clip \($0)" }, joined: Set(joined))
    }

    @Test(arguments: Blobs.everyKind)
    func `what only they have is learnt from them`(_ parameters: ModelParameters) async throws {
        // Of its own there is nothing of the last class.
        let data = try Blobs.make(counts: [60, 60, 60, 0], spread: 1)
        let trainer = Trainer(candidates: [parameters], innerFolds: 3)
        let outcome = try await trainer.train(data, joined: other())
        let predicted = try outcome.model.scores(Blobs.make(spread: 1, seed: 3).features).predictions
        #expect(predicted[180...].count { $0 == 3 } > 30)
        let alone = try await trainer.train(data).model.scores(Blobs.make(spread: 1, seed: 3).features).predictions
        #expect(alone.allSatisfy { $0 != 3 })
    }

    @Test(arguments: Blobs.everyKind)
    func `they are held out by nobody`(_ parameters: ModelParameters) async throws {
        let data = try Blobs.make(spread: 1)
        let trainer = Trainer(candidates: [parameters], innerFolds: 3)
        // Far away and with labels of its own: whoever is judged by it is judged badly.
        let strange = try other(shift: 40)
        let wrong = try LabelledFeatures(
            features: strange.features, labels: strange.labels, classes: strange.classes.map { 3 - $0 },
            speakers: strange.speakers)
        let outcome = try await trainer.train(data, joined: wrong)
        #expect(outcome.selection == (parameters.neural == nil ? .innerSpeakerFolds(3) : .heldOutSpeakers(2)))
        let honest = try await trainer.train(data, validation: Blobs.make(counts: [20, 20, 20, 20], spread: 1, seed: 2), joined: wrong)
        #expect(honest.selection == .validationSpeakers(6))
    }

    @Test func `the report names them, and progress counts own speakers alone`() async throws {
        let subject = try subject()
        let trainer = Trainer(candidates: [.svm(.init(kernel: .linear, cost: 0.1))], innerFolds: 3)
        let evaluation = ProtocolEvaluation(trainer: trainer)
        let outcome = try await evaluation.run(subject)
        #expect(outcome.report.joined == [.init(corpus: "other", speakers: 6, utterances: 240)])
        #expect(outcome.report.utterances == 240 && outcome.report.speakers == 6)
        #expect(outcome.report.table.contains("\ntrained together with other (240 utterances of 6 speakers)\n"))
        #expect(outcome.report.markdown.contains("Trained together with other (240 utterances of 6 speakers)."))
        #expect(evaluation.stepCount(subject) == 6 * 4)
        #expect(outcome.predictions.allSatisfy { $0.speaker.hasPrefix("toy/") })
    }

    @Test func `a fold that holds them out, or has nothing else to learn from, is refused`() async throws {
        let good = try subject()
        for (fold, sentence) in [
            (Fold(train: [0, 240], test: [241]), "Fold 1 holds out utterances of a corpus that only joins in training."),
            (Fold(train: [0, 1], validation: [240], test: [2]), "Fold 1 holds out utterances of a corpus that only joins in training."),
            (Fold(train: [240, 241], test: [0]), "Fold 1 has nothing to train on."),
        ] {
            var subject = good
            subject.folds = [fold]
            let error = await #expect(throws: LearningError.self) {
                try await ProtocolEvaluation(trainer: Trainer(candidates: [.svm(.init())])).run(subject)
            }
            #expect(error?.description == sentence)
        }
    }
}
