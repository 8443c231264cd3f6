import Testing
import Undertone
import UndertoneAffect
import UndertoneAudio
import UndertoneLearning
@testable import UndertoneServer

@Suite struct SharedJudgeTests {
    private static func model() throws -> TrainedModel { try InProcess.models.get().recognizer(named: nil).model.model }

    private static func segments(_ count: Int, in model: TrainedModel) -> [[Float]] {
        var generator = SeededGenerator(seed: 4)
        return (0..<count).map { _ in model.featureNames.map { _ in Float.random(in: -2...2, using: &generator) } }
    }

    @Test func `everybody is answered as if nobody else had asked`() async throws {
        let model = try Self.model()
        let segments = Self.segments(40, in: model)
        let judge = SharedJudge(model)
        let answers = try await withThrowingTaskGroup(of: (Int, [Probabilities]).self) { group in
            // Some ask for several, as a message that completes an utterance and a window does.
            for first in stride(from: 0, to: 40, by: 4) {
                group.addTask { (first, try await judge.probabilities(of: [segments[first]])) }
                group.addTask { (first + 1, try await judge.probabilities(of: Array(segments[first + 1..<first + 4]))) }
            }
            return try await group.reduce(into: [Int: Probabilities]()) { answers, found in
                for (offset, answer) in found.1.enumerated() { answers[found.0 + offset] = answer }
            }
        }
        for (index, segment) in segments.enumerated() {
            #expect(try answers[index] == model.probabilities(ofSegment: segment), "\(index)")
        }
        #expect(try await judge.probabilities(of: []).isEmpty)
    }

    @Test func `who asks what cannot be answered is told so alone`() async throws {
        let model = try Self.model()
        let judge = SharedJudge(model)
        let segment = Self.segments(1, in: model)[0]
        let failures = await withTaskGroup(of: (Int, Bool).self) { group in
            for number in 0..<30 {
                let asked = number.isMultiple(of: 5) ? Array(segment.dropLast()) : segment
                group.addTask { (number, (try? await judge.probabilities(of: [asked])) == nil) }
            }
            return await group.filter(\.1).map(\.0).reduce(into: []) { $0.append($1) }
        }
        #expect(failures.sorted() == [0, 5, 10, 15, 20, 25])
        await #expect(throws: LearningError.self) { try await judge.probabilities(of: [[1]]) }
    }
}
