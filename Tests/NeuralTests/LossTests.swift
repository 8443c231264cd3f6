import Foundation
import Testing
import UndertoneNeural

import struct UndertoneAudio.SeededGenerator

@Suite struct LossTests {
    private static let losses = [
        Loss(), Loss(labelSmoothing: 0.1), Loss(labelSmoothing: 1), Loss(focus: 2), Loss(focus: 0.5),
        Loss(labelSmoothing: 0.2, focus: 1),
    ]
    private static let classCount = 5

    private func evaluate(
        _ loss: Loss, _ scores: [Float], _ targets: [Float], weights: [Float]? = nil
    ) -> (value: Float, gradient: [Float]) {
        var scores = scores
        var gradient = [Float](repeating: .nan, count: scores.count)
        let value = scores.withUnsafeMutableBufferPointer { scores in
            gradient.withUnsafeMutableBufferPointer {
                loss(scores: scores, targets: targets, weights: weights, classCount: Self.classCount, gradient: $0)
            }
        }
        return (value, gradient)
    }

    /// The definition, in double precision.
    private func reference(_ loss: Loss, _ scores: [Double], _ targets: [Float], _ weights: [Float]) -> Double {
        var sum = 0.0
        for (row, weight) in weights.enumerated() {
            let range = row * Self.classCount..<(row + 1) * Self.classCount
            let normaliser = log(scores[range].reduce(0) { $0 + exp($1) })
            for index in range {
                let logProbability = scores[index] - normaliser
                let smoothing = Double(loss.labelSmoothing)
                let wanted = (1 - smoothing) * Double(targets[index]) + smoothing / Double(Self.classCount)
                sum -= Double(weight) * wanted * pow(1 - exp(logProbability), Double(loss.focus)) * logProbability
            }
        }
        return sum / weights.reduce(0) { $0 + Double($1) }
    }

    /// Four utterances: two plain targets, a mixed one and one that is spread over all classes.
    private func example(seed: UInt64 = 1) -> (scores: [Float], targets: [Float], weights: [Float]) {
        var generator = SeededGenerator(seed: seed)
        let scores = (0..<4 * Self.classCount).map { _ in Float.random(in: -3...3, using: &generator) }
        let targets: [Float] = [0, 1, 0, 0, 0, 0, 0, 0, 0, 1, 0.7, 0, 0, 0.3, 0, 0.2, 0.2, 0.2, 0.2, 0.2]
        return (scores, targets, (0..<4).map { _ in Float.random(in: 0.1...3, using: &generator) })
    }

    @Test(arguments: losses) func `value and gradient are those of the definition in double precision`(_ loss: Loss) {
        let (scores, targets, weights) = example()
        let (value, gradient) = evaluate(loss, scores, targets, weights: weights)
        let exact = scores.map(Double.init)
        #expect(abs(Double(value) - reference(loss, exact, targets, weights)) < 1e-6)
        let step = 1e-5
        let differences = scores.indices.map { index in
            var (above, below) = (exact, exact)
            above[index] += step
            below[index] -= step
            return (reference(loss, above, targets, weights) - reference(loss, below, targets, weights)) / (2 * step)
        }
        // A dozen roundings of single precision.
        #expect(relativeDifference(gradient, differences) < 3e-6)
    }

    @Test(arguments: [("cross-entropy", Float(0)), ("label smoothing", 0.1)])
    func `value and gradient are PyTorch's`(_ name: String, _ smoothing: Float) throws {
        let golden = try TrainingGolden(name)
        let (value, gradient) = evaluate(Loss(labelSmoothing: smoothing), golden.start[0], golden.start[1])
        #expect(abs(Double(value) - golden.after[0][0]) < 2e-6)
        #expect(relativeDifference(gradient, golden.after[1]) < 1e-5)
    }

    @Test(arguments: losses)
    func `a constant added to all scores changes nothing, and the gradient sums to nothing`(_ loss: Loss) {
        let (scores, targets, weights) = example(seed: 2)
        let plain = evaluate(loss, scores, targets, weights: weights)
        let moved = evaluate(loss, scores.map { $0 + 64 }, targets, weights: weights)
        #expect(abs(plain.value - moved.value) < 1e-4)
        #expect(relativeDifference(moved.gradient, plain.gradient.map(Double.init)) < 1e-4)
        for row in 0..<4 {
            #expect(abs(plain.gradient[row * Self.classCount..<(row + 1) * Self.classCount].reduce(0, +)) < 1e-6)
        }
    }

    @Test func `only the proportions of weights count, and an utterance of weight nothing does not`() {
        let (scores, targets, weights) = example()
        let plain = evaluate(Loss(), scores, targets, weights: weights)
        let fourfold = evaluate(Loss(), scores, targets, weights: weights.map { 4 * $0 })
        #expect(plain.value == fourfold.value && plain.gradient == fourfold.gradient)
        let firstOnly = evaluate(Loss(), scores, targets, weights: [1, 0, 0, 0])
        #expect(abs(firstOnly.value - evaluate(Loss(), Array(scores[..<5]), Array(targets[..<5])).value) < 1e-6)
        #expect(firstOnly.gradient[5...].allSatisfy { $0 == 0 })
        let none = evaluate(Loss(), scores, targets, weights: [0, 0, 0, 0])
        #expect(none.value == 0 && none.gradient.allSatisfy { $0 == 0 })
    }

    @Test func `focus makes little of what is told well`() {
        let targets: [Float] = [1, 0, 0, 0, 0]
        let (sure, unsure): ([Float], [Float]) = ([6, 0, 0, 0, 0], [0, 0, 0, 0, 0])
        func share(_ scores: [Float]) -> Float {
            evaluate(Loss(focus: 2), scores, targets).value / evaluate(Loss(), scores, targets).value
        }
        #expect(share(sure) < 1e-3)
        #expect(abs(share(unsure) - 0.64) < 1e-5)
    }

    @Test(arguments: losses) func `scores that are far apart have finite losses and gradients`(_ loss: Loss) {
        for size: Float in [0, 100, 1e10] {
            let (value, gradient) = evaluate(loss, [size, -size, 0, 0, size / 2], [0, 1, 0, 0, 0])
            #expect(value.isFinite && value >= 0 && gradient.allSatisfy(\.isFinite))
        }
    }
}
