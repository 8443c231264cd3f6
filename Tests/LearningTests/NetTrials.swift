import UndertoneAudio
import UndertoneLearning
import UndertoneNeural

/// Utterances and options for tests of training itself.
enum NetTrials {
    /// Noise of unequal lengths, its classes of no meaning: what a net tells of them, it has learnt by heart.
    static func noise(
        count: Int = 32, classCount: Int = 4, lengths: ClosedRange<Int> = 9...70, seed: UInt64 = 1
    ) throws -> NetExamples {
        var generator = SeededGenerator(seed: seed)
        let lengths = (0..<count).map { _ in Int.random(in: lengths, using: &generator) }
        let values = (0..<lengths.reduce(0, +) * 8).map { _ in Float.random(in: -1.7...1.7, using: &generator) }
        return try NetExamples(
            columns: 8, lengths: lengths, values: values, classes: (0..<count).map { $0 % classCount }, classCount: classCount)
    }

    static let net = Net(
        input: .frames(columns: 8),
        layers: [.image] + Net.block(16) + Net.block(16) + [.globalAverage, .dropout(0.1), .linear(4)])

    /// Everything that a training can remember: augmentation, an average, a plateau.
    static let options = NetTrainingOptions(
        epochs: 4, batchSize: 8, learningRate: 1e-2, schedule: .plateau(factor: 0.5, patience: 0), longestCrop: 64,
        averaging: 0.9)
}
