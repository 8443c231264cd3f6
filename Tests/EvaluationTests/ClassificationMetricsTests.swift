import Testing
import UndertoneAffect
import UndertoneAudio
import UndertoneEvaluation

@Suite struct ClassificationMetricsTests {
    // Counted by hand: class 0 has 3 of 4 right, class 1 has 1 of 2, class 2 has 0 of 1.
    let truth = [0, 0, 0, 0, 1, 1, 2]
    let predicted = [0, 0, 0, 1, 1, 0, 0]

    @Test func `figures agree with a count by hand`() {
        let metrics = ClassificationMetrics(truth: truth, predicted: predicted, classCount: 3)
        #expect(metrics.confusion.rows == [[3, 1, 0], [1, 1, 0], [1, 0, 0]])
        #expect(metrics.accuracy == 4.0 / 7)
        #expect(abs(metrics.unweightedAverageRecall - (0.75 + 0.5 + 0) / 3) < 1e-15)
        #expect(metrics.perClass.map(\.precision) == [3.0 / 5, 1.0 / 2, 0])
        #expect(metrics.perClass.map(\.f1) == [6.0 / 9, 2.0 / 4, 0])
        #expect(metrics.perClass.map(\.support) == [4, 2, 1])
        #expect(abs(metrics.macroF1 - (6.0 / 9 + 0.5) / 3) < 1e-15)
    }

    @Test func `a perfect prediction scores one everywhere`() {
        let metrics = ClassificationMetrics(truth: truth, predicted: truth, classCount: 3)
        #expect(metrics.accuracy == 1)
        #expect(metrics.unweightedAverageRecall == 1)
        #expect(metrics.macroF1 == 1)
    }

    @Test func `renaming the classes changes no mean figure`() {
        var generator = SeededGenerator(seed: 7)
        let truth = (0..<200).map { _ in Int.random(in: 0..<5, using: &generator) }
        let predicted = (0..<200).map { _ in Int.random(in: 0..<5, using: &generator) }
        let renamed = [3, 0, 4, 1, 2]
        let before = ClassificationMetrics(truth: truth, predicted: predicted, classCount: 5)
        let after = ClassificationMetrics(
            truth: truth.map { renamed[$0] }, predicted: predicted.map { renamed[$0] }, classCount: 5)
        #expect(before.accuracy == after.accuracy)
        // Only the order of five additions differs.
        #expect(abs(before.unweightedAverageRecall - after.unweightedAverageRecall) < 1e-14)
        #expect(abs(before.macroF1 - after.macroF1) < 1e-14)
        for index in 0..<5 { #expect(before.perClass[index] == after.perClass[renamed[index]]) }
    }

    @Test func `a class absent from the truth is left out of the unweighted means`() {
        let with = ClassificationMetrics(truth: [0, 0, 1], predicted: [0, 2, 1], classCount: 3)
        #expect(with.unweightedAverageRecall == 0.75)
        #expect(with.perClass[2].support == 0)
    }

    @Test func `nothing evaluated gives zeros and not a number that is not one`() {
        let metrics = ClassificationMetrics(truth: [], predicted: [], classCount: 4)
        #expect(metrics.accuracy == 0)
        #expect(metrics.unweightedAverageRecall == 0)
        #expect(metrics.macroF1 == 0)
    }
}

@Suite struct BaselineTests {
    @Test func `the majority row names the most frequent class`() {
        let row = Baseline.majority(truth: [1, 1, 1, 0, 2], classCount: 3)
        #expect(row.accuracy == 0.6)
        #expect(abs(row.uar - 1.0 / 3) < 1e-15)
        #expect(abs(row.macroF1 - 0.25) < 1e-15)
    }

    @Test func `the random row is what many draws come to`() {
        let truth = [Int](repeating: 0, count: 600) + [Int](repeating: 1, count: 300) + [Int](repeating: 2, count: 100)
        let row = Baseline.random(truth: truth, classCount: 4)
        var generator = SeededGenerator(seed: 3)
        var accuracy = 0.0
        var uar = 0.0
        for _ in 0..<200 {
            let drawn = truth.map { _ in truth[Int.random(in: truth.indices, using: &generator)] }
            let metrics = ClassificationMetrics(truth: truth, predicted: drawn, classCount: 4)
            accuracy += metrics.accuracy / 200
            uar += metrics.unweightedAverageRecall / 200
        }
        // The mean of 200 draws over 1000 utterances has a standard error near 0.0015.
        #expect(abs(row.accuracy - accuracy) < 0.006)
        #expect(abs(row.uar - uar) < 0.01)
        #expect(abs(row.uar - 1.0 / 3) < 1e-15)
    }
}

@Suite struct ExpectedCalibrationErrorTests {
    let labels: LabelSet = [.anger, .neutral]

    private func rows(_ confidence: Double, count: Int) -> [Probabilities] {
        [Probabilities](repeating: Probabilities(labels: labels, values: [confidence, 1 - confidence]), count: count)
    }

    @Test func `confidence that is right as often as it says has no error`() throws {
        let error = try #require(
            expectedCalibrationError(truth: [0, 0, 0, 1], probabilities: rows(0.75, count: 4)))
        #expect(error < 1e-15)
    }

    @Test func `sure and always wrong is an error of one`() {
        #expect(expectedCalibrationError(truth: [1, 1], probabilities: rows(1, count: 2)) == 1)
    }

    @Test func `bins are weighed by how many utterances they hold`() throws {
        let error = try #require(
            expectedCalibrationError(truth: [0, 0, 0, 1], probabilities: rows(0.9, count: 3) + rows(0.6, count: 1)))
        #expect(abs(error - (3 * 0.1 + 0.6) / 4) < 1e-12)
    }

    @Test func `without utterances there is no error to state`() {
        #expect(expectedCalibrationError(truth: [], probabilities: []) == nil)
    }
}
