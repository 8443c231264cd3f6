import Foundation
import TestSupport
import Testing
import UndertoneAudio

@testable import UndertoneFeatures

@Suite("GeMAPS frames of 20 ms")
struct GeMAPSSpectralTests {
    private func frames(_ samples: [Float], rate: Int = 16000) -> [GeMAPSSpectralFrame] {
        let computer = GeMAPSSpectralComputer(sampleRate: rate)
        let count = max(0, (samples.count - computer.windowLength) / computer.hopLength + 1)
        var state = GeMAPSSpectralState()
        return computer.frames(GeMAPSSamples.conditioned(samples), origin: 0, frameCount: count, state: &state)
    }

    /// Pulses of 120 Hz through four resonances.
    private func vowel(_ resonances: [(frequency: Double, bandwidth: Double)]) -> [Float] {
        var signal = (0..<16000).map { $0.isMultiple(of: 133) ? 1.0 : 0 }
        for resonance in resonances {
            let radius = exp(-.pi * resonance.bandwidth / 16000)
            let turn = 2 * radius * cos(2 * .pi * resonance.frequency / 16000)
            var (one, two) = (0.0, 0.0)
            for n in signal.indices {
                let value = signal[n] + turn * one - radius * radius * two
                (two, one) = (one, value)
                signal[n] = value
            }
        }
        let peak = signal.map(\.magnitude).max() ?? 1
        return signal.map { Float($0 / peak * 0.5) }
    }

    @Test("Frames one by one give the same bits as all in one call", arguments: [8000, 16000, 44100, 96000])
    func chunks(rate: Int) {
        let samples = GeMAPSSamples.conditioned(Synthetic.noise(duration: 0.2, sampleRate: rate).samples)
        let computer = GeMAPSSpectralComputer(sampleRate: rate)
        var (whole, single) = (GeMAPSSpectralState(), GeMAPSSpectralState())
        let together = computer.frames(samples, origin: 0, frameCount: 17, state: &whole)
        let apart = (0..<17).flatMap {
            computer.frames(samples, origin: $0 * computer.hopLength, frameCount: 1, state: &single)
        }
        #expect(together == apart)
        #expect(whole == single)
    }

    @Test("Ten times the amplitude changes loudness and flux by their powers and nothing else but the slopes' openSMILE offset")
    func gain() throws {
        let noise = Synthetic.noise(duration: 0.3, amplitude: 0.05).samples
        let (quiet, loud) = (frames(noise), frames(noise.map { $0 * 10 }))
        for (a, b) in zip(quiet, loud) {
            // 16-bit steps are −70 dB of the quiet noise, and move a value by as much.
            #expect((b.loudness / a.loudness / Float(pow(10, 0.66)) - 1).magnitude < 0.003)
            #expect((a.alphaRatio - b.alphaRatio).magnitude < 0.05)
            #expect((a.hammarbergIndex - b.hammarbergIndex).magnitude < 0.05)
            #expect((b.rootMeanSquare / a.rootMeanSquare - 10).magnitude < 0.05)
            // The weights of the slope sum to −8·10⁻⁴, which 20 dB show.
            #expect((b.slope0to500 - a.slope0to500 + 0.016).magnitude < 0.001)
            #expect((a.mfcc[0] - b.mfcc[0]).magnitude < 0.2)
        }
    }

    @Test("A low tone has a small alpha ratio and a large Hammarberg index, a high tone the reverse")
    func tones() throws {
        let low = try #require(frames(Synthetic.sine(frequency: 300, duration: 0.1).samples).last)
        let high = try #require(frames(Synthetic.sine(frequency: 3000, duration: 0.1).samples).last)
        #expect(low.alphaRatio < -30 && low.hammarbergIndex > 30)
        #expect(high.alphaRatio > 30 && high.hammarbergIndex < -30)
        #expect((low.rootMeanSquare - 0.3536).magnitude < 0.001)
        #expect(low.mfcc[0] > high.mfcc[0])
    }

    @Test("A vowel's formants are found within 6 % of its resonances, at any gain")
    func vowelFormants() {
        let resonances = [(700.0, 80.0), (1220, 90), (2600, 120), (3500, 160)].map { (frequency: $0.0, bandwidth: $0.1) }
        let samples = vowel(resonances)
        let (loud, quiet) = (frames(samples), frames(samples.map { $0 / 4 }))
        for index in 0..<3 {
            let middle = loud.map { $0.formantFrequencies[index] }.sorted()[loud.count / 2]
            // The harmonics of the voice pull a formant by up to a quarter of their distance.
            #expect((middle / Float(resonances[index].frequency) - 1).magnitude < 0.06)
            let quieter = quiet.map { $0.formantFrequencies[index] }.sorted()[quiet.count / 2]
            #expect((middle / quieter - 1).magnitude < 0.005)
        }
    }

    @Test("Silence has the lowest loudness and zeros, and no sample makes a value that is not finite")
    func anySamples() throws {
        let silence = try #require(frames([Float](repeating: 0, count: 1600)).last)
        #expect(silence.loudness > 0 && silence.loudness < 0.0011)
        #expect(silence.alphaRatio == 0 && silence.hammarbergIndex == 0 && silence.spectralFlux == 0)
        #expect(silence.formantFrequencies == .zero && silence.rootMeanSquare == 0)
        // −140 dB times the sum of the slope's weights.
        #expect((silence.slope0to500 - 0.112).magnitude < 1e-5)
        #expect((silence.slope500to1500 - 0.076_363_6).magnitude < 1e-5)

        let strange: [Float] = [.nan, .infinity, -.infinity, .greatestFiniteMagnitude, -1e30, 1, -1, 5e-5]
        let mixed = frames((0..<1600).map { strange[$0 * 7 % 8] })
        for frame in mixed + frames([Float](repeating: 1, count: 1600)) {
            let values = [
                frame.loudness, frame.alphaRatio, frame.hammarbergIndex, frame.slope0to500, frame.slope500to1500,
                frame.spectralFlux, frame.mfcc.sum(), frame.formantFrequencies.sum(), frame.formantBandwidths.sum(),
                frame.rootMeanSquare,
            ]
            #expect(values.allSatisfy { $0.isFinite })
        }
        #expect(frames([]).isEmpty && frames([0.5]).isEmpty)
    }

    @Test("Conditioning cuts towards zero, clips, and empties what is no number")
    func conditioning() {
        let step: Float = 1 / 32768
        let values = GeMAPSSamples.conditioned([1.9 * step, -1.9 * step, 0.9 * step, 2, -2, .nan, .infinity])
        let expected: [Float] = [1, -1, 0, 32767, -32768, 0, 0]
        #expect(values == expected.map { $0 / 32767 })
    }
}
