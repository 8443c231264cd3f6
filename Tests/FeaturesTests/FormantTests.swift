import Foundation
import TestSupport
import Testing
import UndertoneAudio

@testable import UndertoneFeatures

struct FormantTests {
    private func track(_ samples: [Float], _ options: FormantOptions = FormantOptions()) throws -> [[Formant]] {
        try FormantTracker(options, sampleRate: 16000).track(of: samples).frames
    }

    @Test("the gain changes no frequency and no bandwidth, and moves the level by its decibels")
    func gain() throws {
        let quiet = try track(PitchSignals.phrase)
        // A power of two, so that rounding is the same.
        let loud = try track(PitchSignals.phrase.map { $0 * 4 })
        #expect(quiet.count == loud.count)
        for (a, b) in zip(quiet, loud) {
            #expect(a.map(\.frequency) == b.map(\.frequency))
            #expect(a.map(\.bandwidth) == b.map(\.bandwidth))
            for (x, y) in zip(a, b) { #expect(abs(y.level - x.level - 12.041) < 0.001) }
        }
    }

    @Test("however the samples are cut, the frames are the same bits", arguments: [1, 7, 160, 1000, 12345])
    func chunks(length: Int) throws {
        let samples = Array(PitchSignals.phrase.prefix(8000))
        let tracker = try FormantTracker(sampleRate: 16000)
        var driver = tracker.online()
        var frames: [[Formant]] = []
        for start in stride(from: 0, to: samples.count, by: length) {
            frames += driver.accept(Array(samples[start..<min(samples.count, start + length)]))
        }
        frames += driver.finish()
        #expect(frames == tracker.track(of: samples).frames)
    }

    @Test("there is a frame every 10 ms from time 0, and none of no samples")
    func counts() throws {
        #expect(try track([]).isEmpty)
        #expect(try track([0.5]).count == 1)
        #expect(try track([Float](repeating: 0.1, count: 800)).count == 6)
        #expect(try track([Float](repeating: 0.1, count: 16000)).count == 101)
    }

    @Test("silence has no formants; no signal gives numbers that are not finite")
    func oddSignals() throws {
        #expect(try track([Float](repeating: 0, count: 4000)).allSatisfy(\.isEmpty))
        let noise = Synthetic.noise(duration: 0.2, amplitude: 0.5).samples
        let odd: [[Float]] = [
            noise.map { $0 > 0 ? 1 : -1 }, noise.map { $0 * 1e-30 }, noise.map { $0 * 1e30 },
            noise.map { $0 > 0.3 ? .nan : $0 > 0.2 ? .infinity : $0 },
            Synthetic.sine(frequency: 440, duration: 0.2).samples, [1], [Float](repeating: 1, count: 4000),
        ]
        for samples in odd {
            for formant in try track(samples).joined() {
                #expect(formant.frequency.isFinite && formant.bandwidth.isFinite && formant.level.isFinite)
                #expect((50...5450).contains(formant.frequency) && formant.bandwidth >= 0)
            }
        }
    }

    @Test(
        "a low voice's vowels have their first three formants",
        arguments: [SyntheticVoice.openVowel, SyntheticVoice.closeFrontVowel, SyntheticVoice.closeBackVowel])
    func vowels(formants: [SyntheticVoice.Formant]) throws {
        let voice = SyntheticVoice(
            fundamentalFrequency: 100, duration: 0.4, formants: formants, tiltFrequency: 100, harmonicsToNoise: 40)
        let frames = try track(voice.rendering().signal.samples, FormantOptions(ceiling: 5000)).dropFirst(5).dropLast(5)
        for number in 0..<3 {
            let errors = frames.map { abs(Double($0[number].frequency) / formants[number].frequency - 1) }.sorted()
            // With five formants sought where four are, noise at -40 dB keeps the fifth from splitting another.
            // Harmonics 100 Hz apart pull a formant of 300 Hz towards one of them; the higher ones less.
            #expect(errors[errors.count / 2] < (number == 0 ? 0.15 : 0.08), "F\(number + 1): \(errors[errors.count / 2])")
        }
    }

    @Test("the level of white noise is its mean square")
    func level() throws {
        let noise = Synthetic.noise(duration: 1, amplitude: 0.5).samples
        let power = 10 * log10(noise.reduce(0) { $0 + $1 * $1 } / Float(noise.count))
        let levels = try track(noise).dropFirst(4).dropLast(4).joined().map(\.level).sorted()
        // Formants of noise sit on the envelope's tops, some decibels above its mean.
        #expect(abs(levels[levels.count / 2] - power) < 6)
    }

    @Test("another sample rate gives the same formants")
    func rates() throws {
        for rate in [12000, 22050, 48000] {
            let voice = SyntheticVoice(duration: 0.3, sampleRate: rate, tiltFrequency: 100, harmonicsToNoise: 50)
            let tracker = try FormantTracker(FormantOptions(ceiling: 5000), sampleRate: rate)
            for frame in tracker.track(of: voice.rendering().signal.samples).frames.dropFirst(5).dropLast(5) {
                #expect(abs(frame[0].frequency - 730) < 60 && abs(frame[1].frequency - 1090) < 60)
            }
        }
    }

    @Test("options outside their range are refused")
    func refusals() {
        for options in [
            FormantOptions(ceiling: .nan), FormantOptions(count: 0), FormantOptions(windowLength: 10),
            FormantOptions(preEmphasis: 0), FormantOptions(timeStep: 0),
        ] {
            #expect(throws: FeatureOptionsError.self) { try FormantTracker(options, sampleRate: 16000) }
        }
        #expect(throws: FeatureOptionsError.self) { try FormantTracker(sampleRate: 10) }
    }
}

struct PolyphaseResamplerTests {
    @Test("a tone keeps its amplitude, its phase and its duration; one above the band is gone")
    func tones() {
        let filter = PolyphaseResampler.Filter(from: 16000, to: 11000)
        var (kept, gone) = (PolyphaseResampler(filter), PolyphaseResampler(filter))
        let low = (0..<16000).map { Float(sin(2 * Double.pi * 1000 * Double($0) / 16000)) }
        let high = (0..<16000).map { Float(sin(2 * Double.pi * 6500 * Double($0) / 16000)) }
        let (a, b) = (kept.process(low) + kept.finish(), gone.process(high) + gone.finish())
        #expect(a.count == 11000 && b.count == 11000)
        for index in 100..<10900 {
            // 80 dB: the stop band of the window.
            #expect(abs(Double(a[index]) - sin(2 * .pi * 1000 * Double(index) / 11000)) < 2e-4)
            #expect(abs(b[index]) < 2e-4)
        }
    }

    @Test("rates without a small common divisor come out to a millionth")
    func oddRates() {
        for rate in [44101.0, 48017, 192_000, 11_025.0] {
            let filter = PolyphaseResampler.Filter(from: rate, to: 11000)
            #expect(abs(rate * Double(filter.up) / Double(filter.down) / 11000 - 1) < 1e-5)
            #expect(filter.up <= 512)
        }
    }
}
