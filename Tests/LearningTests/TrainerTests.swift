import Foundation
import Testing
import UndertoneAffect
import UndertoneFeatures
import UndertoneLearning

@Suite struct TrainerTests {
    private let few: [ModelParameters] = [
        .svm(.init(kernel: .linear, cost: 0.1)), .svm(.init(kernel: .rbf, cost: 1)),
        .forest(.init(trees: 20, depth: 6)), .boosting(.init(rounds: 10, depth: 2, featureShare: 1)),
    ]

    @Test func `it keeps the candidate that unseen speakers favour`() async throws {
        let data = try Blobs.make(spread: 1.5)
        // One split of one tree cannot tell four classes apart; a radial machine can.
        let outcome = try await Trainer(candidates: [
            .forest(.init(trees: 1, depth: 1)),
            .svm(.init(kernel: .rbf, cost: 1)),
        ]).train(data)
        #expect(outcome.model.parameters == .svm(.init(kernel: .rbf, cost: 1)))
        #expect(outcome.trials.count == 2 && outcome.trials[1].uar > outcome.trials[0].uar)
        #expect(outcome.selection == .innerSpeakerFolds(4))
    }

    @Test func `the same seed gives the same model on any run`() async throws {
        let data = try Blobs.make(spread: 2)
        let trainer = Trainer(candidates: few, seed: 9)
        let first = try await trainer.train(data)
        let second = try await trainer.train(data)
        #expect(try first.model.classifier.save() == second.model.classifier.save())
        #expect(first.model.calibration == second.model.calibration)
        #expect(first.trials == second.trials)
    }

    @Test func `validation speakers choose and calibrate, and are then learnt from`() async throws {
        let data = try Blobs.make(spread: 2, seed: 1)
        let validation = try Blobs.make(counts: [20, 20, 20, 20], spread: 2, seed: 2)
        let outcome = try await Trainer(candidates: few).train(data, validation: validation)
        #expect(outcome.selection == .validationSpeakers(6))
        let both = FeatureMatrix(
            names: data.features.names, values: data.features.values + validation.features.values)
        #expect(try outcome.model.standardizer == Standardizer(fitting: both, limit: 3))
    }

    @Test func `one speaker alone is divided by clip and says so`() async throws {
        let outcome = try await Trainer(candidates: [few[0]]).train(Blobs.make(speakers: 1))
        #expect(outcome.selection == .innerClipFolds(4))
        #expect(outcome.selection.description.contains("one speaker only"))
    }

    @Test func `probabilities sum to one and follow the scores`() async throws {
        let model = try await Trainer(candidates: few).train(Blobs.make(spread: 2)).model
        let unseen = try Blobs.make(spread: 2, seed: 2)
        let predicted = try model.scores(unseen.features).predictions
        for (row, probabilities) in try model.probabilities(unseen.features).enumerated() {
            #expect(abs(probabilities.values.reduce(0, +) - 1) < 1e-12)
            #expect(probabilities.emotion == Blobs.labels[predicted[row]])
        }
    }

    @Test func `columns in another order are refused by name`() async throws {
        let model = try await Trainer(candidates: [few[0]]).train(Blobs.make()).model
        let other = FeatureMatrix(
            names: ["feature 1", "feature 0", "feature 2", "feature 3", "feature 4", "feature 5"],
            values: [0, 0, 0, 0, 0, 0])
        let error = #expect(throws: LearningError.self) { try model.scores(other) }
        #expect(error?.description == "The model takes the feature \"feature 0\", which was not given in its place.")
    }

    @Test func `progress counts every fit once`() async throws {
        let data = try Blobs.make()
        let trainer = Trainer(candidates: few, innerFolds: 3)
        let seen = Counts()
        _ = try await trainer.train(data) { done, total in seen.add(done, total) }
        #expect(seen.values.map(\.0) == Array(1...13))
        #expect(Set(seen.values.map(\.1)) == [13])
        #expect(trainer.stepCount(speakers: data.speakers, hasValidation: false) == 13)
        #expect(trainer.stepCount(speakers: data.speakers, hasValidation: true) == 5)
    }

    @Test func `a cancelled task stops between fits`() async throws {
        let data = try Blobs.make(counts: [200, 200, 200, 200], spread: 3)
        let candidates = (1...50).map { ModelParameters.boosting(.init(rounds: 500 + $0)) }
        let task = Task { try await Trainer(candidates: candidates).train(data) }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
    }

    @Test func `without candidates there is nothing to choose`() async throws {
        let data = try Blobs.make()
        await #expect(throws: LearningError.noCandidates) { try await Trainer(candidates: []).train(data) }
    }

    @Test(arguments: ModelKind.allCases)
    func `the standard grid of a kind holds that kind only, each once`(_ kind: ModelKind) {
        let grid = ModelParameters.grid(kind)
        #expect(Set(grid).count == grid.count && !grid.isEmpty)
        #expect(grid.allSatisfy { $0.kind == kind })
    }

    @Test func `rows that do not fit together are refused`() throws {
        let features = FeatureMatrix(names: ["a"], values: [1, 2])
        func make(_ classes: [Int], _ speakers: [String], _ weights: [Float]? = nil) throws {
            _ = try LabelledFeatures(
                features: features, labels: [.anger, .neutral], classes: classes, speakers: speakers, weights: weights)
        }
        #expect(throws: LearningError.unequalCounts(rows: 2, classes: 1, speakers: 2)) { try make([0], ["s", "s"]) }
        #expect(throws: LearningError.classOutOfRange(index: 2, classCount: 2)) { try make([0, 2], ["s", "s"]) }
        #expect(throws: LearningError.invalidWeights) { try make([0, 1], ["s", "s"], [1, .nan]) }
    }
}

/// What progress reported. Sendable because every access holds the lock: progress may come from another thread.
private final class Counts: @unchecked Sendable {
    private let lock = NSLock()
    private var seen: [(Int, Int)] = []
    func add(_ done: Int, _ total: Int) { lock.withLock { seen.append((done, total)) } }
    var values: [(Int, Int)] { lock.withLock { seen } }
}
