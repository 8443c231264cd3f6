import Synchronization
import TestSupport
import Testing
import UndertoneAffect
import UndertoneAudio
import UndertoneCorpora
import UndertoneEvaluation
import UndertoneFeatures
import UndertoneLearning

/// Four speakers, two clips each: a low and a high tone in noise.
@Suite final class TrainingCopiesTests {
    private let folder: TemporaryFolder
    private let subject: ProtocolEvaluation.Subject
    private let recipe = FeatureRecipe(set: .mfcc)

    init() throws {
        folder = try TemporaryFolder()
        let extractor = try FeatureExtractor(recipe)
        var features = FeatureMatrix(names: extractor.functionalNames)
        var (classes, speakers, files): ([Int], [String], [String]) = ([], [], [])
        for clip in 0..<8 {
            let tone = Synthetic.sine(frequency: clip.isMultiple(of: 2) ? 200 : 2000, duration: 0.3, amplitude: 0.3).samples
            let noise = Synthetic.noise(duration: 0.3, seed: UInt64(clip) + 1).samples
            let signal = Signal(samples: zip(tone, noise).map { $0 + 0.05 * $1 }, sampleRate: 16000)
            let path = folder.path("\(clip).wav")
            try SoundWriter.write(signal.samples, sampleRate: 16000, format: .wavFloat, to: path)
            features.append(row: try extractor.functionals(of: signal))
            classes.append(clip % 2)
            speakers.append("toy/\(clip / 2)")
            files.append(path)
        }
        subject = ProtocolEvaluation.Subject(
            name: "toy", isSpeakerIndependent: true,
            folds: [Fold(train: Array(0..<6), test: [6, 7])],
            data: try LabelledFeatures(features: features, labels: [.anger, .sadness], classes: classes, speakers: speakers),
            files: files)
    }

    private func evaluation(_ augmentation: String, copies: Int = 2, seed: UInt64 = 1) throws -> ProtocolEvaluation {
        ProtocolEvaluation(
            trainer: Trainer(candidates: [.svm(.init(kernel: .linear, cost: 0.1))], innerFolds: 3, seed: seed),
            copies: try TrainingCopies(
                TrainingAugmentation(AugmentationRecipe(parsing: augmentation), copies: copies), recipe: recipe, seed: seed))
    }

    @Test func `a test utterance is heard as it was recorded, and the report says what training heard`() async throws {
        let outcome = try await evaluation("white:10,gain:-6..6").run(subject)
        #expect(outcome.predictions.map(\.file) == Array(subject.files[6...]))
        #expect(outcome.report.notes.contains("Training parts were joined by 2 copies of each utterance altered by white:10,gain:-6..6."))
        let alone = try outcome.models[0].probabilities(subject.data.features.rows(at: [6, 7]))
        #expect(outcome.predictions.map(\.probabilities) == alone)
    }

    @Test func `a copy is what it is in whichever fold it is asked for, and files that change meanwhile change nothing`() async throws {
        func copies() throws -> TrainingCopies {
            try TrainingCopies(TrainingAugmentation(AugmentationRecipe(parsing: "pitch:-2..2,tempo"), copies: 2), recipe: recipe)
        }
        let kept = try copies()
        let first = try await kept.rows(of: subject, rows: [0, 1, 2], voices: [0, 1, 2])
        let other = try await kept.rows(of: subject, rows: [2, 5], voices: [2, 5])
        let alone = try await copies().rows(of: subject, rows: [2, 5], voices: [2, 5])
        #expect(other.features == alone.features && other.speakers == alone.speakers && other.classes == alone.classes)
        #expect(first.features.row(4) == other.features.row(0))
        try SoundWriter.write([0.1, 0.2], sampleRate: 16000, format: .wavFloat, to: subject.files[2])
        #expect(try await kept.rows(of: subject, rows: [2, 5], voices: [2, 5]).features == alone.features)
    }

    @Test func `copies made before a random split leak, and the report shouts`() async throws {
        let copies = try TrainingCopies(
            TrainingAugmentation(AugmentationRecipe(parsing: "white:30"), copies: 2), recipe: recipe)
        let random = try EvaluationProtocol(named: "random-50-0-50")
        let leaked = try await subject.leakingCopies(copies, dividedBy: random, seed: 1)
        #expect(leaked.data.rowCount == 24 && leaked.files.count == 24)
        #expect(leaked.files[8] == leaked.files[0] && leaked.files[9] == leaked.files[0])
        #expect(leaked.data.classes[8] == leaked.data.classes[0] && leaked.data.features.row(8) != leaked.data.features.row(0))
        #expect(Set(leaked.folds[0].train + leaked.folds[0].test) == Set(0..<24))
        let report = try await ProtocolEvaluation(trainer: Trainer(candidates: [.svm(.init())], innerFolds: 2)).run(leaked).report
        #expect(report.protocolName == "toy (LEAKY: altered copies were made before the split)")
        #expect(!report.isSpeakerIndependent)
        #expect(report.notes.contains { $0.hasPrefix("THESE FIGURES ARE LEAKED") })
    }

    @Test func `copies cannot leak where speakers are divided, nor where a copy has two labels`() async throws {
        let copies = try TrainingCopies(TrainingAugmentation(AugmentationRecipe(parsing: "white:30")), recipe: recipe)
        await #expect(throws: CorpusError.malformedProtocol(name: "leave-one-speaker-out", reason: "it divides by speakers, not at random")) {
            try await subject.leakingCopies(copies, dividedBy: EvaluationProtocol(named: "leave-one-speaker-out"), seed: 1)
        }
        let mixed = try TrainingCopies(TrainingAugmentation(AugmentationRecipe(parsing: "mixup")), recipe: recipe)
        await #expect(throws: LearningError.self) {
            try await subject.leakingCopies(mixed, dividedBy: EvaluationProtocol(named: "random-5fold"), seed: 1)
        }
    }

    @Test func `copies change what is learnt`() async throws {
        let plain = ProtocolEvaluation(trainer: try evaluation("white:10").trainer)
        let before = try await plain.run(subject).predictions.map(\.probabilities)
        let after = try await evaluation("white:10").run(subject).predictions.map(\.probabilities)
        #expect(before != after)
    }

    @Test(arguments: ["white:10", "babble:5", "noise@0.5,reverb@0.5"])
    func `the same seed gives the same model, another seed another`(augmentation: String) async throws {
        let first = try await evaluation(augmentation).run(subject).predictions.map(\.probabilities)
        let second = try await evaluation(augmentation).run(subject).predictions.map(\.probabilities)
        let other = try await evaluation(augmentation, seed: 2).run(subject).predictions.map(\.probabilities)
        #expect(first == second)
        #expect(first != other)
    }

    @Test func `a mixture is two rows, which count as much as the voices in it`() async throws {
        let copies = try TrainingCopies(
            TrainingAugmentation(AugmentationRecipe(parsing: "mixup:0.4"), copies: 5), recipe: recipe)
        let mixed = try await copies.rows(of: subject, rows: [0, 1], voices: Array(0..<6))
        #expect(mixed.rowCount > 10 && mixed.rowCount <= 20)
        let weights = try #require(mixed.weights)
        #expect(abs(weights.reduce(0, +) - 10) < 1e-5)
        #expect(Set(mixed.speakers) == ["toy/0"])
    }

    @Test func `what stands in a test file changes nothing that is learnt, whoever babbles`() async throws {
        let before = try await evaluation("babble:5").run(subject).predictions.map(\.probabilities)
        for file in subject.files[6...] {
            try SoundWriter.write(Synthetic.noise(duration: 0.3, seed: 99).samples, sampleRate: 16000, format: .wavFloat, to: file)
        }
        let after = try await evaluation("babble:5").run(subject).predictions.map(\.probabilities)
        #expect(before == after)
    }

    @Test func `every step is counted`() async throws {
        let evaluation = try evaluation("white:10", copies: 3)
        let steps = Steps()
        _ = try await evaluation.run(subject) { steps.note($0) }
        // Eighteen copies of six clips, three inner folds and the last fit.
        #expect(evaluation.stepCount(subject) == 22 && steps.highest == 22)
    }
}

private final class Steps: Sendable {
    private let state = Mutex(0)

    var highest: Int { state.withLock { $0 } }

    func note(_ done: Int) { state.withLock { $0 = max($0, done) } }
}
