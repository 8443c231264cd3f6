import Testing
import UndertoneAffect
import UndertoneFeatures
import UndertoneLearning

@Suite struct BoosterTests {
    @Test func `boosting that is cancelled ends with an error and frees its memory once`() async throws {
        let data = try Blobs.make(spread: 2)
        for _ in 0..<50 {
            let task = Task {
                withUnsafeCurrentTask { $0?.cancel() }
                return try GradientBoosting.fit(data, parameters: .init(rounds: 100), seed: 1)
            }
            await #expect(throws: CancellationError.self) { try await task.value }
        }
    }

    @Test func `weights of another number of columns are refused, again and again`() throws {
        let data = try Blobs.make(spread: 2)
        let parameters = GradientBoosting.Parameters(rounds: 3)
        let bytes = try GradientBoosting.fit(data, parameters: parameters, seed: 1).save()
        let columns = data.features.columnCount
        for _ in 0..<50 {
            #expect(throws: LearningError.wrongFeatureCount(expected: columns, found: columns + 1)) {
                try GradientBoosting.load(
                    bytes, parameters: parameters, classCount: data.labels.count, featureCount: columns + 1)
            }
            #expect(throws: LearningError.self) {
                try GradientBoosting.load(
                    Array(bytes.prefix(40)), parameters: parameters, classCount: data.labels.count, featureCount: columns)
            }
        }
    }
}
