public import Foundation
import UndertoneFeatures
import UndertoneNeural

/// Where a training keeps its state, so that it can go on after it was interrupted, even by the loss of power.
///
/// One file in the safetensors format, written beside and then renamed after every epoch.
public struct NetCheckpoint: Sendable {
    public let file: URL

    public init(file: URL) {
        self.file = file
    }

    /// Everything that the next epoch depends on.
    struct State {
        /// Of net, data, options and seed: a checkpoint fits one training only.
        let fingerprint: String
        let weights: [Float]
        let optimizer: Optimizer.State
        let average: (values: [Float], count: Int)?
        let best: [Float]
        let bestEpoch: Int
        let epochs: [NetTrainingOutcome.Epoch]
        let plateau: LearningRateSchedule.Plateau
    }

    /// What is not numbers of the net.
    private struct Notes: Codable {
        let fingerprint: String
        let stepCount: Int
        let averageCount: Int?
        let bestEpoch: Int
        let epochs: [NetTrainingOutcome.Epoch]
        let plateau: LearningRateSchedule.Plateau
    }

    func save(_ state: State) throws {
        let notes = Notes(
            fingerprint: state.fingerprint, stepCount: state.optimizer.stepCount, averageCount: state.average?.count,
            bestEpoch: state.bestEpoch, epochs: state.epochs, plateau: state.plateau)
        var tensors = SafeTensors()
        tensors.metadata["notes"] = String(decoding: try JSONEncoder().encode(notes), as: UTF8.self)
        tensors.set("weights", state.weights, shape: [state.weights.count])
        tensors.set("first", state.optimizer.first, shape: [state.optimizer.first.count])
        tensors.set("second", state.optimizer.second, shape: [state.optimizer.second.count])
        tensors.set("best", state.best, shape: [state.best.count])
        if let average = state.average { tensors.set("average", average.values, shape: [average.values.count]) }
        let output = try OutputFile(url: file)
        try tensors.encoded().withUnsafeBytes { try output.write($0) }
        try output.commit()
    }

    /// The state that was saved, or nil when there is none.
    ///
    /// - Throws: ``LearningError/malformedWeights(reason:)`` for a file that is no checkpoint.
    func load() throws -> State? {
        guard FileManager.default.fileExists(atPath: file.path) else { return nil }
        let tensors = try SafeTensors(Array(Data(contentsOf: file)))
        guard let text = tensors.metadata["notes"], let notes = try? JSONDecoder().decode(Notes.self, from: Data(text.utf8))
        else { throw LearningError.malformedWeights(reason: "no notes of a training") }
        let weights = try tensors.floats("weights")
        return State(
            fingerprint: notes.fingerprint, weights: weights,
            optimizer: Optimizer.State(
                first: try tensors.floats("first", count: weights.count), second: try tensors.floats("second"),
                stepCount: notes.stepCount),
            average: try notes.averageCount.map { (try tensors.floats("average", count: weights.count), $0) },
            best: try tensors.floats("best", count: weights.count), bestEpoch: notes.bestEpoch, epochs: notes.epochs,
            plateau: notes.plateau)
    }

    func remove() {
        try? FileManager.default.removeItem(at: file)
    }
}
