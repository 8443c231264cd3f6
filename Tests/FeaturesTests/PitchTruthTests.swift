import Foundation
import TestSupport
import Testing
import UndertoneAudio
import UndertoneFeatures

/// Pitch of voices whose pitch is known.
struct PitchTruthTests {
    static let methods = PitchOptions.Method.allCases

    /// Distances from the truth in cents, 50 ms away from the ends; nil where a frame is called unvoiced.
    private func errors(_ voice: SyntheticVoice, _ method: PitchOptions.Method) throws -> [Double?] {
        let tracker = try PitchTracker(PitchOptions(method: method, floor: 50), sampleRate: voice.sampleRate)
        let track = tracker.track(of: voice.rendering().signal.samples)
        return (0..<track.count).compactMap { index -> Double?? in
            let time = track.time(ofFrame: index)
            guard time > 0.05, time < voice.duration - 0.05 else { return nil }
            guard track.isVoiced(index) else { return .some(nil) }
            return abs(1200 * log2(Double(track.frequencies[index]) / voice.frequency(at: time)))
        }
    }

    @Test("a steady vowel from 60 to 500 Hz has its pitch in every frame", arguments: methods)
    func steady(method: PitchOptions.Method) throws {
        // Periodic to the digit, so only interpolation errs; the sub-harmonic sum has a spectrum's resolution.
        let bound = method == .subharmonicSummation ? 25.0 : 1.0
        for frequency in [60, 73.3, 100, 151.7, 220, 333, 500.0] {
            let errors = try errors(SyntheticVoice(fundamentalFrequency: frequency, duration: 0.4), method)
            #expect(errors.allSatisfy { ($0 ?? .infinity) < bound }, "\(frequency) Hz")
        }
    }

    @Test("in noise 10 dB below the voice, half of the frames are within five cents and none an octave off", arguments: methods)
    func noisy(method: PitchOptions.Method) throws {
        var all: [Double] = []
        for (seed, frequency) in [80, 120, 190, 280, 420.0].enumerated() {
            let voice = SyntheticVoice(
                fundamentalFrequency: frequency, duration: 0.4, harmonicsToNoise: 10, seed: UInt64(seed))
            all += try errors(voice, method).compactMap { $0 }
        }
        #expect(all.count > 120)
        #expect(all.sorted()[all.count / 2] < (method == .subharmonicSummation ? 25 : 5))
        #expect(all.allSatisfy { $0 < 1200 * log2(1.2) })
    }

    @Test("a glide by an octave is followed", arguments: methods)
    func glide(method: PitchOptions.Method) throws {
        let voice = SyntheticVoice(fundamentalFrequency: 120, finalFrequency: 240, duration: 1)
        // 12 cents pass in a frame's step.
        #expect(try errors(voice, method).allSatisfy { ($0 ?? .infinity) < 25 })
    }

    @Test("other sample rates find the same pitch", arguments: [8000, 11025, 44100, 48000])
    func rates(sampleRate: Int) throws {
        let voice = SyntheticVoice(fundamentalFrequency: 137, duration: 0.3, sampleRate: sampleRate)
        for method in [PitchOptions.Method.autocorrelation, .yin] {
            #expect(try errors(voice, method).allSatisfy { ($0 ?? .infinity) < 2 })
        }
    }

    @Test("the Gaussian window is no less right")
    func gaussian() throws {
        let voice = SyntheticVoice(fundamentalFrequency: 137, duration: 0.5)
        let tracker = try PitchTracker(PitchOptions(window: .gaussian), sampleRate: 16000)
        for frequency in tracker.track(of: voice.rendering().signal.samples).frequencies.dropFirst(5).dropLast(5) {
            #expect(abs(1200 * log2(Double(frequency) / 137)) < 1)
        }
    }
}
