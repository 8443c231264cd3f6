import Foundation
import TestSupport
import Testing
import UndertoneAudio

struct ConditioningTests {
    private let everything = Conditioning(
        removesDirectCurrent: true, band: .telephone, noiseSuppression: .spectral, trimming: .default, loudness: .broadcast)

    private func mean(_ samples: ArraySlice<Float>) -> Double {
        samples.reduce(0) { $0 + Double($1) } / Double(samples.count)
    }

    private func output(of conditioning: Conditioning, _ samples: [Float], sampleRate: Int = 16000) throws -> [Float] {
        var stream = try conditioning.stream(sampleRate: sampleRate)
        return stream.accept(samples) + stream.finish()
    }

    @Test func `nothing is done unless it is asked for`() throws {
        let noise = Synthetic.noise(duration: 0.3).samples
        #expect(try output(of: .none, noise) == noise)
        #expect(Conditioning.none.segment(noise, sampleRate: 16000) == noise)
        #expect(try Conditioning.none.stream(sampleRate: 16000).delay == 0)
        #expect(try JSONDecoder().decode(Conditioning.self, from: Data("{}".utf8)) == .none)
    }

    @Test(arguments: [0, 1, 7, 8, 9, 33])
    func `samples are brought within bounds wherever they stand`(_ count: Int) {
        let good = (0..<count).map { Float($0) - 4 }
        #expect(good.boundedSamples == good)
        for place in 0..<count {
            for (sample, bounded) in [(Float.nan, Float(0)), (.infinity, 0), (-.infinity, 0), (2e6, 1e6), (-2e6, -1e6), (1e6, 1e6)] {
                var (samples, wanted) = (good, good)
                (samples[place], wanted[place]) = (sample, bounded)
                #expect(samples.boundedSamples == wanted, "\(sample) at \(place)")
            }
        }
    }

    @Test func `a conditioning comes back from its JSON, and a bad one is refused`() throws {
        let data = try JSONEncoder().encode(everything)
        #expect(try JSONDecoder().decode(Conditioning.self, from: data) == everything)
        let loudness = try JSONDecoder().decode(Conditioning.self, from: Data(#"{"loudness":{"rms":-26}}"#.utf8))
        #expect(loudness == Conditioning(loudness: .rms(-26)))
        for wrong in [
            #"{"loudness":{"rms":3}}"#, #"{"loudness":{"rms":-20,"peak":-3}}"#, #"{"loudness":{}}"#,
            #"{"band":{"low":500,"high":400}}"#, #"{"trimming":{"threshold":0,"pad":0.1}}"#, #"{"noiseSuppression":"magic"}"#,
        ] {
            #expect(throws: (any Error).self) { try JSONDecoder().decode(Conditioning.self, from: Data(wrong.utf8)) }
        }
    }

    @Test func `options out of range and absurd rates are refused in one sentence`() {
        #expect(throws: ConditioningError.emptyBand(low: 3400, high: 300)) {
            try Conditioning(band: FrequencyBand(low: 3400, high: 300)).stream(sampleRate: 16000)
        }
        #expect(throws: ConditioningError.sampleRate(10)) { try Conditioning.none.stream(sampleRate: 10) }
        #expect(throws: (any Error).self) { try Conditioning(loudness: .peak(.nan)).validate() }
        #expect(
            "\(ConditioningError.emptyBand(low: 3400, high: 300))"
                == "The band from 3400.0 Hz to 300.0 Hz is empty; its first frequency must be the lower one.")
        #expect(
            "\(ConditioningError.outOfRange(field: "loudness", value: 3, lowest: -60, highest: -1))"
                == "The conditioning option loudness is 3.0; it must be from -60.0 to -1.0.")
    }

    @Test func `direct current goes and the voice stays`() throws {
        let sine = Synthetic.sine(frequency: 160, duration: 1).samples
        let cleaned = try output(of: Conditioning(removesDirectCurrent: true), sine.map { $0 + 0.25 })
        // 120 whole periods, after a quarter of a second: over twenty time constants of the filter.
        #expect(abs(mean(cleaned[4000...])) < 1e-4)
        let largest = cleaned[4000...].max() ?? 0
        #expect(abs(largest - 0.5) < 0.005)
    }

    @Test func `the telephone band keeps 1 kHz and drops 100 Hz and 7 kHz`() throws {
        func passed(_ frequency: Double) throws -> Float {
            let sine = Synthetic.sine(frequency: frequency, duration: 0.5).samples
            return try output(of: Conditioning(band: .telephone), sine)[4000...].max() ?? 0
        }
        #expect(try passed(1000) > 0.49)
        #expect(try passed(100) < 0.01)
        #expect(try passed(7000) < 0.005)
    }

    @Test(arguments: [NoiseSuppression?.none, .speex, .spectral])
    func `a stream gives as many samples as it takes, the same bits in any chunks, and delays by at most 30 ms`(
        suppression: NoiseSuppression?
    ) throws {
        let conditioning = Conditioning(removesDirectCurrent: true, band: .telephone, noiseSuppression: suppression)
        let noise = Synthetic.noise(duration: 0.71).samples
        let whole = try output(of: conditioning, noise)
        #expect(whole.count == noise.count)
        for sizes in [[1, 2, 3, 500], [160], [4001, 0, 7]] {
            var stream = try conditioning.stream(sampleRate: 16000)
            #expect(stream.delay <= 0.03)
            var parts: [Float] = []
            var start = 0
            for size in sizes.cycled(to: noise.count) {
                let end = min(start + size, noise.count)
                parts += stream.accept(Array(noise[start..<end]))
                #expect(Double(end - parts.count) <= stream.delay * 16000)
                start = end
            }
            #expect(parts + stream.finish() == whole)
        }
    }

    @Test(arguments: [1000, 1001, 7999, 11025, 44100, 192_000])
    func `any rate, any samples and any number of them give finite samples, as many as went in`(rate: Int) throws {
        var odd = Synthetic.noise(duration: 0.05, sampleRate: rate, amplitude: 1).samples
        odd += [.nan, .infinity, -.infinity, .greatestFiniteMagnitude, -1e30, 0]
        odd += (0..<rate / 10).map { $0 / 20 % 2 == 0 ? 1 : -1 }
        for suppression in NoiseSuppression.allCases {
            var conditioning = everything
            conditioning.noiseSuppression = suppression
            for samples in [[], [0.5], odd, [Float](repeating: 0, count: rate / 4)] {
                let cleaned = try output(of: conditioning, samples, sampleRate: rate)
                #expect(cleaned.count == samples.count)
                #expect(cleaned.allSatisfy { $0.isFinite })
                for loudness in [LoudnessTarget.integrated(-23), .rms(-20), .peak(-3)] {
                    conditioning.loudness = loudness
                    let segment = conditioning.segment(samples, sampleRate: rate)
                    #expect(segment.count <= samples.count)
                    #expect(segment.allSatisfy { $0.isFinite && abs($0) <= 0.892 })
                }
            }
        }
    }
}
