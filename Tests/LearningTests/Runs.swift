import UndertoneAffect
import UndertoneAudio
import UndertoneFeatures
import UndertoneLearning
import UndertoneNeural

/// Utterances as runs of frames, made by formula, and nets that are small enough for a test.
enum Runs {
    static let names = (0..<8).map { "band_\($0)" }
    static let labels: LabelSet = [.anger, .sadness]

    /// Noise, in which a bump moves up through the bands (anger) or down (sadness): summed over time the two are the same.
    static func make(count: Int = 48, speakers: Int = 6, seed: UInt64 = 1) throws -> LabelledFeatures {
        var generator = SeededGenerator(seed: seed)
        var runs: [[Float]] = []
        for index in 0..<count {
            let frames = Int.random(in: 20...60, using: &generator)
            var run: [Float] = []
            for frame in 0..<frames {
                let place = Float(frame) / Float(frames - 1) * 7
                let peak = index.isMultiple(of: 2) ? place : 7 - place
                run += (0..<8).map { band in
                    (abs(Float(band) - peak) < 1.2 ? 2 : 0) + 0.3 * Blobs.normal(&generator)
                }
            }
            runs.append(run)
        }
        return try LabelledFeatures(
            utterances: UtteranceFeatures(names: names, runs: runs), labels: labels, classes: (0..<count).map { $0 % 2 },
            speakers: (0..<count).map { "toy/\($0 / 2 % speakers)" })
    }

    static let mlp = NeuralParameters(
        net: Net(
            input: .vector(features: 6), layers: [.linear(16, bias: false), .batchNormalization, .activation(.relu), .linear(4)]),
        training: NetTrainingOptions(
            epochs: 30, batchSize: 16, learningRate: 1e-2, augmentation: .none, averaging: nil))

    static let cnn = NeuralParameters(
        net: Net(
            input: .frames(columns: 8), layers: [.image] + Net.block(8) + Net.block(8) + [.globalAverage, .linear(2)]),
        training: NetTrainingOptions(
            epochs: 20, batchSize: 8, learningRate: 1e-2, longestCrop: 64, augmentation: .none, averaging: nil))
}
