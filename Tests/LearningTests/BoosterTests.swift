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
        #expect(throws: LearningError.malformedWeights(reason: "more follows the UBJSON")) { try load(bytes + [0, 0]) }
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

    @Test func `a changed byte is refused, or leaves trees that can be walked`() throws {
        let data = try Blobs.make(spread: 2)
        let parameters = GradientBoosting.Parameters(rounds: 1)
        let model = try GradientBoosting.fit(data, parameters: parameters, seed: 1)
        let bytes = try model.save()
        var (refused, walked) = (0, 0)
        for place in bytes.indices {
            for change in [0x40, 0xFF, 1] as [UInt8] {
                var changed = bytes
                changed[place] ^= change
                do {
                    let loaded = try GradientBoosting.load(
                        changed, parameters: parameters, classCount: data.labels.count, featureCount: data.features.columnCount)
                    let scores = try loaded.scores(data.features)
                    #expect(scores.values.count == data.features.rowCount * data.labels.count)
                    walked += 1
                } catch is LearningError {
                    refused += 1
                }
            }
        }
        #expect(refused > 1000 && walked > 1000)
    }

    @Test func `trees that go in circles, astray or beyond the features and classes are refused`() throws {
        let data = try Blobs.make(spread: 2)
        let parameters = GradientBoosting.Parameters(rounds: 1)
        let bytes = try GradientBoosting.fit(data, parameters: parameters, seed: 1).save()
        /// The first list of bare numbers of 32 bits after a name, with one of them changed.
        func changed(_ name: String, at index: Int, to number: Int32) -> [UInt8] {
            var changed = bytes
            let key = Array(name.utf8) + Array("[$l#L".utf8)
            guard let start = bytes.indices.first(where: { bytes[$0...].starts(with: key) }) else { return [] }
            let place = start + key.count + 8 + 4 * index
            changed.replaceSubrange(place..<place + 4, with: withUnsafeBytes(of: number.bigEndian, Array.init))
            return changed
        }
        let astray = "the branches of a tree go astray"
        for (bytes, reason) in [
            (changed("left_children", at: 0, to: 0), astray), (changed("right_children", at: 0, to: 1), astray),
            (changed("left_children", at: 0, to: 1 << 30), astray), (changed("right_children", at: 0, to: -1), astray),
            (changed("split_indices", at: 0, to: Int32(data.features.columnCount)), "a tree asks for a feature that there is not"),
            (changed("split_indices", at: 0, to: -1), "a tree asks for a feature that there is not"),
        ] {
            #expect(throws: LearningError.malformedWeights(reason: reason)) {
                try GradientBoosting.load(
                    bytes, parameters: parameters, classCount: data.labels.count, featureCount: data.features.columnCount)
            }
        }
        // A text of one byte: no trees at once would divide by nothing.
        for text in ["0", " ", "x"] {
            var changed = bytes
            let key = Array("num_parallel_tree".utf8) + [UInt8(ascii: "S"), UInt8(ascii: "L"), 0, 0, 0, 0, 0, 0, 0, 1]
            let start = try #require(bytes.indices.first { bytes[$0...].starts(with: key) })
            changed[start + key.count] = try #require(text.utf8.first)
            #expect(throws: LearningError.malformedWeights(reason: "their num_parallel_tree is not in 1…10000")) {
                try GradientBoosting.load(
                    changed, parameters: parameters, classCount: data.labels.count, featureCount: data.features.columnCount)
            }
        }
    }
}
