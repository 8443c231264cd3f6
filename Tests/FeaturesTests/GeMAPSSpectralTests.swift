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

    /// What openSMILE 2.6 prints for signals made by the same formula: Tests/Fixtures/gemaps_formants.py.
    @Test("Formants are openSMILE's, at any gain", arguments: [
        (16000, [382.24, 1719.89, 1416.53, 1481.47, 2375.51, 1294.42]),
        (48000, [446.36, 955.33, 1378.36, 903.47, 2293.98, 843.56]),
    ])
    func formants(rate: Int, printed: [Float]) {
        let period = Double(rate / 100)
        let samples = (0..<rate / 5).map { n -> Float in
            var sum = 0.0
            for harmonic in 1...40 {
                let h = Double(harmonic)
                sum += 0.02 * cos(2 * Double.pi * h * Double(n) / period + h * h)
            }
            return Float(sum)
        }
        let (loud, quiet) = (frames(samples, rate: rate)[5], frames(samples.map { $0 / 4 }, rate: rate)[5])
        for index in 0..<3 {
            // Roots of a polynomial of degree 11 move with the last bits of single precision, by thousandths.
            #expect((loud.formantFrequencies[index] / printed[2 * index] - 1).magnitude < 0.003)
            #expect((loud.formantBandwidths[index] / printed[2 * index + 1] - 1).magnitude < 0.01)
            // A quarter of the amplitude has coarser 16-bit steps.
            #expect((quiet.formantFrequencies[index] / loud.formantFrequencies[index] - 1).magnitude < 0.01)
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
