import Foundation
import TestSupport
import Testing
import UndertoneAudio
import UndertoneLearning
import UndertoneNeural

@Suite struct NetCheckpointTests {
    private let folder: TemporaryFolder
    private let checkpoint: NetCheckpoint

    init() throws {
        folder = try TemporaryFolder()
        checkpoint = NetCheckpoint(file: folder.url("state"))
    }

    private func train(
        _ options: NetTrainingOptions = NetTrials.options, seed: UInt64 = 1, examples: NetExamples? = nil,
        from checkpoint: NetCheckpoint? = nil, progress: ((NetTrainingProgress) -> Void)? = nil
    ) throws -> NetTrainingOutcome {
        try NetTraining.train(
            net: NetTrials.net, examples: examples ?? NetTrials.noise(), heldOut: NetTrials.noise(count: 12, seed: 2),
            options: options, seed: seed, checkpoint: checkpoint, progress: progress)
    }

    /// Stops within the next epoch.
    private func train(
        stoppingAfter epoch: Int, _ options: NetTrainingOptions = NetTrials.options
    ) async throws {
        await #expect(throws: CancellationError.self) {
            try await Task {
                _ = try train(options, from: checkpoint) { progress in
                    guard progress.epoch == epoch + 1 else { return }
                    withUnsafeCurrentTask { $0?.cancel() }
                }
            }.value
        }
    }

    private static let kinds: [NetTrainingOptions] = {
        var plain = NetTrials.options
        plain.optimizer.rule = .sgd(momentum: 0.9)
        plain.averaging = nil
        plain.schedule = .oneCycle(rise: 0.3)
        return [NetTrials.options, plain]
    }()

    @Test(arguments: kinds) func `a training that was stopped after any epoch goes on to the same bits`(
        _ options: NetTrainingOptions
    ) async throws {
        let whole = try train(options)
        for epoch in 1..<options.epochs {
            try await train(stoppingAfter: epoch, options)
            #expect(try folder.names() == ["state"])
            var first = 0
            let resumed = try train(options, from: checkpoint) { if first == 0 { first = $0.epoch } }
            #expect(first == epoch + 1)
            #expect(resumed.weights == whole.weights && resumed.epochs == whole.epochs && resumed.bestEpoch == whole.bestEpoch)
            #expect(try folder.names().isEmpty)
        }
    }

    @Test func `a training that is stopped again and again goes on to the same bits`() async throws {
        for epoch in 1..<4 { try await train(stoppingAfter: epoch) }
        #expect(try train(from: checkpoint).weights == train().weights)
    }

    @Test func `a checkpoint of another training is refused, and left`() async throws {
        try await train(stoppingAfter: 1)
        var longer = NetTrials.options
        longer.epochs += 1
        let others: [() throws -> NetTrainingOutcome] = [
            { try train(seed: 2, from: checkpoint) }, { try train(longer, from: checkpoint) },
            // As many utterances of the same lengths, but others.
            { try train(examples: negated(NetTrials.noise()), from: checkpoint) },
        ]
        for other in others {
            let error = #expect(throws: LearningError.self) { try other() }
            #expect(
                error?.description == "\(folder.path("state")) was left by another training, with other recordings, options, "
                    + "net or seed: go on with that one, or remove it to begin anew.")
        }
        #expect(try folder.names() == ["state"])
    }

    private func negated(_ examples: NetExamples) throws -> NetExamples {
        try NetExamples(
            columns: examples.columns, lengths: examples.lengths, values: examples.values.map { -$0 }, classes: examples.classes,
            classCount: examples.classCount)
    }

    @Test func `what is no whole checkpoint is refused in one sentence`() async throws {
        try await train(stoppingAfter: 1)
        let bytes = [UInt8](try Data(contentsOf: checkpoint.file))
        var generator = SeededGenerator(seed: 1)
        var broken: [[UInt8]] = [0, 1, 7, 8, 100, bytes.count / 2, bytes.count - 1].map { Array(bytes[..<$0]) }
        broken += [1, 8, 1000].map { count in (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) } }
        for bytes in broken {
            try Data(bytes).write(to: checkpoint.file)
            let error = #expect(throws: LearningError.self) { try train(from: checkpoint) }
            let sentence = error?.description ?? ""
            #expect(sentence.hasPrefix("\(folder.path("state")) is no checkpoint of a training (") && !sentence.contains("\n"))
            #expect(sentence.hasSuffix("): remove it to begin that training anew."))
        }
    }

    /// Any byte of the header may be wrong: it is refused, or what it says is still possible.
    @Test func `a checkpoint with a wrong byte never traps`() async throws {
        try await train(stoppingAfter: 3)
        let bytes = [UInt8](try Data(contentsOf: checkpoint.file))
        var generator = SeededGenerator(seed: 2)
        for _ in 0..<60 {
            var changed = bytes
            changed[Int.random(in: 0..<2000, using: &generator)] = UInt8.random(in: 32...126, using: &generator)
            try Data(changed).write(to: checkpoint.file)
            do { _ = try train(from: checkpoint) } catch { #expect(error is LearningError) }
        }
    }
}
