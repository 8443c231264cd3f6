import Foundation
import TestSupport
import Testing
import UndertoneAudio
import UndertoneFeatures

@Suite struct SegmentRuleTests {
    @Test func `Segments cover a recording without gap, none but the last differing from L, which has 0.5 L to 1.5 L`() {
        var generator = SeededGenerator(seed: 1)
        for _ in 0..<2000 {
            let rule = SegmentRule(duration: Double.random(in: 0.1...3, using: &generator), sampleRate: 100)
            let count = Int.random(in: 1...3000, using: &generator)
            let segments = rule.segments(sampleCount: count)
            guard let length = rule.length, let last = segments.last else {
                Issue.record("no segment")
                return
            }
            #expect(segments.first?.lowerBound == 0 && last.upperBound == count)
            #expect(zip(segments, segments.dropFirst()).allSatisfy { $0.upperBound == $1.lowerBound })
            #expect(segments.dropLast().allSatisfy { $0.count == length })
            #expect(last.count * 2 <= length * 3)
            #expect(segments.count == 1 || last.count * 2 > length)
            #expect((segments.count == 1) == (count * 2 <= length * 3))
        }
    }

    @Test func `An empty recording has no segment, and without a duration any is one`() {
        #expect(SegmentRule(duration: 3, sampleRate: 16000).segments(sampleCount: 0).isEmpty)
        #expect(SegmentRule(duration: nil, sampleRate: 16000).segments(sampleCount: 0).isEmpty)
        #expect(SegmentRule(duration: nil, sampleRate: 16000).segments(sampleCount: 1 << 40) == [0..<1 << 40])
    }
}

@Suite struct SegmentStreamTests {
    private func recipe(_ duration: Double?) -> FeatureRecipe {
        var recipe = FeatureRecipe.speech
        recipe.descriptors.groups = [.mfcc, .energy]
        recipe.segmentation = duration.map { .fixed(seconds: $0) } ?? .whole
        return recipe
    }

    /// The signal in blocks of random lengths, empty ones among them.
    private func pieces(_ samples: [Float], largest: Int, _ generator: inout SeededGenerator) -> [[Float]] {
        var result: [[Float]] = []
        var start = 0
        while start < samples.count {
            let end = min(samples.count, start + Int.random(in: 0...largest, using: &generator))
            result.append(Array(samples[start..<end]))
            start = end
        }
        return result
    }

    @Test(arguments: [0.7, 2, nil])
    func `However a recording is cut, a stream gives the bits of the whole`(duration: Double?) throws {
        let extractor = try FeatureExtractor(recipe(duration))
        let rule = try #require(extractor.recipe.segmentation.rule(sampleRate: 16000))
        var generator = SeededGenerator(seed: 2)
        for seconds in [0.01, 0.5, 1.05, 3, 7.3] {
            let signal = babble(duration: seconds)
            let whole = try extractor.segments(of: signal)
            let ranges = rule.segments(sampleCount: signal.samples.count)
            #expect(whole.map(\.start) == ranges.map { Double($0.lowerBound) / 16000 })
            #expect(whole.map(\.end) == ranges.map { Double($0.upperBound) / 16000 })
            for (segment, range) in zip(whole, ranges) {
                let part = Signal(samples: Array(signal.samples[range]), sampleRate: 16000)
                #expect(try extractor.functionals(of: part) == segment.values)
            }
            for largest in [1000, 16000, 200_000] {
                var stream = try SegmentStream(extractor)
                var result: [SegmentFeatures] = []
                for piece in pieces(signal.samples, largest: largest, &generator) { result += stream.accept(piece) }
                result += stream.finish()
                #expect(result == whole)
            }
        }
    }

    /// A talker who pauses, over noise; at the end there is nobody.
    private var talk: Signal {
        let pause = Synthetic.noise(duration: 0.7, amplitude: 0.001).samples
        let talk = [2.1, 1.3, 10, 0.2, 3].enumerated().flatMap { babble(duration: $1, seed: UInt64($0)).samples + pause }
        return Signal(samples: pause + talk + [Float](repeating: 0, count: 30000), sampleRate: 16000)
    }

    @Test func `However a recording is cut, every step of a recipe gives the bits of the whole`() throws {
        let signal = talk
        var generator = SeededGenerator(seed: 3)
        for line in ["none", "dc,telephone,spectral,trim,loudness:-23", "band:100-7000,speex,trim,rms:-26"] {
            for segmentation in [Segmentation.whole, .fixed(seconds: 2), .pauses(UtteranceCutterOptions())] {
                var recipe = recipe(nil)
                recipe.conditioning = try Conditioning(parsing: line)
                recipe.segmentation = segmentation
                recipe.duration = line == "none" ? .tile(seconds: 3) : .fix(seconds: 2.5)
                let extractor = try FeatureExtractor(recipe)
                let whole = try extractor.segments(of: signal)
                #expect(segmentation == .whole ? whole.count == 1 : whole.count > 3)
                for largest in [700, 20_000] {
                    var stream = try SegmentStream(extractor, listensForSpeech: true)
                    var result: [SegmentFeatures] = []
                    for piece in pieces(signal.samples, largest: largest, &generator) { result += stream.accept(piece) }
                    #expect(result + stream.finish() == whole, "\(line), \(segmentation), \(largest)")
                }
            }
        }
    }

    @Test func `Utterances lie between the pauses, and a stream that listens finds them whatever cuts`() throws {
        var cutting = recipe(nil)
        cutting.segmentation = .pauses(UtteranceCutterOptions())
        let whole = try FeatureExtractor(cutting).segments(of: talk)
        #expect(zip(whole, whole.dropFirst()).allSatisfy { $0.end <= $1.start })
        #expect(whole.allSatisfy { $0.end - $0.start <= 8.001 })
        // Nobody speaks in the first half second, nor in the last one and a half.
        #expect(whole.allSatisfy { $0.start >= 0.5 && $0.end <= talk.duration - 1.5 })

        var stream = try SegmentStream(FeatureExtractor(recipe(2)), listensForSpeech: true)
        _ = stream.accept(talk.samples)
        var findings = stream.findings
        _ = stream.finish()
        findings.segments += stream.findings.segments
        findings.frames += stream.findings.frames
        #expect(findings.segments.map { Double($0.start) / 16000 } == whole.map(\.start))
        #expect(findings.frames.count == (talk.samples.count + 159) / 160)
    }

    @Test func `A recording no longer than the longest utterance is one segment, if anybody speaks in it`() throws {
        var recipe = recipe(nil)
        recipe.segmentation = .pauses(UtteranceCutterOptions())
        let extractor = try FeatureExtractor(recipe)
        let pause = [Float](repeating: 0, count: 12000)
        let short = Signal(samples: pause + babble(duration: 2).samples + pause + babble(duration: 2).samples, sampleRate: 16000)
        let segments = try extractor.segments(of: short)
        #expect(segments.map(\.start) == [0] && segments.map(\.end) == [short.duration])
        #expect(try segments.first?.values == extractor.functionals(of: short))
        #expect(try extractor.segments(of: Signal(samples: pause, sampleRate: 16000)).isEmpty)
        let long = Signal(samples: short.samples + short.samples, sampleRate: 16000)
        #expect(try extractor.segments(of: long).count > 1)
    }

    @Test func `Conditioning and duration come before the features, in the order that the recipe states`() throws {
        var recipe = recipe(nil)
        recipe.isLevelNormalised = false
        recipe.conditioning = try Conditioning(parsing: "dc,band:100-7000,trim,loudness:-23")
        recipe.duration = .fix(seconds: 1.5)
        let signal = babble(duration: 2)
        var filter = try recipe.conditioning.stream(sampleRate: 16000)
        let filtered = filter.accept(signal.samples) + filter.finish()
        let segment = recipe.conditioning.segment(filtered, sampleRate: 16000)
        let standard = DurationStandardisation.fix(seconds: 1.5).apply(segment, sampleRate: 16000)
        var bare = recipe
        (bare.conditioning, bare.duration) = (.none, nil)
        let byHand = Signal(samples: standard, sampleRate: 16000)
        #expect(try FeatureExtractor(recipe).functionals(of: signal) == FeatureExtractor(bare).functionals(of: byHand))
        #expect(try FeatureExtractor(recipe).frames(of: signal) == FeatureExtractor(bare).frames(of: byHand))
    }

    @Test func `A segment comes as soon as one and a half are passed`() throws {
        var stream = try SegmentStream(FeatureExtractor(recipe(1)))
        #expect(stream.accept([Float](repeating: 0.1, count: 24000)).isEmpty)
        #expect(stream.accept([0.1]).map(\.end) == [1])
        #expect(stream.accept([Float](repeating: 0.1, count: 15998)).isEmpty)
        #expect(stream.accept([0.1, 0.1]).map(\.end) == [2])
        #expect(stream.finish().map(\.start) == [2])
    }

    @Test func `A stream holds little more than one and a half segments, however much it is given at once`() throws {
        var stream = try SegmentStream(FeatureExtractor(recipe(0.5)))
        var count = 0
        for size in [1, 7999, 100_000, 12000, 3] {
            count += stream.accept([Float](repeating: 0.1, count: size)).count
            // What comes in is worked off in slices of 4096.
            #expect(stream.heldSampleCount <= 12000 + 4096)
        }
        #expect(count == 14)
    }
}

@Suite struct FrameStreamTests {
    private func rows(_ extractor: FeatureExtractor, _ samples: [Float], cut: Int) throws -> [SegmentFeatures] {
        var stream = try FrameStream(extractor)
        var result: [SegmentFeatures] = []
        for start in stride(from: 0, to: samples.count, by: cut) {
            result += stream.accept(Array(samples[start..<min(samples.count, start + cut)]))
        }
        return result + stream.finish()
    }

    @Test(arguments: FeatureSet.allCases, [false, true])
    func `However a recording is cut, the frames are those of the whole`(set: FeatureSet, isLevelNormalised: Bool) throws {
        for convention in FeatureConvention.allCases {
            var recipe = FeatureRecipe(set: set, convention: convention)
            recipe.isLevelNormalised = isLevelNormalised
            for needsWhole in [true, false] {
                if !needsWhole { recipe.descriptors = recipe.descriptors.streaming }
                let extractor = try FeatureExtractor(recipe)
                let signal = babble(duration: 0.9)
                let frames = try extractor.frames(of: signal)
                for cut in [37, 1600, 100_000] {
                    let result = try rows(extractor, signal.samples, cut: cut)
                    // Bits, because what is undefined (NaN) does not equal itself.
                    let isSame = result.flatMap(\.values).map(\.bitPattern) == frames.values.map(\.bitPattern)
                    #expect(isSame)
                    #expect(result.indices.allSatisfy { result[$0].start == extractor.time(ofFrame: $0) })
                }
            }
        }
    }

    @Test func `Frames come while the recording goes on, unless the recipe needs all of it`() throws {
        var recipe = FeatureRecipe(set: .mfcc)
        #expect(recipe.needsWholeRecording)
        var whole = try FrameStream(FeatureExtractor(recipe))
        #expect(whole.accept(babble(duration: 1).samples).isEmpty)
        recipe.descriptors = recipe.descriptors.streaming
        #expect(!recipe.needsWholeRecording)
        var stream = try FrameStream(FeatureExtractor(recipe))
        #expect(stream.accept(babble(duration: 1).samples).count > 90)
    }
}
