import Foundation
import Synchronization
import TestSupport
import Testing
import UndertoneAffect
import UndertoneAudio
import UndertoneFeatures
import UndertoneLearning
import UndertoneNeural

@Suite struct NeuralClassifierTests {
    private func classifier(_ change: (inout NeuralParameters) -> Void = { _ in }) throws -> NeuralClassifier {
        var parameters = Runs.cnn
        parameters.training.epochs = 3
        change(&parameters)
        return try NeuralClassifier.fit(Runs.make(), parameters: parameters, seed: 1)
    }

    @Test(arguments: 1...9)
    func `a row has the bits by itself that it has beside others`(_ count: Int) throws {
        // As wide as the built-in models, and no multiple of a vector.
        let (columns, hidden, classes) = (735, 768, 7)
        let net = Net(input: .vector(features: columns), layers: [.linear(hidden), .activation(.relu), .linear(classes)])
        var generator = SeededGenerator(seed: 6)
        let store = try ParameterStore(net, using: &generator)
        let weights = try Dictionary(uniqueKeysWithValues: net.parameters().map { ($0.name, try #require(store[$0.name])) })
        let classifier = try NeuralClassifier(
            parameters: NeuralParameters(net: net, training: NetTrainingOptions()), classCount: classes, weights: weights)
        let names = (0..<columns).map { "f\($0)" }
        let rows = (0..<count).map { _ in names.map { _ in Float.random(in: -3...3, using: &generator) } }
        let together = try classifier.scores(FeatureMatrix(names: names, values: Array(rows.joined())))
        for (index, row) in rows.enumerated() {
            #expect(try classifier.scores(FeatureMatrix(names: names, values: row)).row(0) == together.row(index), "\(index)")
        }
    }

    @Test func `the trainer teaches a net what only the order of frames tells`() async throws {
        let trainer = Trainer(candidates: [.cnn(Runs.cnn)], innerFolds: 3)
        let outcome = try await trainer.train(Runs.make())
        let unseen = try Runs.make(seed: 2)
        #expect(Blobs.accuracy(try outcome.model.scores(unseen.utterances).predictions, unseen.classes) > 0.9)
        #expect(outcome.selection == .heldOutSpeakers(2))
        #expect(outcome.epochs.count == 20 && outcome.epochs.allSatisfy { $0.uar != nil })
        #expect(outcome.trials.count == 1 && outcome.trials[0].uar > 0.9)
        // Then it was trained on everybody, by the same schedule to its end.
        #expect(outcome.model.parameters.neural?.training.epochs == 20)
    }

    @Test func `a training that was stopped early is stopped as early on everybody`() async throws {
        let trainer = Trainer(candidates: [.cnn(Runs.cnn).with { $0.training.patience = 2 }], innerFolds: 3)
        let outcome = try await trainer.train(Runs.make())
        let best = try #require(outcome.epochs.compactMap(\.uar).max())
        let epochs = (outcome.epochs.firstIndex { $0.uar == best } ?? -1) + 1
        #expect(outcome.epochs.count < 20)
        #expect(outcome.model.parameters.neural?.training.epochs == epochs)
    }

    @Test func `the same seed gives the same weights, and progress counts every epoch`() async throws {
        var trainer = Trainer(candidates: [.cnn(Runs.cnn).with { $0.training.epochs = 3 }], innerFolds: 3)
        let data = try Runs.make()
        let watched = Mutex(0)
        trainer.watch = { progress in watched.withLock { $0 = max($0, progress.epoch) } }
        let highest = Mutex(0)
        let first = try await trainer.train(data) { done, total in
            highest.withLock { $0 = max($0, done) }
            #expect(total == 6)
        }
        let second = try await trainer.train(data)
        #expect(try first.model.classifier.save() == second.model.classifier.save())
        #expect(highest.withLock { $0 } == 6 && watched.withLock { $0 } >= 1)
        #expect(trainer.stepCount(speakers: data.speakers, hasValidation: true) == 6)
    }

    @Test func `without a refit the judged net is kept`() async throws {
        var trainer = Trainer(candidates: [.cnn(Runs.cnn).with { $0.training.epochs = 2 }])
        trainer.refits = false
        let (data, validation) = (try Runs.make(), try Runs.make(count: 12, seed: 3))
        let outcome = try await trainer.train(data, validation: validation)
        #expect(outcome.selection == .validationSpeakers(6))
        #expect(try outcome.model.standardizer == Standardizer(fitting: data.utterances, limit: 3))
        #expect(outcome.model.parameters.neural?.training.epochs == 2)
    }

    @Test func `a cancelled task stops within a training`() async throws {
        let data = try Runs.make()
        let trainer = Trainer(candidates: [.cnn(Runs.cnn).with { $0.training.epochs = 10_000 }])
        let task = Task { try await trainer.train(data) }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
    }

    @Test func `nets and other kinds cannot be candidates of one search`() async throws {
        let data = try Blobs.make()
        await #expect(throws: LearningError.mixedCandidates) {
            try await Trainer(candidates: [.svm(.init()), .mlp(Runs.mlp)]).train(data)
        }
    }

    @Test func `several members are one net, which answers as they do on average`() throws {
        let (data, unseen) = (try Runs.make(), try Runs.make(count: 8, seed: 2).utterances)
        func scores(members: Int, seed: UInt64) throws -> ClassScores {
            var parameters = Runs.cnn
            (parameters.training.epochs, parameters.precision, parameters.members) = (2, .single, members)
            let classifier = try NeuralClassifier.fit(data, parameters: parameters, seed: seed)
            #expect(classifier.parameters.members == 1 && classifier.parameters.net.layers.count == (members == 1 ? 11 : 2))
            let stored = try NeuralClassifier.load(
                classifier.save(), parameters: classifier.parameters, classCount: 2, featureCount: 8)
            #expect(try stored.scores(unseen) == classifier.scores(unseen))
            return try classifier.scores(unseen)
        }
        let joined = try scores(members: 3, seed: 5)
        let alone = try (0..<3).map { try scores(members: 1, seed: 5 &+ UInt64($0) &* 0x9E37_79B9_7F4A_7C15) }
        #expect(alone[0] != alone[1] && alone[1] != alone[2])
        for row in stride(from: 0, to: joined.values.count, by: 2) {
            // Log-probabilities: the difference of two classes is that of their scores.
            let difference = joined.values[row] - joined.values[row + 1]
            let mean = alone.reduce(0) { $0 + $1.values[row] - $1.values[row + 1] } / 3
            #expect(abs(difference - mean) < 1e-4)
        }
    }

    @Test func `members have checkpoints of their own, and too many are refused`() async throws {
        let folder = try TemporaryFolder()
        var trainer = Trainer(candidates: [.cnn(Runs.cnn).with { ($0.training.epochs, $0.members) = (2, 2) }], innerFolds: 3)
        let data = try Runs.make()
        let plain = try await trainer.train(data).model.classifier.save()
        let checkpoints = TrainingCheckpoints(folder: URL(fileURLWithPath: folder.path("kept")))
        trainer.checkpoints = checkpoints
        #expect(try await trainer.train(data).model.classifier.save() == plain)
        let names = try FileManager.default.contentsOfDirectory(atPath: checkpoints.folder.path).sorted()
        #expect(names == ["again-member-2.checkpoint", "again.checkpoint", "net-1-member-2.checkpoint", "net-1.checkpoint"])
        // What has finished is taken from there.
        #expect(try await trainer.train(data).model.classifier.save() == plain)
        #expect(throws: LearningError.self) { try self.classifier { $0.members = 17 } }
        #expect(throws: LearningError.self) { try self.classifier { $0.members = 0 } }
    }

    @Test(arguments: [NeuralParameters.Precision.single, .half])
    func `what was saved and loaded gives identical scores`(precision: NeuralParameters.Precision) throws {
        let classifier = try classifier { $0.precision = precision }
        let bytes = try classifier.save()
        let loaded = try NeuralClassifier.load(
            bytes, parameters: classifier.parameters, classCount: 2, featureCount: 8)
        let unseen = try Runs.make(seed: 2).utterances
        #expect(try loaded.scores(unseen) == classifier.scores(unseen))
        #expect(try loaded.save() == bytes)
    }

    @Test func `an utterance's scores do not depend on what else is heard, nor on how many ask at once`() async throws {
        let classifier = try classifier()
        let unseen = try Runs.make(count: 12, seed: 2).utterances
        let together = try classifier.scores(unseen)
        let apart = try await withThrowingTaskGroup(of: (Int, [Double]).self) { group in
            for index in 0..<12 {
                group.addTask { (index, try classifier.scores(unseen.utterances(at: [index])).values) }
            }
            return try await group.reduce(into: [Int: [Double]]()) { $0[$1.0] = $1.1 }
        }
        #expect((0..<12).allSatisfy { apart[$0] == Array(together.row($0)) })
    }

    @Test func `the shortest and the longest utterances have finite scores`() throws {
        let classifier = try classifier()
        for frames in [0, 1, 2, 31, 3008, 3009, 9001] {
            let run = (0..<frames * 8).map { Float(($0 * 7919) % 13) / 13 }
            let scores = try classifier.scores(UtteranceFeatures(names: Runs.names, runs: [run]))
            #expect(scores.rowCount == 1 && scores.values.allSatisfy(\.isFinite))
        }
    }

    @Test func `rows where frames are wanted are refused in one sentence`() throws {
        let rows = FeatureMatrix(names: Runs.names, values: [Float](repeating: 0, count: 8))
        let error = #expect(throws: LearningError.self) { try classifier().scores(rows) }
        #expect(error?.description == "The model takes runs of frames, but one row of features an utterance was given.")
    }

    @Test func `a net that does not fit is refused in one sentence`() throws {
        let data = try Runs.make()
        func layers(_ layers: [Layer]) -> NeuralParameters { NeuralParameters(net: Net(input: .frames(columns: 8), layers: layers)) }
        let table: [(NeuralParameters, String)] = [
            (layers([.linear(2)]), "The stored weights are not those of a classifier: the net gives 32 × 2 for an utterance, where 2 scores are wanted."),
            (layers([.image, .globalAverage, .linear(3)]), "The stored weights are not those of a classifier: the net gives 3 for an utterance, where 2 scores are wanted."),
            (layers([.flatten, .linear(2)]), "The stored weights are not those of a classifier: the net takes utterances of one length only."),
            (layers([.globalAverage]), "The layer 0 (global average) cannot take 32 × 8."),
            (layers([.image] + (0..<6).flatMap { _ in Net.block(4) } + [.globalAverage, .linear(2)]), "The layer 16 (maximum of 2×2) cannot take 4 × 4 × 1."),
        ]
        for (parameters, sentence) in table {
            let error = #expect(throws: LearningError.self) { try ModelParameters.cnn(parameters).fit(data, seed: 1) }
            #expect(error?.description == sentence)
        }
    }

    @Test(arguments: [ModelKind.mlp, .cnn])
    func `the standard net of a kind takes its features and gives a score a class`(_ kind: ModelKind) throws {
        let parameters = NeuralParameters.standard(kind, columns: 64, classes: 6)
        #expect(try parameters.net.output(frames: 64) == .vector(features: 6))
        #expect(parameters.takesFrames == (kind.level == .frames) && parameters.columnCount == 64)
        let data = try JSONEncoder().encode(ModelParameters.grid(kind, columns: 64, classes: 6)[0])
        #expect(try JSONDecoder().decode(ModelParameters.self, from: data).kind == kind)
    }
}
