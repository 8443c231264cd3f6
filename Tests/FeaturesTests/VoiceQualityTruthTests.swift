import Foundation
import TestSupport
import Testing
import UndertoneAudio

@testable import UndertoneFeatures

/// Voices whose jitter, shimmer and noise are known.
struct VoiceQualityTruthTests {
    private func measured(_ voice: SyntheticVoice) throws -> (row: [String: Double], truth: SyntheticVoice.Rendering) {
        let options = VoiceQualityOptions(pitch: PitchOptions(floor: 50, pathDelay: 0.5))
        let computer = try VoiceQualityComputer(options: options, sampleRate: voice.sampleRate)
        let truth = voice.rendering()
        let values = computer.functionals(of: truth.signal.samples).map(Double.init)
        return (Dictionary(uniqueKeysWithValues: zip(computer.functionalNames, values)), truth)
    }

    @Test("a perfectly periodic voice has neither jitter nor shimmer", arguments: [60.0, 137, 300, 500])
    func periodic(frequency: Double) throws {
        let row = try measured(SyntheticVoice(fundamentalFrequency: frequency, duration: 0.5)).row
        // What interpolation between samples leaves.
        #expect(try #require(row["jitter_local"]) < 0.0005)
        #expect(try #require(row["shimmer_local"]) < 0.002)
    }

    @Test("jitter is found as it was set", arguments: [60.0, 100, 160, 220], [0.005, 0.02])
    func jitter(frequency: Double, jitter: Double) throws {
        let (row, truth) = try measured(
            SyntheticVoice(fundamentalFrequency: frequency, duration: 1, jitter: jitter, seed: UInt64(frequency)))
        // One period rings into the next, and pulls what is measured to itself.
        #expect(abs(try #require(row["jitter_local"]) / truth.jitter - 1) < 0.3)
    }

    @Test("shimmer is found as it was set", arguments: [60.0, 100, 160], [0.02, 0.1])
    func shimmer(frequency: Double, shimmer: Double) throws {
        let (row, truth) = try measured(
            SyntheticVoice(fundamentalFrequency: frequency, duration: 1, shimmer: shimmer, seed: UInt64(frequency)))
        #expect(abs(try #require(row["shimmer_local"]) / truth.shimmer - 1) < 0.3)
    }

    @Test("the harmonics-to-noise ratio is that of the voice and the noise added to it", arguments: [60.0, 125, 250, 500])
    func harmonicity(frequency: Double) throws {
        for ratio in [5.0, 10, 20, 30] {
            let row = try measured(SyntheticVoice(fundamentalFrequency: frequency, harmonicsToNoise: ratio)).row
            // The highest of many noisy correlations lies a little high.
            #expect(abs(try #require(row["hnr_mean"]) - ratio) < 1.5, "\(ratio) dB")
        }
    }

    @Test("a breathy voice, whose harmonics fall off, has a higher H1–H2 and a lower cepstral peak")
    func breathiness() throws {
        let clear = try measured(SyntheticVoice(duration: 0.5, harmonicsToNoise: 30)).row
        let breathy = try measured(SyntheticVoice(duration: 0.5, tiltFrequency: 50, harmonicsToNoise: 5)).row
        #expect(try #require(breathy["h1_h2_mean"]) > #require(clear["h1_h2_mean"]) + 3)
        #expect(try #require(breathy["cpp_mean"]) < #require(clear["cpp_mean"]) - 3)
    }

    @Test("bare pulses have a flat spectrum: no slope, and equal harmonics")
    func flat() throws {
        let row = try measured(SyntheticVoice(fundamentalFrequency: 200, duration: 0.5, formants: [])).row
        // Parabolas through a Hann window's peaks leave 0.1 dB or so.
        #expect(abs(try #require(row["h1_h2_mean"])) < 0.3)
        #expect(abs(try #require(row["h1_a3_mean"])) < 0.5)
        #expect(abs(try #require(row["hammarberg_index_mean"])) < 0.1)
        // 4000 Hz of partials over 950.
        #expect(abs(try #require(row["alpha_ratio_mean"]) - 6.2) < 1)
    }
}
