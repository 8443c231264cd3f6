import Foundation
import Testing
import UndertoneNeural

import struct UndertoneAudio.SeededGenerator

@Suite struct ConsistencyLossTests {
    private static let classCount = 5

    /// The definition, in double precision, over pairs of rows half a batch apart.
    private func reference(_ scores: [Double], weight: Double) -> Double {
        let half = scores.count / 2
        let pairs = half / Self.classCount
        var sum = 0.0
        for pair in 0..<pairs {
            func logarithms(_ start: Int) -> [Double] {
                let row = scores[start..<start + Self.classCount]
                let normaliser = log(row.reduce(0) { $0 + exp($1) })
                return row.map { $0 - normaliser }
            }
            for (left, right) in zip(logarithms(pair * Self.classCount), logarithms(half + pair * Self.classCount)) {
                sum += (exp(left) - exp(right)) * (left - right)
            }
        }
        return weight * sum / Double(2 * pairs)
    }

    private func evaluate(_ scores: [Float], weight: Float, start: Float = 0) -> (value: Float, gradient: [Float]) {
        var scores = scores
        var gradient = [Float](repeating: start, count: scores.count)
        let value = scores.withUnsafeMutableBufferPointer { scores in
            gradient.withUnsafeMutableBufferPointer {
                ConsistencyLoss(weight: weight)(scores: scores, classCount: Self.classCount, gradient: $0)
            }
        }
        return (value, gradient)
    }

    private func scores(_ rows: Int) -> [Float] {
        var generator = SeededGenerator(seed: 4)
        return (0..<rows * Self.classCount).map { _ in Float.random(in: -3...3, using: &generator) }
    }

    @Test func `value and gradient are those of the definition in double precision`() {
        let scores = scores(6)
        let (value, gradient) = evaluate(scores, weight: 0.7)
        let exact = scores.map(Double.init)
        #expect(abs(Double(value) - reference(exact, weight: 0.7)) < 1e-5)
        for index in exact.indices {
            var (above, below) = (exact, exact)
            above[index] += 1e-5
            below[index] -= 1e-5
            let slope = (reference(above, weight: 0.7) - reference(below, weight: 0.7)) / 2e-5
            #expect(abs(Double(gradient[index]) - slope) < 1e-5)
        }
    }

    @Test func `its gradient is added to what is there`() {
        let scores = scores(4)
        let (plain, moved) = (evaluate(scores, weight: 1), evaluate(scores, weight: 1, start: 2))
        for (left, right) in zip(plain.gradient, moved.gradient) { #expect(abs(left + 2 - right) < 1e-6) }
    }

    @Test func `equal answers cost nothing, whatever is added to their scores`() {
        let row = scores(2)
        let (value, gradient) = evaluate(row + row.map { $0 + 7 }, weight: 3)
        #expect(abs(value) < 1e-5 && gradient.allSatisfy { abs($0) < 1e-5 })
        let none = evaluate(scores(4), weight: 0)
        #expect(none.value == 0 && none.gradient.allSatisfy { $0 == 0 })
    }

    @Test func `scores that are far apart have finite values and gradients`() {
        let (value, gradient) = evaluate([1e4, 0, 0, 0, 0, 0, 0, 0, 0, 1e4], weight: 1)
        #expect(value.isFinite && value > 0 && gradient.allSatisfy(\.isFinite))
    }
}
