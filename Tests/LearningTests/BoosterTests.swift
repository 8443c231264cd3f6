import Testing
import UndertoneAffect
import UndertoneFeatures

@testable import UndertoneLearning

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
        }
    }

    @Test func `weights that are cut off, go on or claim more than they hold are refused before XGBoost reads them`() throws {
        let data = try Blobs.make(spread: 2)
        let parameters = GradientBoosting.Parameters(rounds: 3)
        let bytes = try GradientBoosting.fit(data, parameters: parameters, seed: 1).save()
        func load(_ bytes: [UInt8]) throws {
            _ = try GradientBoosting.load(
                bytes, parameters: parameters, classCount: data.labels.count, featureCount: data.features.columnCount)
        }
        try load(bytes)
        for count in [0, 1, 2, 40, bytes.count / 2, bytes.count - 1] {
            #expect(throws: LearningError.self, "\(count) of \(bytes.count) bytes") { try load(Array(bytes.prefix(count))) }
        }
        let cut = LearningError.malformedWeights(reason: "the UBJSON claims to be longer than it is")
        #expect(throws: LearningError.malformedWeights(reason: "2 bytes follow the UBJSON")) { try load(bytes + [0, 0]) }
        func load(text: String, then rest: [UInt8] = []) throws { try load(Array(text.utf8) + rest) }
        let length = { (number: UInt64) in [UInt8(ascii: "L")] + withUnsafeBytes(of: number.bigEndian, Array.init) }
        #expect(throws: LearningError.malformedWeights(reason: "they are not UBJSON")) { try load(text: "binf") }
        for lies in [length(.max), length(1 << 63), length(1 << 60), length(9)] {
            #expect(throws: cut) { try load(text: "{", then: lies) }
            #expect(throws: cut) { try load(text: "{", then: length(0) + Array("[$L#".utf8) + lies) }
            #expect(throws: cut) { try load(text: "{", then: length(0) + Array("[#".utf8) + lies) }
        }
        // Nine numbers of eight bytes in ten.
        #expect(throws: LearningError.malformedWeights(reason: "the UBJSON ends too early")) {
            try load(text: "{", then: length(0) + Array("[$L#".utf8) + length(9) + [UInt8](repeating: 0, count: 10))
        }
        let deep = (0..<100_000).flatMap { _ in length(0) + [UInt8(ascii: "{")] }
        #expect(throws: LearningError.malformedWeights(reason: "the UBJSON is nested too deeply")) { try load(text: "{", then: deep) }
    }

    /// The outline alone: what changed numbers mean to XGBoost is XGBoost's own, and is not tried here.
    @Test func `a changed byte is refused where it breaks the outline, and is looked past where it is a number's`() throws {
        let data = try Blobs.make(spread: 2)
        let parameters = GradientBoosting.Parameters(rounds: 1)
        let bytes = try GradientBoosting.fit(data, parameters: parameters, seed: 1).save()
        var refused = 0
        for place in stride(from: 0, to: bytes.count, by: 7) {
            var changed = bytes
            changed[place] ^= 0x40
            if (try? UBJSON.check(changed)) == nil { refused += 1 }
        }
        #expect(refused > 0 && refused < bytes.count / 7)
    }
}
