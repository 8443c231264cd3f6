import Foundation
import TestSupport
import Testing
import UndertoneAudio

struct ConditioningFilterTests {
    private let rate = 16000

    private func level(_ samples: ArraySlice<Float>) -> Double {
        (samples.reduce(0) { $0 + Double($1) * Double($1) } / Double(samples.count)).squareRoot()
    }

    @Test(arguments: 1...8) func `a Butterworth filter passes half the power at its corner and 6 dB an octave and order less`(
        order: Int
    ) {
        let low = FilterCascade.lowPass(frequency: 500, order: order, sampleRate: rate)
        let high = FilterCascade.highPass(frequency: 500, order: order, sampleRate: rate)
        for filter in [low, high] {
            // The corner is warped exactly onto its place.
            #expect(abs(filter.magnitude(at: 500, sampleRate: rate) - 0.5.squareRoot()) < 1e-9)
        }
        #expect(abs(low.magnitude(at: 0, sampleRate: rate) - 1) < 1e-9)
        #expect(abs(high.magnitude(at: 8000, sampleRate: rate) - 1) < 1e-9)
        // Three octaves below, where the bilinear transform hardly bends the frequencies.
        let fall = -20 * log10(high.magnitude(at: 62.5, sampleRate: rate))
        #expect(abs(fall - 18.06 * Double(order)) < 0.6)
    }

    @Test func `what a filter does to a sine is what its magnitude says`() {
        for filter in [
            FilterCascade.bandPass(from: 300, to: 3400, sampleRate: rate),
            FilterCascade([.peaking(frequency: 900, q: 2, gain: 9, sampleRate: rate)]),
            FilterCascade([.lowShelf(frequency: 500, gain: -6, sampleRate: rate)]),
            FilterCascade([.highShelf(frequency: 2000, gain: 6, sampleRate: rate)]),
            FilterCascade([.resonance(frequency: 1000, q: 5, sampleRate: rate)]),
        ] {
            for frequency in [100.0, 300, 900, 3400, 6000] {
                var filter = filter
                let input = Synthetic.sine(frequency: frequency, duration: 1).samples
                let output = filter.process(input)
                // The second half second, after the filter has settled.
                let ratio = level(output[8000...]) / level(input[8000...])
                #expect(abs(ratio - filter.magnitude(at: frequency, sampleRate: rate)) < 1e-4)
            }
        }
    }

    @Test func `shelves and peaks have their gain where they should`() {
        let peak = Biquad.peaking(frequency: 1000, q: 1, gain: 6, sampleRate: rate)
        let low = Biquad.lowShelf(frequency: 1000, gain: 6, sampleRate: rate)
        let high = Biquad.highShelf(frequency: 1000, gain: 6, sampleRate: rate)
        let full = pow(10, 6.0 / 20)
        let half = pow(10, 3.0 / 20)
        let expected: [(Biquad, below: Double, at: Double, above: Double)] = [
            (peak, 1, full, 1), (low, full, half, 1), (high, 1, half, full),
        ]
        for (section, below, at, above) in expected {
            #expect(abs(section.magnitude(at: 0, sampleRate: rate) - below) < 1e-6)
            #expect(abs(section.magnitude(at: 1000, sampleRate: rate) - at) < 1e-6)
            #expect(abs(section.magnitude(at: 8000, sampleRate: rate) - above) < 1e-6)
        }
    }

    @Test func `the output has the same bits however the input is divided, and resetting begins anew`() {
        let noise = Synthetic.noise(duration: 0.5).samples
        var whole = FilterCascade.bandPass(from: 300, to: 3400, order: 5, sampleRate: rate)
        let expected = whole.process(noise)
        var parts = FilterCascade.bandPass(from: 300, to: 3400, order: 5, sampleRate: rate)
        var output: [Float] = []
        var start = 0
        for size in [1, 7, 0, 160, 3000].cycled(to: noise.count) {
            output += parts.process(Array(noise[start..<min(start + size, noise.count)]))
            start += size
        }
        #expect(output == expected)
        whole.reset()
        #expect(whole.process(noise) == expected)
    }

    @Test func `absurd settings and samples give finite output`() {
        let samples: [Float] = [.nan, .infinity, -.infinity, .greatestFiniteMagnitude, -.greatestFiniteMagnitude, 0, 1]
        for frequency in [-1, 0, 1e-9, 8000, 1e9, .infinity, .nan] {
            for rate in [0, 1, 1000, 192_000] {
                for cascade in [
                    FilterCascade.lowPass(frequency: frequency, order: 17, sampleRate: rate),
                    FilterCascade.highPass(frequency: frequency, order: -3, sampleRate: rate),
                    FilterCascade([
                        .peaking(frequency: frequency, q: .nan, gain: .infinity, sampleRate: rate),
                        .lowShelf(frequency: frequency, q: 0, gain: .nan, sampleRate: rate),
                    ]),
                ] {
                    var cascade = cascade
                    #expect(cascade.process(samples).allSatisfy { $0.isFinite })
                    #expect(cascade.process([]).isEmpty)
                }
            }
        }
    }
}
