import Foundation
import Synchronization
import TestSupport
import Testing
import UndertoneAudio
import UndertoneFeatures

/// A 16-bit mono WAV file.
private func write(_ signal: Signal, to url: URL) throws {
    var data = Data()
    func append(_ value: some FixedWidthInteger) { withUnsafeBytes(of: value.littleEndian) { data.append(contentsOf: $0) } }
    data.append(contentsOf: "RIFF".utf8)
    append(UInt32(36 + signal.samples.count * 2))
    data.append(contentsOf: "WAVEfmt ".utf8)
    append(UInt32(16))
    append(UInt16(1))
    append(UInt16(1))
    append(UInt32(signal.sampleRate))
    append(UInt32(signal.sampleRate * 2))
    append(UInt16(2))
    append(UInt16(16))
    data.append(contentsOf: "data".utf8)
    append(UInt32(signal.samples.count * 2))
    for sample in signal.samples { append(Int16((sample * 32767).rounded())) }
    try data.write(to: url)
}

private let recipe: FeatureRecipe = {
    var recipe = FeatureRecipe(set: .mfcc)
    recipe.descriptors.mfcc.count = 5
    recipe.functionals = [.mean, .percentile(20)]
    recipe.segmentation = .fixed(seconds: 0.5)
    return recipe
}()

/// A folder with a few recordings and the extraction of them into a cache there.
private func withCorpus<Result>(
    _ body: (_ paths: [String], _ cache: FeatureCache, _ folder: URL) async throws -> Result
) async throws -> Result {
    try await withTemporaryFolder { folder in
        let paths = try (0..<12).map { index -> String in
            let url = folder.appendingPathComponent("clip \(index).wav")
            try write(babble(duration: 0.3 + 0.1 * Double(index), seed: UInt64(index)), to: url)
            return url.path
        }
        return try await body(paths, FeatureCache(folder: folder.appendingPathComponent("cache")), folder)
    }
}

private func entries(_ cache: FeatureCache) -> [URL] {
    let files = FileManager.default.enumerator(at: cache.folder, includingPropertiesForKeys: nil)
    return (files?.allObjects as? [URL] ?? []).filter { !$0.hasDirectoryPath }
}

@Suite struct CorpusExtractionTests {
    @Test func `A corpus gives what its recordings give alone, in order`() async throws {
        try await withCorpus { paths, _, _ in
            let extractor = try FeatureExtractor(recipe)
            let seen = Mutex<[Int]>([])
            let result = try await CorpusExtraction(extractor, width: 5).features(of: paths) { done in
                seen.withLock { $0.append(done) }
            }
            #expect(seen.withLock { $0 } == Array(1...12))
            #expect(result.failures.isEmpty)
            #expect(result.names == extractor.functionalNames)
            #expect(result.recordings.map(\.path) == paths)
            for recording in result.recordings {
                #expect(try recording.segments == extractor.segments(of: Signal(contentsOf: recording.path)))
            }
            #expect(result.table.rows.count == result.recordings.map(\.segments.count).reduce(0, +))
            #expect(result.table.rows.last?.file == paths.last)
            #expect(result.table.rows.last?.end == 1.4)
        }
    }

    @Test func `Frames of a recording tile it by the hop`() async throws {
        try await withCorpus { paths, _, _ in
            let extractor = try FeatureExtractor(recipe)
            var count = 0
            let failures = try await CorpusExtraction(extractor).forEach(paths, level: .frames) { recording in
                #expect(recording.path == paths[count])
                let frames = try extractor.frames(of: Signal(contentsOf: recording.path))
                #expect(recording.segments.flatMap(\.values) == frames.values)
                #expect(recording.segments.prefix(3).map(\.start) == [0, 0.01, 0.02])
                #expect(recording.segments.prefix(3).map(\.end) == [0.01, 0.02, 0.03])
                count += 1
            }
            #expect(count == 12 && failures.isEmpty)
        }
    }

    @Test(arguments: FeatureLevel.allCases)
    func `One recording row by row gives the rows of the corpus`(level: FeatureLevel) async throws {
        try await withCorpus { paths, cache, _ in
            let extraction = CorpusExtraction(try FeatureExtractor(recipe), cache: cache)
            var rows: [SegmentFeatures] = []
            try extraction.forEachRow(of: paths[9], level: level) { rows.append($0) }
            #expect(cache.contents().entries == 0)
            _ = try await extraction.forEach([paths[9]], level: level) { #expect($0.segments == rows) }
        }
    }

    @Test func `The second time all comes from the cache, the same bits, also under another name`() async throws {
        try await withCorpus { paths, cache, folder in
            let extraction = CorpusExtraction(try FeatureExtractor(recipe), cache: cache)
            let first = try await extraction.features(of: paths)
            #expect(first.recordings.allSatisfy { !$0.isCached })
            let contents = cache.contents()
            #expect(contents.entries == 12)
            let second = try await extraction.features(of: paths)
            #expect(second.recordings.allSatisfy { $0.isCached })
            #expect(second.table == first.table)
            let renamed = folder.appendingPathComponent("renamed.ogg").path
            try FileManager.default.moveItem(atPath: paths[3], toPath: renamed)
            let third = try await extraction.features(of: [renamed])
            #expect(third.recordings[0].isCached && third.recordings[0].segments == first.recordings[3].segments)
            try cache.removeAll()
            #expect(cache.contents() == (0, 0))
        }
    }

    @Test func `Another recipe, another level or changed bytes miss the cache`() async throws {
        try await withCorpus { paths, cache, _ in
            let extraction = CorpusExtraction(try FeatureExtractor(recipe), cache: cache)
            _ = try await extraction.features(of: paths)
            var other = recipe
            other.functionals = [.mean, .percentile(21)]
            let changed = try await CorpusExtraction(FeatureExtractor(other), cache: cache).features(of: paths)
            #expect(changed.recordings.allSatisfy { !$0.isCached })
            _ = try await extraction.forEach(paths, level: .frames) { #expect(!$0.isCached) }
            _ = try await extraction.forEach(paths, level: .frames) { #expect($0.isCached) }
            try write(babble(duration: 0.4, seed: 99), to: URL(fileURLWithPath: paths[0]))
            let result = try await extraction.features(of: paths)
            #expect(result.recordings.map(\.isCached) == [false] + [Bool](repeating: true, count: 11))
        }
    }

    @Test func `Damaged, truncated, swapped and empty entries are ignored and written anew`() async throws {
        try await withCorpus { paths, cache, _ in
            let extraction = CorpusExtraction(try FeatureExtractor(recipe), cache: cache, width: 3)
            let first = try await extraction.features(of: paths)
            let files = entries(cache).sorted { $0.path < $1.path }
            for (index, file) in files.enumerated() {
                var data = try Data(contentsOf: file)
                switch index % 6 {
                case 0: data.removeLast()
                case 1: data[data.count / 2] ^= 1
                case 2: data = Data()
                case 3: data.append(0)
                case 4: data[8] = 0xFF
                default: data = Data(repeating: 0xFF, count: 4096)
                }
                try data.write(to: file)
            }
            let second = try await extraction.features(of: paths)
            #expect(second.recordings.allSatisfy { !$0.isCached })
            #expect(second.table == first.table)
            let third = try await extraction.features(of: paths)
            #expect(third.recordings.allSatisfy { $0.isCached })
            #expect(third.table == first.table)
        }
    }

    @Test func `Several extractions may share a cache at once`() async throws {
        try await withCorpus { paths, cache, _ in
            let extraction = CorpusExtraction(try FeatureExtractor(recipe), cache: cache, width: 2)
            let tables = try await concurrentMap(Array(0..<4), width: 4) { _ in
                try await extraction.features(of: paths).table
            }
            #expect(Set(tables).count == 1)
            #expect(entries(cache).count == 12)
        }
    }

    @Test func `Recordings that cannot be read are collected with their sentence, and the others are measured`() async throws {
        try await withCorpus { paths, cache, folder in
            let text = folder.appendingPathComponent("notes.wav").path
            try Data("not sound".utf8).write(to: URL(fileURLWithPath: text))
            let missing = folder.appendingPathComponent("missing.wav").path
            var all = paths
            all.insert(text, at: 0)
            all.insert(missing, at: 5)
            all.append(folder.path)
            for cache in [nil, cache] {
                let result = try await CorpusExtraction(FeatureExtractor(recipe), cache: cache).features(of: all)
                #expect(result.recordings.map(\.path) == paths)
                #expect(result.failures.map(\.path) == [text, missing, folder.path])
                for failure in result.failures { #expect(failure.description.contains(failure.path)) }
                #expect(result.failures[1].description == "\(missing): no such file")
            }
        }
    }

    @Test func `A cache that cannot be created is refused by a sentence`() async throws {
        try await withCorpus { paths, _, folder in
            let cache = FeatureCache(folder: URL(fileURLWithPath: paths[0]))
            let error = await #expect(throws: FeatureCacheError.self) {
                try await CorpusExtraction(FeatureExtractor(recipe), cache: cache).features(of: paths)
            }
            #expect(error?.description.hasPrefix("Cannot create the feature cache \(paths[0])/") == true)
        }
    }

    @Test func `Cancellation stops the work and leaves no partial output`() async throws {
        try await withCorpus { paths, cache, folder in
            let output = folder.appendingPathComponent("out.csv")
            let extraction = CorpusExtraction(try FeatureExtractor(recipe), cache: cache, width: 1)
            let names = extraction.extractor.functionalNames
            let many = Array(repeating: paths, count: 50).flatMap { $0 }
            let received = Mutex(0)
            let task = Task {
                let writer = try TableFormat.csv.writer(
                    to: OutputFile(url: output), names: names, files: many, level: .functionals)
                _ = try await extraction.forEach(many, level: .functionals) { recording in
                    for row in recording.rows() { try writer.append(row) }
                    let count = received.withLock { $0 += 1; return $0 }
                    // From within, so that the test depends on no clock.
                    if count == 5 { withUnsafeCurrentTask { $0?.cancel() } }
                }
                try writer.finish()
            }
            await #expect(throws: CancellationError.self) { try await task.value }
            #expect(received.withLock { $0 } == 5)
            let left = try FileManager.default.contentsOfDirectory(atPath: folder.path)
            #expect(left.allSatisfy { $0.hasPrefix("clip ") || $0 == "cache" }, "\(left)")
            #expect(entries(cache).allSatisfy { $0.pathExtension == "features" })
        }
    }

    @Test func `An error of the receiver stops the work and is thrown`() async throws {
        try await withCorpus { paths, _, _ in
            var count = 0
            await #expect(throws: OutputError.diskFull(path: "x")) {
                _ = try await CorpusExtraction(FeatureExtractor(recipe)).forEach(paths, level: .functionals) { _ in
                    count += 1
                    throw OutputError.diskFull(path: "x")
                }
            }
            #expect(count == 1)
        }
    }

    @Test func `The cache stands where the XDG specification says`() {
        #expect(FeatureCache.defaultFolder(environment: ["XDG_CACHE_HOME": "/a", "HOME": "/h"]).path == "/a/undertone/features")
        let folder = FeatureCache.defaultFolder(environment: ["XDG_CACHE_HOME": "a", "HOME": "/h"])
        #expect(folder.path == "/h/.cache/undertone/features")
        #expect(FeatureCache.defaultFolder(environment: ["HOME": "/h"]).path == "/h/.cache/undertone/features")
    }
}
