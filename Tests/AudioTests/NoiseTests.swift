import Foundation
import TestSupport
import Testing
import UndertoneAudio

struct NoiseTests {
    static let rate = 16000

    private func noise(_ kind: NoiseKind, seconds: Double = 4, seed: UInt64 = 1, rate: Int = rate) -> [Float] {
        var generator = SeededGenerator(seed: seed)
        return kind.samples(count: Int(seconds * Double(rate)), sampleRate: rate, using: &generator)
    }

    @Test(arguments: NoiseKind.allCases)
    func `noise is as long as asked, finite, of one loudness and from its seed alone`(_ kind: NoiseKind) {
        let samples = noise(kind)
        #expect(samples.count == 64000)
        #expect(samples.allSatisfy { $0.isFinite })
        let power = samples.reduce(0.0) { $0 + Double($1) * Double($1) } / 64000
        #expect(abs(power.squareRoot() - 0.1) < 1e-4)
        #expect(noise(kind) == samples)
        #expect(noise(kind, seed: 2) != samples)
    }

    @Test(arguments: NoiseKind.allCases) func `any count and any rate give noise`(_ kind: NoiseKind) {
        var generator = SeededGenerator(seed: 1)
        for rate in [-1, 0, 1, 1000, 8000, 768_000] {
            for count in [-5, 0, 1, 20, 1000] {
                let samples = kind.samples(count: count, sampleRate: rate, using: &generator)
                #expect(samples.count == max(0, count))
                #expect(samples.allSatisfy { $0.isFinite })
            }
        }
    }

    /// Power in an octave above the one below it, in decibels, between 125 Hz and 4 kHz; the exact value up to chance, which over
    /// the thousands of bins of an octave is below 0.3 dB, and the filter bank's ripple.
    @Test(arguments: [(NoiseKind.white, 3.01, 0.5), (.pink, 0, 0.8), (.brown, -3.01, 0.8)])
    func `coloured noise falls by its slope`(_ kind: NoiseKind, _ expected: Double, _ tolerance: Double) {
        let samples = noise(kind, seconds: 16)
        let transform = FourierTransform(length: 4096)
        let power = stride(from: 0, to: samples.count - 4096, by: 4096).reduce(into: [Double](repeating: 0, count: 2049)) {
            for (bin, value) in transform.powerSpectrum(Array(samples[$1..<$1 + 4096])).enumerated() { $0[bin] += Double(value) }
        }
        let octaves = (0..<5).map { octave in power[(32 << octave)..<(64 << octave)].reduce(0, +) }
        let slope = 10 * log10(octaves[4] / octaves[0]) / 4
        #expect(abs(slope - expected) < tolerance, "\(slope) dB an octave")
    }

    @Test func `hum has its power at the mains and their harmonics`() {
        let samples = noise(.hum)
        let transform = FourierTransform(length: 32768)
        let power = transform.powerSpectrum(Array(samples.prefix(32768)))
        // Bins are 0.49 Hz wide; without a window a line leaks into its neighbours.
        func share(_ mains: Double) -> Float {
            let near = power.indices.filter { bin in
                let harmonic = Double(bin) * Double(Self.rate) / 32768 / mains
                return abs(harmonic - harmonic.rounded()) * mains < 5 && harmonic > 0.5
            }
            return near.reduce(0) { $0 + power[$1] } / power.reduce(0, +)
        }
        #expect(max(share(50), share(60)) > 0.95)
    }

    @Test func `bursts are mostly silence`() {
        let samples = noise(.bursts).map(abs)
        let quiet = samples.filter { $0 < 0.01 }.count
        #expect(Double(quiet) / Double(samples.count) > 0.5)
        #expect((samples.max() ?? 0) > 0.5)
    }

    @Test(arguments: NoiseKind.allCases, [-5.0, 0, 10, 30])
    func `the ratio that was asked for is reached`(_ kind: NoiseKind, _ ratio: Double) {
        // Speech with a pause, so that the level of the whole is not that of the speech.
        let speech = Synthetic.sine(frequency: 200, duration: 1).samples + [Float](repeating: 0, count: 24000)
        let mixed = mix(noise(kind), into: speech, signalToNoiseRatio: ratio, sampleRate: Self.rate)
        let added = zip(mixed, speech).map { $0 - $1 }
        let found = 10 * log10(
            activePower(of: speech, sampleRate: Self.rate) / activePower(of: added, sampleRate: Self.rate))
        #expect(mixed.count == speech.count)
        #expect(abs(found - ratio) < 0.1, "\(found) dB")
    }

    @Test func `the level of speech does not count its pauses, and follows its gain`() {
        let speech = Synthetic.noise(duration: 1).samples
        let level = activePower(of: speech, sampleRate: Self.rate)
        let padded = [Float](repeating: 0, count: 32000) + speech + [Float](repeating: 0, count: 16000)
        #expect(abs(10 * log10(activePower(of: padded, sampleRate: Self.rate) / level)) < 1e-6)
        let louder = activePower(of: speech.map { $0 * 4 }, sampleRate: Self.rate)
        #expect(abs(louder / level - 16) < 1e-4)
        // Steady: the plain mean, but for the few frames' chance.
        let mean = speech.reduce(0.0) { $0 + Double($1) * Double($1) } / 16000
        #expect(abs(10 * log10(level / mean)) < 0.05)
    }

    @Test func `short noise is repeated, and silence has no ratio`() {
        let speech = Synthetic.sine(frequency: 300, duration: 0.5).samples
        let mixed = mix([0.5, -0.5, 0.25], into: speech, signalToNoiseRatio: 0, sampleRate: Self.rate)
        let added = zip(mixed, speech).map { $0 - $1 }
        #expect(abs(added[0] - added[3]) < 1e-5 && abs(added[1] - added[7999 - 7999 % 3 + 1 - 3]) < 1e-5)
        #expect(mix([0, 0], into: speech, signalToNoiseRatio: 0, sampleRate: Self.rate) == speech)
        #expect(mix([], into: speech, signalToNoiseRatio: 0, sampleRate: Self.rate) == speech)
        let silence = [Float](repeating: 0, count: 100)
        #expect(mix(noise(.white), into: silence, signalToNoiseRatio: 0, sampleRate: Self.rate) == silence)
        #expect(mix(noise(.white), into: [], signalToNoiseRatio: 0, sampleRate: Self.rate).isEmpty)
        let odd = mix(noise(.white), into: [.nan, .infinity, 1], signalToNoiseRatio: .nan, sampleRate: 0)
        #expect(odd.allSatisfy { $0.isFinite })
    }

    @Test func `babble is several voices at once, from others only`() throws {
        let voices = [300.0, 500, 700].map { Synthetic.sine(frequency: $0, duration: 0.3).samples }
        var generator = SeededGenerator(seed: 4)
        let babble = try BabbleSource(voices).babble(count: 32768, sampleRate: Self.rate, using: &generator)
        let power = FourierTransform(length: 32768).powerSpectrum(babble)
        let total = power.reduce(0, +)
        let shares = [300.0, 500, 700].map { frequency in
            let bin = Int((frequency / Double(Self.rate) * 32768).rounded())
            return power[bin - 40...bin + 40].reduce(0, +) / total
        }
        #expect(shares.reduce(0, +) > 0.9)
        #expect(shares.filter { $0 > 0.05 }.count > 1)
        #expect(try BabbleSource([]).babble(count: 3, sampleRate: Self.rate, using: &generator) == [0, 0, 0])
        #expect(try BabbleSource([[], [0, 0]]).babble(count: 3, sampleRate: Self.rate, using: &generator) == [0, 0, 0])
        #expect(try BabbleSource(voices).babble(count: -1, sampleRate: Self.rate, using: &generator).isEmpty)
    }
}
