import Foundation
import TestSupport
import Testing
import UndertoneAudio

struct AugmentationTests {
    static let rate = 16000
    static let others = BabbleSource([CodecTests.voice(frequency: 110), CodecTests.voice(seconds: 0.7, frequency: 220)])

    private func apply(_ recipe: String, to samples: [Float], seed: UInt64 = 1, rate: Int = rate) throws -> [Float] {
        try augment(recipe, samples, seed: seed, rate: rate).samples
    }

    private func augment(_ recipe: String, _ samples: [Float], seed: UInt64 = 1, rate: Int = rate) throws -> AugmentedSamples {
        var generator = SeededGenerator(seed: seed)
        return try AugmentationRecipe(parsing: recipe)
            .augmented(samples, sampleRate: rate, using: &generator, babble: Self.others)
    }

    // MARK: Whatever the samples

    @Test(arguments: Augmentation.words) func `any samples come out finite, and as long as they may be`(_ word: String) throws {
        for count in [0, 1, 2, 20, 1600] {
            for value: Float in [0, 1, .nan, .infinity, -3e38, 1e-40] {
                let samples = [Float](repeating: value, count: count)
                for rate in [1000, 16000, 44100] {
                    let found = try apply(word, to: samples, rate: rate)
                    #expect(found.allSatisfy { $0.isFinite })
                    #expect(found.isEmpty == samples.isEmpty)
                    if word != "tempo", word != "crop" { #expect(found.count == count) }
                }
            }
        }
    }

    @Test(arguments: Augmentation.words) func `the same seed gives the same bits, another seed others`(_ word: String) throws {
        let voice = CodecTests.voice()
        let found = try apply(word, to: voice)
        #expect(try apply(word, to: voice) == found)
        #expect(try (2...5).contains { try apply(word, to: voice, seed: $0) != found })
        #expect(found != voice)
    }

    @Test(arguments: Augmentation.words) func `silence stays silent, but for a voice mixed in`(_ word: String) throws {
        guard word != "mixup" else { return }
        let found = try apply(word, to: [Float](repeating: 0, count: 8000))
        // Codecs hiss in their last bits: of 13, with GSM.
        #expect(found.allSatisfy { abs($0) < 1e-3 })
    }

    @Test func `a probability is how often it happens, and leaves what follows as it was`() throws {
        let voice = CodecTests.voice(seconds: 0.1)
        let happened = try (0..<400).filter { try !augment("gain:3@0.25", voice, seed: UInt64($0)).drawn.isEmpty }.count
        // Three standard deviations of a binomial distribution.
        #expect(abs(happened - 100) < 27)
        let first = try augment("gain:-10..10,gain:-6..6", voice).drawn
        let second = try (1...20).compactMap { (seed: UInt64) -> Bool? in
            let drawn = try augment("gain:-10..10@0.5,gain:-6..6", voice, seed: seed).drawn
            return drawn.count == 1 ? drawn[0] == (try augment("gain:-10..10,gain:-6..6", voice, seed: seed).drawn[1]) : nil
        }
        #expect(first.count == 2)
        #expect(!second.isEmpty && second.allSatisfy { $0 })
    }

    @Test func `what was drawn can be asked for again`() throws {
        let drawn = try augment("noise,reverb,telephone,pitch", CodecTests.voice()).drawn
        #expect(drawn.count == 4)
        for augmentation in drawn {
            #expect(try Augmentation(parsing: augmentation.description) == augmentation)
            if let range = augmentation.range { #expect(range.lowerBound == range.upperBound) }
        }
    }

    @Test func `without other voices there is no babble`() throws {
        var generator = SeededGenerator(seed: 1)
        for word in ["babble", "mixup"] {
            let recipe = try AugmentationRecipe(parsing: word)
            #expect(throws: AugmentationError.needsVoices(word: word)) {
                try recipe.apply(to: [1, 2], sampleRate: 16000, using: &generator)
            }
            #expect(recipe.needsVoices)
        }
        #expect(throws: AugmentationError.sampleRate(10)) {
            try AugmentationRecipe([]).apply(to: [1], sampleRate: 10, using: &generator)
        }
    }

    // MARK: Known truth

    /// In hertz: the lag between 2 and 10 ms at which a voice is most like itself, between the samples by a parabola.
    private func fundamental(of samples: [Float]) -> Double {
        let middle = Array(samples[samples.count / 4..<samples.count * 3 / 4])
        let products = (0...160).map { lag in
            (0..<middle.count - 160).reduce(0.0) { $0 + Double(middle[$1]) * Double(middle[$1 + lag]) }
        }
        let lag = (32..<160).max { products[$0] < products[$1] } ?? 32
        let (a, b, c) = (products[lag - 1], products[lag], products[lag + 1])
        return Double(Self.rate) / (Double(lag) + 0.5 * (a - c) / (a - 2 * b + c))
    }

    @Test(arguments: [-4.0, -2, -0.5, 1, 2, 4]) func `pitch moves by semitones, and time stays`(_ semitones: Double) throws {
        let voice = CodecTests.voice(seconds: 2, frequency: 150)
        let found = try apply("pitch:\(semitones)", to: voice)
        #expect(found.count == voice.count)
        let moved = 12 * log2(fundamental(of: found) / fundamental(of: voice))
        #expect(abs(moved - semitones) < 0.15, "\(moved)")
        // The syllables, a quarter of a second each, are where they were: their loudness by 20 ms is alike.
        func envelope(_ samples: [Float]) -> [Double] {
            stride(from: 0, to: samples.count - 320, by: 320).map { start in
                samples[start..<start + 320].reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot()
            }
        }
        let (before, after) = (envelope(voice), envelope(found))
        let likeness = zip(before, after).reduce(0.0) { $0 + $1.0 * $1.1 }
            / (before.reduce(0) { $0 + $1 * $1 } * after.reduce(0) { $0 + $1 * $1 }).squareRoot()
        #expect(likeness > 0.97, "\(likeness)")
    }

    @Test(arguments: [0.5, 0.8, 1.1, 1.5, 2]) func `tempo changes the length, and pitch stays`(_ factor: Double) throws {
        let voice = CodecTests.voice(seconds: 2, frequency: 150)
        let found = try apply("tempo:\(factor)", to: voice)
        #expect(found.count == Int((32000 / factor).rounded()))
        #expect(abs(12 * log2(fundamental(of: found) / 150)) < 0.15)
        // Nothing is missing at the end.
        #expect(found.suffix(1600).contains { abs($0) > 0.01 })
    }

    @Test func `gain, shift and crop do what they say`() throws {
        let voice = CodecTests.voice()
        #expect(try zip(apply("gain:20", to: voice), voice).allSatisfy { abs($0 - 10 * $1) < 1e-5 })
        let silence = [Float](repeating: 0, count: 1600)
        #expect(try apply("shift:0.1", to: voice) == silence + voice.dropLast(1600))
        #expect(try apply("shift:-0.1", to: voice) == voice.dropFirst(1600) + silence)
        #expect(try apply("shift:10", to: voice).allSatisfy { $0 == 0 })
        let cropped = try apply("crop:0.5", to: voice)
        #expect(cropped.count == voice.count / 2)
        #expect((0...voice.count / 2).contains { voice[$0] == cropped[0] && voice[$0..<$0 + 12000].elementsEqual(cropped) })
    }

    /// Decibels by which tones of 100, 1000 and 3000 Hz were changed, steady state.
    private func changes(_ word: String) throws -> [Double] {
        let tones = [100.0, 1000, 3000]
        let sound = (0..<16000).map { index in
            Float(tones.reduce(0.0) { $0 + 0.1 * sin(2 * Double.pi * $1 * Double(index) / 16000) })
        }
        let found = try apply(word, to: sound)
        #expect(found.count == sound.count)
        return tones.map { tone in
            func amplitude(_ samples: [Float]) -> Double {
                var (real, imaginary) = (0.0, 0.0)
                for index in 4000..<12000 {
                    let angle = 2 * Double.pi * tone * Double(index) / 16000
                    real += Double(samples[index]) * cos(angle)
                    imaginary += Double(samples[index]) * sin(angle)
                }
                return (real * real + imaginary * imaginary).squareRoot()
            }
            return 20 * log10(amplitude(found) / amplitude(sound))
        }
    }

    @Test(arguments: [-3.0, 2]) func `a tilt is a straight line over frequency, as loud on the whole`(_ slope: Double) throws {
        let found = try changes("tilt:\(slope)")
        // A response of 256 samples bends the line by less than half a decibel.
        #expect(abs(found[2] - found[1] - 2 * slope) < 0.5)
        #expect(abs(found[1] - found[0] - 0.9 * slope) < 0.5)
        let power = found.reduce(0) { $0 + pow(10, $1 / 10) } / 3
        #expect(abs(10 * log10(power)) < 0.2)
    }

    @Test func `a low cut is 3 dB at its frequency and 6 dB an octave below it`() throws {
        let (at, far) = (try changes("low-cut:100"), try changes("low-cut:1600"))
        #expect(abs(at[0] + 3.01) < 0.1 && abs(at[1]) < 0.1)
        // A filter of samples bends a little where its frequency nears half the rate.
        #expect(abs(far[0] + 10 * log10(1 + 256)) < 0.5)
    }

    @Test(arguments: [0.01, 0.1, 0.5]) func `that share of the samples is clipped`(_ share: Double) throws {
        let noise = Synthetic.noise(duration: 1).samples
        let found = try apply("clip:\(share)", to: noise)
        let threshold = try #require(found.map(abs).max())
        let clipped = noise.filter { abs($0) > threshold }.count
        // The threshold is one of steps of 1 %.
        #expect(abs(Double(clipped) / 16000 - share) < 0.011)
        #expect(zip(found, noise).allSatisfy { $0 == $1 || abs($1) > threshold && abs($0) == threshold && $0 * $1 > 0 })
    }

    @Test func `a mask averages a stretch and leaves the rest bit for bit`() throws {
        let voice = CodecTests.voice(seconds: 2)
        let found = try apply("mask-time:0.3", to: voice)
        let changed = voice.indices.filter { voice[$0] != found[$0] }
        let first = try #require(changed.first)
        let last = try #require(changed.last)
        // Frames of 32 ms overlap by a half, which adds one at the edges.
        #expect((4000...5900).contains(last - first + 1))
        #expect((found.map(abs).max() ?? 0) < 2 * (voice.map(abs).max() ?? 0))
    }

    @Test func `a mask takes the changes out of a band`() throws {
        // Tones that come and go, an octave apart.
        let tones = [500.0, 1000, 2000, 4000]
        let sound = (0..<32000).map { index in
            let time = Double(index) / 16000
            let on = Int(time * 5).isMultiple(of: 2)
            return on ? Float(tones.reduce(0.0) { $0 + 0.1 * sin(2 * Double.pi * $1 * time) }) : 0
        }
        let found = try apply("mask-frequency:0.4", to: sound)
        // Power of each tone while they are on, before and after.
        let transform = FourierTransform(length: 2048)
        let (before, after) = (
            transform.powerSpectrum(Array(sound[400..<2448])), transform.powerSpectrum(Array(found[400..<2448]))
        )
        let changes = tones.map { tone in
            let bin = Int((tone / 16000 * 2048).rounded())
            return 10 * log10(after[bin] / before[bin])
        }
        #expect(changes.contains { $0 < -6 }, "\(changes)")
        #expect(changes.contains { abs($0) < 0.5 }, "\(changes)")
    }

    @Test func `mixup says with whom and by how much`() throws {
        let voice = CodecTests.voice()
        var weights: [Double] = []
        for seed in 0..<200 {
            let found = try augment("mixup:0.2", voice, seed: UInt64(seed))
            let mixture = try #require(found.mixture)
            #expect((0..<2).contains(mixture.companion) && (0...1).contains(mixture.weight))
            weights.append(mixture.weight)
        }
        // Beta(α, α): mean ½, variance 1/(4(2α + 1)) = 0.179; three standard errors and a little.
        let mean = weights.reduce(0, +) / 200
        #expect(abs(mean - 0.5) < 0.1)
        #expect(abs(weights.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 200 - 0.179) < 0.03)
        // What is left after the own share is the companion, as loud as its share.
        let found = try augment("mixup:1", voice, seed: 3)
        let mixture = try #require(found.mixture)
        let rest = zip(found.samples, voice).map { $0 - Float(mixture.weight) * $1 }
        let share = (activePower(of: rest, sampleRate: Self.rate) / activePower(of: voice, sampleRate: Self.rate)).squareRoot()
        #expect(abs(share / (1 - mixture.weight) - 1) < 0.1)
    }
}
