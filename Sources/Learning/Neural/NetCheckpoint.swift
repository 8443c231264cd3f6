public import Foundation
import UndertoneFeatures
import UndertoneNeural

/// Where a training keeps its state, so that it can go on after it was interrupted, even when it was killed.
///
/// One file in the safetensors format, written beside and then renamed after every epoch.
public struct NetCheckpoint: Sendable {
    public let file: URL
    /// Where trainings of a whole keep their states, which stay there when one has finished; nil for one on its own.
    let folder: URL?

    public init(file: URL) {
        self.init(file: file, in: nil)
    }

    init(file: URL, in folder: URL?) {
        self.file = file
        self.folder = folder
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
        let encoder = JSONEncoder()
        // The loss of a training that has failed may be any number.
        encoder.nonConformingFloatEncodingStrategy = .convertToString(
            positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
        tensors.metadata["notes"] = String(decoding: try encoder.encode(notes), as: UTF8.self)
        tensors.set("weights", state.weights, shape: [state.weights.count])
        tensors.set("first", state.optimizer.first, shape: [state.optimizer.first.count])
        tensors.set("second", state.optimizer.second, shape: [state.optimizer.second.count])
        tensors.set("best", state.best, shape: [state.best.count])
        if let average = state.average { tensors.set("average", average.values, shape: [average.values.count]) }
        if let folder { try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true) }
        let output = try OutputFile(url: file)
        try tensors.encoded().withUnsafeBytes { try output.write($0) }
        try output.commit()
    }

    /// The state that was saved, or nil when there is none.
    ///
    /// - Throws: ``LearningError/brokenCheckpoint(path:reason:)`` for a file that is no checkpoint, or none that is whole.
    func load() throws -> State? {
        guard FileManager.default.fileExists(atPath: file.path) else { return nil }
        do {
            return try state(of: SafeTensors(Array(Data(contentsOf: file))))
        } catch LearningError.malformedWeights(let reason) {
            throw LearningError.brokenCheckpoint(path: file.relativePath, reason: reason)
        } catch {
            throw LearningError.brokenCheckpoint(path: file.relativePath, reason: "it cannot be read")
        }
    }

    private func state(of tensors: SafeTensors) throws -> State {
        let decoder = JSONDecoder()
        decoder.nonConformingFloatDecodingStrategy = .convertFromString(
            positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
        guard let text = tensors.metadata["notes"], let notes = try? decoder.decode(Notes.self, from: Data(text.utf8)),
            notes.stepCount >= 0, notes.averageCount ?? 0 >= 0, 0...notes.epochs.count ~= notes.bestEpoch
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

    /// What is to be removed to begin anew.
    var place: String { (folder ?? file).relativePath }

    /// A training has finished; one of a whole leaves its state until all have.
    func finish() {
        if folder == nil { try? FileManager.default.removeItem(at: file) }
    }
}
