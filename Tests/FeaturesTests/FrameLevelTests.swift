import Foundation
import TestSupport
import Testing
import UndertoneAudio
import UndertoneFeatures

@Suite struct FrameLevelTests {
    private let extractor: FeatureExtractor

    init() throws {
        extractor = try FeatureExtractor(.logMelSpeech)
    }

    @Test func `the recipe survives JSON, and recipes without a level give functionals`() throws {
        let recipe = FeatureRecipe.logMelSpeech
        #expect(try JSONDecoder().decode(FeatureRecipe.self, from: recipe.canonicalJSON()) == recipe)
        #expect(try FeatureRecipe(named: "log-mel-speech") == recipe)
        let old = String(decoding: try FeatureRecipe.default.canonicalJSON(), as: UTF8.self)
        #expect(!old.contains("\"level\""))
        #expect(try JSONDecoder().decode(FeatureRecipe.self, from: Data(old.utf8)).level == .functionals)
    }

    @Test func `a segment gives its frames, the descriptors of a hundred a second`() throws {
        let signal = Signal(samples: babble(duration: 1.2).samples, sampleRate: 16000)
        let values = try extractor.features(of: signal)
        #expect(extractor.featureNames.count == 64 && extractor.featureNames == extractor.frameNames)
        #expect(values.count % 64 == 0 && (119...122).contains(values.count / 64))
        #expect(try values == extractor.frames(of: signal).values)
        #expect(values.allSatisfy { $0.isFinite })
    }

    @Test func `gain changes nothing, and silence is the floor`() throws {
        let quiet = try extractor.features(of: babble(duration: 1))
        let loud = try extractor.features(of: Signal(samples: babble(duration: 1).samples.map { $0 * 4 }, sampleRate: 16000))
        // A power of two scales exactly; levelling divides by a root, which may round by a bit.
        for (left, right) in zip(quiet, loud) { #expect(abs(left - right) < 1e-4) }
        let silence = try extractor.features(of: Signal(samples: [Float](repeating: 0, count: 8000), sampleRate: 16000))
        #expect(Set(silence) == [log(extractor.recipe.descriptors.log.floor)])
    }

    @Test func `a stream gives the same segments whatever the blocks`() throws {
        let samples = babble(duration: 3).samples
        var whole = try SegmentStream(extractor)
        let expected = whole.accept(samples) + whole.finish()
        for size in [1000, 4097] {
            var stream = try SegmentStream(extractor)
            var segments: [SegmentFeatures] = []
            for start in stride(from: 0, to: samples.count, by: size) {
                segments += stream.accept(Array(samples[start..<min(start + size, samples.count)]))
            }
            segments += stream.finish()
            #expect(segments == expected)
        }
    }

    @Test func `what sums frames up contradicts frames`() throws {
        var recipe = FeatureRecipe.logMelSpeech
        recipe.voice = [.prosody]
        #expect(throws: FeatureRecipeError.self) { try recipe.validate() }
        recipe = .logMelSpeech
        recipe.functionals = [.mean]
        let error = #expect(throws: FeatureRecipeError.self) { try recipe.validate() }
        #expect(error?.description == "The recipe gives frames, so it cannot have functionals or an activity threshold.")
    }

    @Test func `segments of different lengths are cached to the bit, and damaged ones measured anew`() async throws {
        let folder = try TemporaryFolder()
        let paths = try [0.3, 0.8, 0.5].map { seconds in
            try SoundWriter.write(babble(duration: seconds), format: .wav16, to: folder.path("\(seconds).wav"))
        }
        var recipe = FeatureRecipe.logMelSpeech
        recipe.segmentation = .whole
        let cache = FeatureCache(folder: URL(fileURLWithPath: folder.path("cache")))
        let extraction = CorpusExtraction(try FeatureExtractor(recipe), cache: cache)
        let first = try await extraction.features(of: paths).recordings
        #expect(Set(first.map { $0.segments[0].values.count }).count == 3)
        let second = try await extraction.features(of: paths).recordings
        #expect(second.allSatisfy(\.isCached) && second.map(\.segments) == first.map(\.segments))
        let entries = FileManager.default.enumerator(at: cache.folder, includingPropertiesForKeys: nil)?
            .compactMap { $0 as? URL }.filter { $0.pathExtension == "features" } ?? []
        #expect(entries.count == 3)
        for (index, entry) in entries.enumerated() {
            var data = try Data(contentsOf: entry)
            // The segments' count, the first one's frames, the end.
            switch index {
            case 0: data[8] = 9
            case 1: data[32 + 16 + 5] = 0xFF
            default: data.removeLast(4)
            }
            try data.write(to: entry)
        }
        let third = try await extraction.features(of: paths).recordings
        #expect(!third.contains(where: \.isCached) && third.map(\.segments) == first.map(\.segments))
    }
}
