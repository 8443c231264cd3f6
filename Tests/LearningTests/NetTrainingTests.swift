import Testing
import UndertoneAffect
import UndertoneAudio
import UndertoneFeatures
import UndertoneLearning
import UndertoneNeural

@Suite struct NetTrainingTests {
    @Test func `a small net learns 32 utterances of noise by heart`() throws {
        let net = Net(
            input: .frames(columns: 8),
            layers: [.image] + Net.block(24) + [.sequence, .linear(32), .activation(.relu), .statistics, .linear(4)])
        let options = NetTrainingOptions(
            epochs: 100, batchSize: 16, learningRate: 1e-2, loss: Loss(), longestCrop: 96, augmentation: .none, averaging: nil)
        let outcome = try NetTraining.train(net: net, examples: NetTrials.noise(), options: options, seed: 1)
        #expect(outcome.epochs.count == 100 && outcome.bestEpoch == 100)
        // By chance it is log 4.
        let (first, last) = (try #require(outcome.epochs.first), try #require(outcome.epochs.last))
        #expect(first.loss > 1 && last.loss < 0.02)
    }

    @Test func `the same seed gives the same bits, another seed others`() throws {
        func weights(seed: UInt64) throws -> [String: [Float]] {
            try NetTraining.train(
                net: NetTrials.net, examples: NetTrials.noise(), heldOut: NetTrials.noise(count: 12, seed: 2),
                options: NetTrials.options, seed: seed
            ).weights
        }
        let first = try weights(seed: 1)
        #expect(try weights(seed: 1) == first)
        #expect(try weights(seed: 2)["1.weight"] != first["1.weight"])
    }

    @Test func `variants of an utterance get answers that are more alike where that counts`() throws {
        var generator = SeededGenerator(seed: 1)
        let names = (0..<8).map { "x\($0)" }
        let plain = (0..<320).map { _ in Float.random(in: -1.7...1.7, using: &generator) }
        // Each utterance as it is, and with something added that tells nothing.
        let shaken = plain.map { $0 + Float.random(in: -1.7...1.7, using: &generator) }
        let classes = (0..<40).map { $0 % 4 }
        let data = try LabelledFeatures(
            utterances: UtteranceFeatures(FeatureMatrix(names: names, values: plain + shaken)),
            labels: [.anger, .fear, .happiness, .sadness], classes: classes + classes,
            speakers: (0..<80).map { _ in "toy" }, origins: Array(0..<40) + Array(0..<40))
        func difference(consistency: Float) throws -> Double {
            let classifier = try NeuralClassifier.fit(
                data,
                parameters: NeuralParameters(
                    net: Net(input: .vector(features: 8), layers: [.linear(32), .activation(.relu), .linear(4)]),
                    training: NetTrainingOptions(
                        epochs: 40, batchSize: 16, learningRate: 5e-3, consistency: consistency, augmentation: .none)),
                seed: 1)
            func scores(_ values: [Float]) throws -> [Double] {
                try classifier.scores(UtteranceFeatures(FeatureMatrix(names: names, values: values))).values
            }
            return try zip(scores(plain), scores(shaken)).reduce(0) { $0 + abs($1.0 - $1.1) } / 160
        }
        let (without, with) = (try difference(consistency: 0), try difference(consistency: 3))
        #expect(with < 0.7 * without, "\(with) and \(without)")
    }

    /// Steps so small that no epoch is better than the first.
    @Test(arguments: [1, 3])
    func `a training ends after as many epochs without anything better as its patience`(_ patience: Int) throws {
        let net = Net(input: .frames(columns: 8), layers: [.linear(4), .statistics, .linear(4)])
        var options = NetTrainingOptions(
            epochs: 20, batchSize: 8, learningRate: 1e-8, augmentation: .none, averaging: nil, patience: patience)
        let heldOut = try NetTrials.noise(count: 12, seed: 2)
        func outcome(_ heldOut: NetExamples?) throws -> NetTrainingOutcome {
            try NetTraining.train(net: net, examples: NetTrials.noise(), heldOut: heldOut, options: options, seed: 1)
        }
        let stopped = try outcome(heldOut)
        #expect(stopped.bestEpoch == 1 && stopped.epochs.count == 1 + patience)
        // Nobody is there to judge.
        #expect(try outcome(nil).epochs.count == 20)
        options.patience = nil
        #expect(try outcome(heldOut).epochs.count == 20)
    }

    @Test func `progress goes up to one, and its loss is finite`() throws {
        var shares: [Double] = []
        let examples = try NetTrials.noise()
        _ = try NetTraining.train(net: NetTrials.net, examples: examples, options: NetTrials.options, seed: 1) {
            shares.append($0.share)
            #expect($0.loss.isFinite && $0.epochCount == 4)
        }
        #expect(shares.count == 16 && shares == shares.sorted() && shares.last == 1)
    }

    @Test(arguments: [1...1, 1...3]) func `a net of frames learns from the shortest utterances, with everything done to them`(
        _ lengths: ClosedRange<Int>
    ) throws {
        let outcome = try NetTraining.train(
            net: NetTrials.net, examples: NetTrials.noise(lengths: lengths), heldOut: NetTrials.noise(count: 9, lengths: 1...1),
            options: NetTrials.options, seed: 1)
        #expect(outcome.weights.values.joined().allSatisfy { $0.isFinite })
    }

    @Test func `numbers out of bounds are refused in one sentence`() throws {
        let changes: [(String, (inout NetTrainingOptions) -> Void)] = [
            ("epochs", { $0.epochs = 0 }), ("learningRate", { $0.learningRate = .nan }), ("batchSize", { $0.batchSize = 1 }),
            ("labelSmoothing", { $0.loss.labelSmoothing = 1.5 }), ("focus", { $0.loss.focus = -1 }),
            ("momentum", { $0.optimizer.rule = .sgd(momentum: 1) }),
            ("beta2", { $0.optimizer.rule = .adamW(beta1: 0.9, beta2: 1) }),
            ("weightDecay", { $0.optimizer.weightDecay = .infinity }), ("gradientNorm", { $0.optimizer.gradientNorm = 0 }),
            ("mixup", { $0.augmentation.mixup = -1 }),
        ]
        let examples = try NetTrials.noise()
        for (name, change) in changes {
            var options = NetTrials.options
            change(&options)
            let error = #expect(throws: LearningError.self) {
                try NetTraining.train(net: NetTrials.net, examples: examples, options: options, seed: 1)
            }
            #expect(error?.description.contains(name) == true)
        }
    }
}
