import Foundation
import Testing
import Undertone
import UndertoneAffect
import UndertoneAudio

@Suite struct TimelineTests {
    private let labels: LabelSet = [.anger, .neutral, .sadness]

    private func segment(_ start: Double, _ end: Double, _ values: [Double]) -> Prediction.Segment {
        Prediction.Segment(start: start, end: end, probabilities: Probabilities(labels: labels, values: values))
    }

    /// Utterances of 1 to 8 seconds with pauses between them.
    private func random(_ count: Int, seed: UInt64) -> [Prediction.Segment] {
        var generator = SeededGenerator(seed: seed)
        var time = 0.0
        return (0..<count).map { _ in
            let start = time + Double.random(in: 0...3, using: &generator)
            time = start + Double.random(in: 1...8, using: &generator)
            let values = (0..<3).map { _ in Double.random(in: 0.001...1, using: &generator) }
            let sum = values.reduce(0, +)
            return segment(start, time, values.map { $0 / sum })
        }
    }

    @Test func `two passes give the weighted mean of logarithms over all segments`() {
        let smoothing = TimelineSmoothing(timeConstant: 4)
        let segments = random(40, seed: 3)
        for (one, smoothed) in zip(segments, smoothing.probabilities(of: segments)) {
            var means = [0.0, 0, 0]
            var total = 0.0
            for other in segments {
                let distance = abs((one.start + one.end) / 2 - (other.start + other.end) / 2)
                let weight = (other.end - other.start) * exp(-distance / 4)
                total += weight
                for label in means.indices { means[label] += weight * log(other.probabilities.values[label]) }
            }
            let shares = means.map { exp($0 / total) }
            for label in shares.indices {
                // Both add the same hundred terms in another order.
                #expect(abs(smoothed.values[label] - shares[label] / shares.reduce(0, +)) < 1e-9)
            }
        }
    }

    @Test func `no smoothing leaves the answers, and one segment has no neighbour`() {
        let segments = random(9, seed: 4)
        #expect(TimelineSmoothing.none.probabilities(of: segments) == segments.map(\.probabilities))
        #expect(TimelineSmoothing(timeConstant: .nan).probabilities(of: segments) == segments.map(\.probabilities))
        let one = [segments[0]]
        #expect(TimelineSmoothing.default.probabilities(of: one) == one.map(\.probabilities))
        #expect(TimelineSmoothing.default.probabilities(of: []).isEmpty)
    }

    @Test func `time runs both ways alike`() {
        let segments = random(30, seed: 5)
        let end = segments.last?.end ?? 0
        let mirrored = segments.reversed().map { segment(end - $0.end, end - $0.start, $0.probabilities.values) }
        let forth = TimelineSmoothing.default.probabilities(of: segments)
        let back = TimelineSmoothing.default.probabilities(of: mirrored)
        for (left, right) in zip(forth, back.reversed()) {
            for (one, other) in zip(left.values, right.values) { #expect(abs(one - other) < 1e-9) }
        }
    }

    @Test func `a single odd segment is outvoted, and a lasting change is kept where it is`() {
        let angry = [0.6, 0.3, 0.1]
        let sad = [0.1, 0.35, 0.55]
        let outlier = (0..<9).map { segment(Double($0) * 3, Double($0) * 3 + 3, $0 == 4 ? [0.3, 0.25, 0.45] : angry) }
        let steady = EmotionStretch.joining(outlier, smoothing: .default)
        #expect(steady.map(\.emotion) == [.anger])
        #expect(steady.first?.start == 0 && steady.first?.end == 27)
        #expect(EmotionStretch.joining(outlier, smoothing: .none).count == 3)

        let change = (0..<10).map { segment(Double($0) * 3, Double($0) * 3 + 3, $0 < 5 ? angry : sad) }
        let stretches = EmotionStretch.joining(change, smoothing: .default)
        #expect(stretches.map(\.emotion) == [.anger, .sadness])
        #expect(EmotionChange.between(stretches) == [EmotionChange(time: 15, from: .anger, to: .sadness)])
    }

    @Test func `stretches follow one another, hold every segment, and a long silence ends one`() {
        for seed in 0..<20 {
            let segments = random(60, seed: UInt64(seed))
            for smoothing in [TimelineSmoothing.none, .default] {
                let stretches = EmotionStretch.joining(segments, smoothing: smoothing)
                #expect(zip(stretches, stretches.dropFirst()).allSatisfy { $0.end <= $1.start })
                #expect(stretches.first?.start == segments.first?.start && stretches.last?.end == segments.last?.end)
                for segment in segments {
                    #expect(stretches.count { $0.start <= segment.start && segment.end <= $0.end } == 1)
                }
                for (one, next) in zip(stretches, stretches.dropFirst()) {
                    #expect(one.emotion != next.emotion || next.start - one.end > 2)
                }
            }
        }
    }

    @Test func `poor sound flattens an answer and keeps its order`() {
        let answer = Probabilities(labels: labels, values: [0.7, 0.1, 0.2])
        #expect(answer.flattened(reliability: 1) == answer)
        #expect(answer.flattened(reliability: 7) == answer)
        for reliability in [0.75, 0.5, 0.1] {
            let flat = answer.flattened(reliability: reliability)
            #expect(flat.emotion == .anger && flat.confidence < answer.confidence)
            #expect(flat.values[2] > flat.values[1])
            #expect(abs(flat.values.reduce(0, +) - 1) < 1e-12)
        }
        for reliability in [0, -1, Double.nan] {
            for value in answer.flattened(reliability: reliability).values { #expect(value == 1.0 / 3) }
        }
    }
}
