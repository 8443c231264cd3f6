import Testing
import UndertoneAudio
import UndertoneFeatures

@Suite struct FrameMemoryTests {
    /// Speech-like sound between pauses, with a click in it.
    private static let stream: [Float] = {
        var samples = babble(duration: 4).samples + [Float](repeating: 0, count: 8000) + babble(duration: 3, seed: 2).samples
        samples[30_000] = 0.9
        return samples
    }()

    private static let recipes: [(name: String, recipe: FeatureRecipe)] = {
        var built = FeatureRecipe.speech
        built.voice = [.prosody]
        var loud = built
        loud.isLevelNormalised = false
        var all = FeatureRecipe(set: .core)
        all.isLevelNormalised = true
        var quality = FeatureRecipe.speech
        quality.voice = [.voiceQuality, .prosody]
        return [("speech and prosody", built), ("as loud as it came", loud), ("core", all), ("voice quality", quality), ("frames", .logMelSpeech)]
    }()

    /// Windows that overlap, utterances of any place and length, and one that is over before the memory was asked.
    private static let segments: [Range<Int>] = [
        0..<16000, 0..<32000, 0..<48000, 16000..<64000, 40_160..<71_200, 32000..<80000, 6400..<20_800, 48000..<96000, 1600..<1920,
        64000..<112_000, 71_840..<72_000, 96000..<119_999,
    ]

    @Test(arguments: recipes) func `a segment of a stream has the bits that it has by itself`(
        _ name: String, _ recipe: FeatureRecipe
    ) throws {
        let extractor = try FeatureExtractor(recipe)
        var memory: FrameMemory? = FrameMemory()
        for segment in Self.segments {
            let samples = Array(Self.stream[segment])
            let found = extractor.features(ofSegment: samples, at: segment.lowerBound, memory: &memory)
            let expected = extractor.features(ofSegment: samples)
            #expect(found.elementsEqual(expected) { $0 == $1 || $0.isNaN && $1.isNaN }, "\(name) \(segment)")
            memory?.forget(spectraBefore: segment.lowerBound / 160 - 200, allBefore: segment.lowerBound / 160 - 300)
        }
    }

    @Test func `where the last bits do not count, no more than those differ`() throws {
        let extractor = try FeatureExtractor(Self.recipes[0].recipe)
        var memory: FrameMemory? = FrameMemory()
        for segment in Self.segments {
            let samples = Array(Self.stream[segment])
            let found = extractor.features(ofSegment: samples, at: segment.lowerBound, memory: &memory, isExact: false)
            let expected = extractor.features(ofSegment: samples)
            for (index, name) in extractor.featureNames.enumerated() where !(found[index].isNaN && expected[index].isNaN) {
                #expect(abs(found[index] - expected[index]) <= 1e-4 * max(1, abs(expected[index])), "\(name) \(segment)")
            }
        }
    }

    @Test func `a segment that begins between two frames, or is trimmed first, is measured by itself`() throws {
        var trimmed = Self.recipes[0].recipe
        trimmed.conditioning.trimming = SilenceTrimming()
        for (recipe, place) in [(Self.recipes[0].recipe, 16_001), (trimmed, 16000)] {
            let extractor = try FeatureExtractor(recipe)
            var memory: FrameMemory? = FrameMemory()
            for place in [0, place] {
                let samples = Array(Self.stream[place..<place + 48000])
                let found = extractor.features(ofSegment: samples, at: place, memory: &memory)
                #expect(found.elementsEqual(extractor.features(ofSegment: samples)) { $0 == $1 || $0.isNaN && $1.isNaN })
            }
        }
    }
}
