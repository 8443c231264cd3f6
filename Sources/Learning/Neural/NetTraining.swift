import UndertoneAudio
import UndertoneEvaluation
public import UndertoneNeural

/// Trains a net.
///
/// Everything drawn follows from the seed and the epoch, so a training that was interrupted goes on from its checkpoint to the
/// same weights, to the bit, with the same number of threads on such a processor.
public enum NetTraining {
    /// - Parameters:
    ///   - heldOut: utterances of other speakers to judge epochs by; without them the last epoch's weights are kept.
    ///   - checkpoint: a file to go on from, if it is there, and to write after every epoch; removed at the end, unless it is
    ///     one of several.
    ///   - progress: called after every step.
    /// - Throws: ``LearningError``, `NeuralError`, or `CancellationError`.
    public static func train(
        net: Net, examples: NetExamples, heldOut: NetExamples? = nil, options: NetTrainingOptions, seed: UInt64,
        checkpoint: NetCheckpoint? = nil, progress: ((NetTrainingProgress) -> Void)? = nil
    ) throws -> NetTrainingOutcome {
        try options.validate()
        let run = try NetTrainingRun(net: net, examples: examples, heldOut: heldOut, options: options, seed: seed)
        if let checkpoint, let state = try checkpoint.load() {
            guard run.resume(state) else {
                throw LearningError.otherTraining(checkpoint: checkpoint.place)
            }
        }
        while !run.isFinished {
            try run.trainEpoch(progress)
            try checkpoint?.save(run.state)
        }
        let outcome = run.outcome
        checkpoint?.finish()
        return outcome
    }
}

/// A training between two epochs.
final class NetTrainingRun {
    private let net: Net
    private let examples: NetExamples
    private let heldOut: NetExamples?
    private let options: NetTrainingOptions
    private let seed: UInt64
    private let store: ParameterStore
    private let optimizer: Optimizer
    private let average: WeightAverage?
    private let loader: BatchLoader
    private let format: NumberFormat
    private let judge: NetRunner
    private var networks: [Int: Network] = [:]
    private var epochs: [NetTrainingOutcome.Epoch] = []
    private var best: [Float]
    private var bestEpoch = 0
    private var plateau = LearningRateSchedule.Plateau()

    init(net: Net, examples: NetExamples, heldOut: NetExamples?, options: NetTrainingOptions, seed: UInt64) throws {
        self.net = net
        self.examples = examples
        self.heldOut = heldOut
        self.options = options
        self.seed = seed
        var generator = SeededGenerator(seed: seed)
        let store = try ParameterStore(net, using: &generator)
        self.store = store
        optimizer = Optimizer(options.optimizer, of: store)
        average = options.averaging.map { WeightAverage(.exponential(decay: $0), of: store) }
        loader = BatchLoader(BatchAssembler(examples, options: options, takesFrames: net.takesFrames))
        format = options.numbers ?? .fastest
        judge = NetRunner(net, weights: store, batchSize: options.batchSize, format: format)
        best = store.numbers
    }

    var isFinished: Bool {
        if epochs.count >= options.epochs { return true }
        guard let patience = options.patience, heldOut != nil else { return false }
        return epochs.count - bestEpoch >= patience
    }

    var outcome: NetTrainingOutcome {
        store.numbers = best
        let weights = store.entries.map { ($0.declaration.name, store[$0.declaration.name] ?? []) }
        return NetTrainingOutcome(weights: Dictionary(uniqueKeysWithValues: weights), epochs: epochs, bestEpoch: bestEpoch)
    }

    func trainEpoch(_ progress: ((NetTrainingProgress) -> Void)?) throws {
        let epoch = epochs.count
        var generator = SeededGenerator(seed: seed &+ UInt64(epoch + 1) &* 0xD1B5_4A32_D192_ED03)
        let plan = BatchPlan(
            examples, batchSize: options.batchSize, inPairs: options.consistency > 0, joinedShare: options.joinedShare,
            using: &generator)
        let steps = plan.batches.count
        var sum = 0.0
        let drawn = generator.next()
        try loader.forEachBatch(of: plan, seed: drawn) { index, batch in
            try Task.checkCancellation()
            let step = epoch * steps + index
            let rate = learningRate(step: step, of: options.epochs * steps)
            sum += Double(try learn(batch, rate: Float(rate), seed: drawn &+ UInt64(index)))
            progress?(
                NetTrainingProgress(
                    share: Double(step + 1) / Double(options.epochs * steps), epoch: epoch + 1, epochCount: options.epochs,
                    loss: sum / Double(index + 1), uar: epochs.last?.uar))
        }
        average?.swap()
        let uar = try heldOut.map { try self.uar(of: $0) }
        let bestSoFar = epochs.compactMap(\.uar).max() ?? -1
        if (uar ?? .infinity) > bestSoFar {
            best = store.numbers
            bestEpoch = epoch + 1
        }
        average?.swap()
        if case .plateau(let factor, let patience) = options.schedule {
            plateau.note(uar ?? -sum, factor: factor, patience: patience)
        }
        epochs.append(
            NetTrainingOutcome.Epoch(
                loss: sum / Double(steps), learningRate: learningRate(step: (epoch + 1) * steps - 1, of: options.epochs * steps),
                uar: uar))
    }

    private func learningRate(step: Int, of steps: Int) -> Double {
        options.learningRate * options.schedule.share(step: step, of: steps) * plateau.share
    }

    /// One step; the batch's loss.
    private func learn(_ batch: Batch, rate: Float, seed: UInt64) throws -> Float {
        let network = try network(frames: batch.frames)
        _ = network.input.update(fromContentsOf: batch.input)
        network.lengths = batch.lengths
        try network.forward(seed: seed)
        var loss = options.loss(
            scores: network.output, targets: batch.targets, weights: batch.weights, classCount: examples.classCount,
            gradient: network.outputGradient)
        if options.consistency > 0 {
            loss += ConsistencyLoss(weight: options.consistency)(
                scores: network.output, classCount: examples.classCount, gradient: network.outputGradient)
        }
        try network.backward()
        guard optimizer.step(learningRate: rate).isFinite else { return loss }
        average?.add()
        return loss
    }

    private func network(frames: Int) throws -> Network {
        if let network = networks[frames] { return network }
        // Networks of other lengths work in the memory of the longest, since only one runs at a time.
        let longest = BatchAssembler.padded(
            net.takesFrames ? min(options.longestCrop, (examples.lengths.max() ?? 1) * 2) : 1, takesFrames: net.takesFrames)
        if networks[longest] == nil, frames < longest {
            networks[longest] = try Network(
                net, weights: store, batch: options.batchSize, frames: longest, purpose: .training, format: format)
        }
        let network = try Network(
            net, weights: store, batch: options.batchSize, frames: frames, purpose: .training, format: format,
            sharing: networks[longest])
        networks[frames] = network
        return network
    }

    private func uar(of heldOut: NetExamples) throws -> Double {
        judge.weightsChanged()
        let rows = (0..<heldOut.count).map { index in
            let length = min(heldOut.lengths[index], Self.longestJudged)
            return heldOut.values[heldOut.starts[index]..<heldOut.starts[index] + length * heldOut.columns]
        }
        let scores = try judge.scores(of: rows, columns: heldOut.columns, classCount: heldOut.classCount)
        let predicted = (0..<heldOut.count).map { row in
            let range = row * heldOut.classCount..<(row + 1) * heldOut.classCount
            return (range.max { scores[$0] < scores[$1] } ?? range.lowerBound) - range.lowerBound
        }
        return ClassificationMetrics(truth: heldOut.classes, predicted: predicted, classCount: heldOut.classCount)
            .unweightedAverageRecall
    }

    /// Frames of a held-out utterance that are listened to at most.
    private static let longestJudged = 1600
}

extension NetTrainingRun {
    var state: NetCheckpoint.State {
        NetCheckpoint.State(
            fingerprint: fingerprint, weights: store.numbers, optimizer: optimizer.state,
            average: average.map { ($0.values, $0.count) }, best: best, bestEpoch: bestEpoch, epochs: epochs, plateau: plateau)
    }

    /// - Returns: whether the state is of this training; otherwise nothing is changed.
    func resume(_ state: NetCheckpoint.State) -> Bool {
        let own = optimizer.state
        guard state.fingerprint == fingerprint, state.weights.count == store.count, state.best.count == store.count,
            state.optimizer.first.count == own.first.count, state.optimizer.second.count == own.second.count,
            (state.average == nil) == (average == nil)
        else { return false }
        store.numbers = state.weights
        optimizer.state = state.optimizer
        if let kept = state.average { average?.restore(kept.values, count: kept.count) }
        (best, bestEpoch, epochs, plateau) = (state.best, state.bestEpoch, state.epochs, state.plateau)
        return true
    }

    /// What two trainings have in common when one may go on where the other stopped.
    private var fingerprint: String {
        "\(seed) \(examples.fingerprint) \(heldOut?.fingerprint ?? "-") \(options) \(net)"
    }
}
