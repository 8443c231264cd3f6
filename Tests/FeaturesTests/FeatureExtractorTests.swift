import Foundation
import TestSupport
import Testing
import UndertoneAudio
import UndertoneFeatures

/// Something like speech: bursts of a harmonic tone and noise, three a second, from the first sample to the last.
func babble(duration: Double, sampleRate: Int = 16000, seed: UInt64 = 1) -> Signal {
    var generator = SeededGenerator(seed: seed)
    let count = Int(duration * Double(sampleRate))
    var phase = 0.0
    let samples = (0..<count).map { index -> Float in
        let time = Double(index) / Double(sampleRate)
        phase += (140 + 40 * sin(2 * .pi * 0.7 * time)) / Double(sampleRate)
        let tone = (1...12).reduce(0.0) { $0 + sin(2 * .pi * phase * Double($1)) / Double($1) }
        let envelope = 0.15 + 0.85 * pow(sin(.pi * 3 * time), 2)
        return Float(0.1 * envelope * tone + 0.01 * Double.random(in: -1...1, using: &generator))
    }
    return Signal(samples: samples, sampleRate: sampleRate)
}

private let conditioned: FeatureRecipe = {
    var recipe = FeatureRecipe(set: .core)
    recipe.activityThreshold = 35
    recipe.isLevelNormalised = true
    recipe.segmentation = .fixed(seconds: 5)
    recipe.functionals = .basic + [.slope, .risingShare, .modulation(1, 4), .skewness]
    return recipe
}()

@Suite struct FeatureExtractorTests {
    @Test func `Names and values of functionals and frames belong together`() throws {
        let extractor = try FeatureExtractor(conditioned)
        let signal = babble(duration: 2)
        #expect(try extractor.functionals(of: signal).count == extractor.functionalNames.count)
        #expect(Set(extractor.functionalNames).count == extractor.functionalNames.count)
        #expect(try extractor.frames(of: signal).names == extractor.frameNames)
        #expect(extractor.time(ofFrame: 100) == 1)
    }

    @Test func `Exceptions give some columns other functionals, or none`() throws {
        var recipe = FeatureRecipe(set: .energy)
        recipe.functionals = [.mean, .maximum]
        recipe.exceptions = [FunctionalException(columnPrefix: "rms", functionals: [.percentile(20)])]
        #expect(
            try FeatureExtractor(recipe).functionalNames
                == ["rms_percentile_20", "zero_crossing_rate_mean", "zero_crossing_rate_maximum"])
        recipe.exceptions[0].functionals = []
        let extractor = try FeatureExtractor(recipe)
        #expect(extractor.functionalNames == ["zero_crossing_rate_mean", "zero_crossing_rate_maximum"])
        #expect(try extractor.functionals(of: babble(duration: 1)).count == 2)
    }

    @Test(arguments: [0.003, 0.37, 2, 1.9]) func `Gain does not change the features of a normalised recipe`(gain: Float) throws {
        let extractor = try FeatureExtractor(conditioned)
        let signal = babble(duration: 3)
        let louder = Signal(samples: signal.samples.map { $0 * gain }, sampleRate: 16000)
        let before = try extractor.functionals(of: signal)
        let after = try extractor.functionals(of: louder)
        for (index, name) in extractor.functionalNames.enumerated() {
            // Rounding of each sample by the two gains, seen through the logarithm of bands 80 dB below the loudest, and the
            // skewness of what it makes.
            #expect(abs(after[index] - before[index]) <= 1e-2 * max(1, abs(before[index])), "\(name)")
        }
    }

    @Test func `Without normalisation gain does change them`() throws {
        let extractor = try FeatureExtractor(FeatureRecipe(set: .energy))
        let signal = babble(duration: 1)
        let louder = Signal(samples: signal.samples.map { $0 * 2 }, sampleRate: 16000)
        #expect(try extractor.functionals(of: signal)[0] * 2 == extractor.functionals(of: louder)[0])
    }

    @Test func `The length of the silence before and after does not change the features`() throws {
        let extractor = try FeatureExtractor(conditioned)
        let speech = babble(duration: 3).samples
        func features(before: Double, after: Double) throws -> [Float] {
            // Whole hops, so that the frames stand on the same samples. A tenth of a second at least, so that the frames and
            // deltas at the ends of the speech see silence each time.
            let head = [Float](repeating: 0, count: Int(before * 100) * 160)
            let tail = [Float](repeating: 0, count: Int(after * 100) * 160)
            return try extractor.functionals(of: Signal(samples: head + speech + tail, sampleRate: 16000))
        }
        let short = try features(before: 0.1, after: 0.1)
        for (before, after) in [(1.0, 1.0), (0.1, 2.0), (1.7, 0.1)] {
            let long = try features(before: before, after: after)
            for (index, name) in extractor.functionalNames.enumerated() {
                // Only the gain's last digits and the order of summation differ.
                let difference = abs(long[index] - short[index])
                #expect(difference <= 2e-3 * max(1, abs(short[index])), "\(name): \(short[index]) → \(long[index])")
            }
        }
    }

    @Test func `Without an activity threshold it does`() throws {
        let extractor = try FeatureExtractor(FeatureRecipe(set: .energy))
        let speech = babble(duration: 1).samples
        let silence = [Float](repeating: 0, count: 16000)
        let alone = try extractor.functionals(of: Signal(samples: speech, sampleRate: 16000))
        let padded = try extractor.functionals(of: Signal(samples: speech + silence, sampleRate: 16000))
        #expect(padded[0] < alone[0] * 0.6)
    }

    @Test func `Odd signals give finite features`() throws {
        let extractor = try FeatureExtractor(conditioned)
        let signals: [[Float]] = [
            [], [0.5], [Float](repeating: 0, count: 16000), [Float](repeating: 1, count: 8000),
            [Float](repeating: 1e-30, count: 4000), [Float](repeating: .nan, count: 4000),
            [Float](repeating: 3e38, count: 4000), [0.1, .infinity, -.infinity, .nan, 0.2],
        ]
        for samples in signals {
            let values = try extractor.functionals(of: Signal(samples: samples, sampleRate: 16000))
            #expect(values.count == extractor.functionalNames.count)
            #expect(values.allSatisfy { $0.isFinite }, "\(samples.prefix(2))")
        }
    }

    @Test func `A signal at another rate is resampled first`() throws {
        let extractor = try FeatureExtractor(conditioned)
        let signal = babble(duration: 1, sampleRate: 48000)
        #expect(try extractor.functionals(of: signal) == extractor.functionals(of: signal.resampled(to: 16000)))
    }

    @Test func `Threads may share an extractor`() async throws {
        let extractor = try FeatureExtractor(conditioned)
        let signals = (0..<8).map { babble(duration: 0.5, seed: $0) }
        let alone = try signals.map { try extractor.functionals(of: $0) }
        let together = try await concurrentMap(signals, width: 8) { try extractor.functionals(of: $0) }
        #expect(together == alone)
    }
}
