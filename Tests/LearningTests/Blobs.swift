import UndertoneAffect
import UndertoneAudio
import UndertoneFeatures
import UndertoneLearning

/// Classes as clouds of points around centres, made by formula.
enum Blobs {
    static let labels: LabelSet = [.anger, .happiness, .neutral, .sadness]

    /// - Parameters:
    ///   - spread: the clouds' standard deviation; centres lie about 2 apart.
    ///   - counts: rows a class; the speakers of a class take turns.
    static func make(
        counts: [Int] = [60, 60, 60, 60], columns: Int = 6, spread: Float = 0.4, speakers: Int = 6, seed: UInt64 = 1
    ) throws -> LabelledFeatures {
        var generator = SeededGenerator(seed: seed)
        var features = FeatureMatrix(names: (0..<columns).map { "feature \($0)" })
        var classes: [Int] = []
        var names: [String] = []
        for (index, count) in counts.enumerated() {
            for row in 0..<count {
                // Class c is near +2 in the columns where bit (column mod 2) of c is set.
                features.append(
                    row: (0..<columns).map { column in
                        (index >> (column % 2) & 1 == 1 ? 2 : 0) + spread * normal(&generator)
                    })
                classes.append(index)
                names.append("toy/\(row % speakers)")
            }
        }
        return try LabelledFeatures(features: features, labels: labels, classes: classes, speakers: names)
    }

    /// Twelve uniform numbers, summed: close enough to a normal distribution here.
    static func normal(_ generator: inout SeededGenerator) -> Float {
        (0..<12).reduce(-6) { sum, _ in sum + Float.random(in: 0..<1, using: &generator) }
    }

    static func accuracy(_ predicted: [Int], _ truth: [Int]) -> Double {
        Double(zip(predicted, truth).count { $0 == $1 }) / Double(truth.count)
    }

    /// One candidate of every kind, small enough for a test.
    static let everyKind: [ModelParameters] = [
        .svm(.init(kernel: .linear)), .svm(.init(kernel: .rbf)), .svm(.init(kernel: .rbf, precision: .half)),
        .forest(.init(trees: 30, depth: 8)), .boosting(.init(rounds: 20, depth: 3, featureShare: 1)),
        .mlp(Runs.mlp),
    ]
}
