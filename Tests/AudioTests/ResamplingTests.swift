import Foundation
import TestSupport
import Testing
import UndertoneAudio

@Suite struct ResamplingTests {
    @Test(arguments: [(48000, 16000), (44100, 16000), (16000, 48000), (11025, 16000), (16000, 8000)])
    func `a tone keeps its frequency and amplitude`(from: Int, to: Int) throws {
        let tone = Synthetic.sine(frequency: 1000, duration: 1, sampleRate: from, amplitude: 0.5)
        let resampled = try tone.resampled(to: to)
        #expect(resampled.sampleRate == to)
        #expect(abs(resampled.samples.count - to) <= 1)
        let expected = Synthetic.sine(frequency: 1000, duration: 1, sampleRate: to, amplitude: 0.5)
        // Away from the ends, where the filter sees the silence around the tone. HQ means 20 bits: 1e-6 of full scale;
        // its passband ripples by less than 0.01 dB, 1e-3.
        let range = to / 10..<to * 9 / 10
        let worst = range.map { abs(resampled.samples[$0] - expected.samples[$0]) }.max() ?? .infinity
        #expect(worst < 6e-4)
    }

    @Test func `what the new rate cannot hold is gone`() throws {
        let tone = Synthetic.sine(frequency: 12000, duration: 1, sampleRate: 48000)
        let rest = try tone.resampled(to: 16000).samples[1600..<14400].map(abs).max() ?? 1
        // −100 dB of full scale.
        #expect(rest < 1e-5)
    }

    @Test(arguments: [(48000, 16000), (44100, 16000), (16000, 22050)])
    func `the result does not depend on how the input is cut`(from: Int, to: Int) throws {
        let noise = Synthetic.noise(duration: 1.1, sampleRate: from, seed: 11)
        let whole = try noise.resampled(to: to)
        var generator = SeededGenerator(seed: 5)
        for largest in [1, 50, 5000, 20000] {
            let resampler = try Resampler(from: from, to: to)
            var output: [Float] = []
            var position = 0
            while position < noise.samples.count {
                let end = min(noise.samples.count, position + Int.random(in: 1...largest, using: &generator))
                output += try resampler.process(Array(noise.samples[position..<end]))
                position = end
            }
            output += try resampler.finish()
            #expect(output == whole.samples)
        }
    }

    @Test(arguments: [0, 1, 2, 3, 100, 16001])
    func `the number of samples follows the rates`(count: Int) throws {
        let signal = Signal(samples: [Float](repeating: 0.25, count: count), sampleRate: 48000)
        let resampled = try signal.resampled(to: 16000)
        #expect(abs(Double(resampled.samples.count) - Double(count) / 3) <= 1)
    }

    @Test func `the same rate gives the same signal`() throws {
        let noise = Synthetic.noise(duration: 0.2)
        #expect(try noise.resampled(to: 16000) == noise)
    }

    @Test func `resampling to a rate of zero is an error`() {
        #expect(throws: AudioError.self) { try Synthetic.noise(duration: 0.1).resampled(to: 0) }
    }
}
