import Foundation
import TestSupport
import Testing
import UndertoneAudio
import UndertoneEvaluation

/// Each perturbation of the standard battery does what its name says, measured on signals made by formula.
@Suite struct RobustnessPerturbationTests {
    /// Like a voice: harmonics of 150 Hz that fall off, three syllables a second.
    static let voice: [Float] = (0..<24000).map { index in
        let time = Double(index) / 16000
        var harmonics = 0.0
        for number in 1...40 {
            let order = Double(number)
            harmonics += sin(2 * Double.pi * 150 * order * time + order * order) / order
        }
        let loudness = 0.55 + 0.45 * sin(2 * Double.pi * 3 * time)
        return Float(0.2 * harmonics * loudness)
    }

    static let voices = BabbleSource([Synthetic.noise(duration: 1).samples, Synthetic.noise(duration: 0.4, seed: 2).samples])

    private static func test(_ name: String) throws -> RobustnessTest {
        try #require(RobustnessBattery.standard.first { $0.name == name })
    }

    private func perturbed(_ name: String, _ samples: [Float] = voice, seed: UInt64 = 1) throws -> [Float] {
        try perturbed(Self.test(name).perturbation, samples, seed: seed)
    }

    private func perturbed(_ perturbation: Perturbation, _ samples: [Float] = voice, seed: UInt64 = 1) throws -> [Float] {
        var generator = SeededGenerator(seed: seed)
        return try Perturber(perturbation, sampleRate: 16000).apply(to: samples, using: &generator, babble: Self.voices)
    }

    private func power(_ samples: [Float]) -> Double { samples.reduce(0.0) { $0 + Double($1) * Double($1) } }

    private func decibels(_ samples: [Float]) -> Double { 10 * log10(power(samples) / Double(samples.count)) }

    private func difference(_ a: [Float], _ b: [Float]) -> [Float] { zip(a, b).map { $0 - $1 } }

    private func sine(_ frequency: Double) -> [Float] { Synthetic.sine(frequency: frequency, duration: 1).samples }

    @Test(arguments: RobustnessBattery.standard)
    func `it is repeatable, finite and bounded, whatever it is given`(test: RobustnessTest) throws {
        #expect(try perturbed(test.perturbation) == perturbed(test.perturbation))
        #expect(try perturbed(test.perturbation, []).isEmpty)
        for input: [Float] in [[0.5], [.nan], [.infinity, -1, 0], [Float](repeating: 0, count: 4000), [1, -1, 1e30]] {
            let output = try perturbed(test.perturbation, input)
            #expect(!output.isEmpty && output.allSatisfy(\.isFinite), "\(test.name): \(input.prefix(3))")
        }
        if let reference = test.reference {
            #expect(try perturbed(test.perturbation) != perturbed(reference))
        } else {
            #expect(try perturbed(test.perturbation) != Self.voice)
        }
    }

    @Test func `zeros are put before and after, by 100, 500 or 1000 samples`() throws {
        var counts = Set<Int>()
        for seed: UInt64 in 1...40 {
            let after = try perturbed("append-zeros", seed: seed)
            let count = after.count - Self.voice.count
            counts.insert(count)
            #expect(after == Self.voice + [Float](repeating: 0, count: count))
            let before = try perturbed("prepend-zeros", seed: seed)
            #expect(before == [Float](repeating: 0, count: before.count - Self.voice.count) + Self.voice)
        }
        #expect(counts == [100, 500, 1000])
    }

    @Test func `crops take 100, 500 or 1000 samples away, but never the last one`() throws {
        for seed: UInt64 in 1...10 {
            let tail = try perturbed("crop-beginning", seed: seed)
            #expect(tail[...] == Self.voice.suffix(tail.count) && [100, 500, 1000].contains(24000 - tail.count))
            let head = try perturbed("crop-end", seed: seed)
            #expect(head[...] == Self.voice.prefix(head.count) && [100, 500, 1000].contains(24000 - head.count))
            #expect(try perturbed("crop-end", [0.25, 0.5], seed: seed) == [0.25])
        }
    }

    @Test func `gain is one or two decibels, up or down`() throws {
        var gains = Set<Int>()
        for seed: UInt64 in 1...40 {
            let gain = decibels(try perturbed("gain", seed: seed)) - decibels(Self.voice)
            gains.insert(Int((gain * 1000).rounded()))
        }
        #expect(gains == [-2000, -1000, 1000, 2000])
    }

    @Test func `the tone lies between 5 and 7 kHz, 40 to 50 dB below the peak`() throws {
        let transform = FourierTransform(length: 16384)
        let peak = Double(Self.voice.map(abs).max() ?? 0)
        for seed: UInt64 in 1...6 {
            let tone = difference(try perturbed("tone", seed: seed), Self.voice)
            let ratio = 20 * log10(peak / Double(tone.map(abs).max() ?? 0))
            #expect([40, 45, 50].contains { abs($0 - ratio) < 0.05 }, "\(ratio)")
            let power = transform.powerSpectrum(Array(tone.prefix(16384)))
            let bin = power.indices.max { power[$0] < power[$1] } ?? 0
            #expect((4990...7010).contains(Double(bin) * 16000 / 16384))
        }
    }

    @Test(arguments: [
        ("white-noise", 20.0), ("environment-like", 20), ("music-like", 20), ("babble", 20), ("bursts", 10),
    ])
    func `noise has the stated ratio of root mean squares`(name: String, ratio: Double) throws {
        let noise = difference(try perturbed(name), Self.voice)
        // Single precision rounds the sum.
        #expect(abs(decibels(Self.voice) - decibels(noise) - ratio) < 0.01)
    }

    @Test func `faint noise lies 35, 40 or 45 dB below`() throws {
        var ratios = Set<Int>()
        for seed: UInt64 in 1...30 {
            let noise = difference(try perturbed("faint-noise", seed: seed), Self.voice)
            ratios.insert(Int((decibels(Self.voice) - decibels(noise)).rounded()))
        }
        #expect(ratios == [35, 40, 45])
    }

    @Test func `clipping cuts one to three samples in a thousand, and only the loudest`() throws {
        let noise = Synthetic.noise(duration: 1).samples
        for seed: UInt64 in 1...8 {
            let clipped = try perturbed("clipping", noise, seed: seed)
            let limit = clipped.map(abs).max() ?? 0
            let count = zip(clipped, noise).count { $0 != $1 }
            // One more or less where a sample lies exactly at the limit.
            #expect([16, 32, 48].contains { abs($0 - count) <= 1 }, "\(count)")
            #expect(zip(clipped, noise).allSatisfy { $0 == $1 || (abs($0) == limit && abs($1) > limit) })
        }
    }

    @Test func `the filters lose 3 dB at their cutoff and 6 dB an octave beyond`() throws {
        func loss(_ perturbation: Perturbation, at frequency: Double) throws -> Double {
            let tone = sine(frequency)
            // The beginning is the filter's settling.
            return decibels(Array(tone.dropFirst(4000))) - decibels(Array(try perturbed(perturbation, tone).dropFirst(4000)))
        }
        #expect(abs(try loss(.highPass(cutoffs: [100]), at: 100) - 3.01) < 0.05)
        #expect(abs(try loss(.highPass(cutoffs: [100]), at: 25) - 12.3) < 0.1)
        #expect(try loss(.highPass(cutoffs: [100]), at: 1000) < 0.1)
        #expect(abs(try loss(.lowPass(cutoffs: [6500]), at: 6500) - 3.01) < 0.05)
        #expect(try loss(.lowPass(cutoffs: [6500]), at: 500) < 0.1)
    }

    @Test(arguments: [("tilt-up", 9.0), ("tilt-down", -9)])
    func `a tilt is a straight line of 1.5 dB a kilohertz at the same level`(name: String, rise: Double) throws {
        func level(_ samples: [Float], at frequency: Double) -> Double {
            let wave = sine(frequency)
            var product = 0.0
            for index in 2000..<14000 { product += Double(samples[index]) * Double(wave[index]) }
            return 20 * log10(abs(product))
        }
        let pair: [Float] = zip(sine(1000), sine(7000)).map { 0.5 * $0 + 0.5 * $1 }
        let tilted = try perturbed(name, pair)
        #expect(abs(level(tilted, at: 7000) - level(tilted, at: 1000) - rise) < 0.3)
        #expect(tilted.count == pair.count && abs(decibels(tilted) - decibels(pair)) < 0.01)
    }

    @Test func `another microphone keeps the level, and each clip has its own`() throws {
        let first = try perturbed("microphone", seed: 1)
        #expect(abs(decibels(first) - decibels(Self.voice)) < 0.01 && first.count == Self.voice.count)
        #expect(try perturbed("microphone", seed: 2) != first)
    }

    @Test func `a telephone passes 300 to 3400 Hz and hardly anything beyond`() throws {
        func loss(at frequency: Double) throws -> Double {
            let tone = sine(frequency)
            return decibels(tone) - decibels(try perturbed("telephone", tone))
        }
        #expect(abs(try loss(at: 1000)) < 3)
        #expect(try loss(at: 60) > 20)
        #expect(try loss(at: 5000) > 30)
        #expect(try perturbed("telephone").count == Self.voice.count)
    }

    @Test func `a room rings on after a click, longer than the booth`() throws {
        let click = [Float](repeating: 0, count: 1000) + [0.5] + [Float](repeating: 0, count: 15000)
        func share(_ perturbation: Perturbation) throws -> Double {
            let heard = try perturbed(perturbation, click)
            #expect(heard.count == click.count && heard.prefix(1000).allSatisfy { abs($0) < 1e-6 })
            return power(Array(heard.dropFirst(1000 + 800))) / power(heard)
        }
        let room = try Self.test("room")
        let booth = try share(try #require(room.reference))
        // After 50 ms.
        #expect(booth < 1e-4)
        #expect(try share(room.perturbation) > 10 * booth)
    }

    @Test func `without voices there is no babble`() throws {
        var generator = SeededGenerator(seed: 1)
        let perturber = Perturber(try Self.test("babble").perturbation, sampleRate: 16000)
        #expect(try perturber.apply(to: Self.voice, using: &generator) == Self.voice)
    }
}
