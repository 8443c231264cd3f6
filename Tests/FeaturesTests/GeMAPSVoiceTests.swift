import Foundation
import TestSupport
import Testing
import UndertoneAudio

@testable import UndertoneFeatures

struct GeMAPSVoiceTests {
    private let rate = 16000

    /// Damped oscillations, one a period, whose lengths in samples and heights are given.
    private func pulses(lengths: [Double], heights: [Double] = [], rate: Int = 16000) -> [Float] {
        let count = Int(lengths.reduce(0, +))
        var samples = [Float](repeating: 0, count: count)
        var time = 0.0
        for (index, length) in lengths.enumerated() {
            let height = 0.4 * (index < heights.count ? heights[index] : 1)
            for n in max(0, Int(time.rounded(.up)))..<min(count, Int(time) + 6 * Int(length)) {
                let after = (Double(n) - time) / Double(rate)
                samples[n] += Float(height * exp(-after * 900) * sin(2 * .pi * 300 * after))
            }
            time += length
        }
        return samples
    }

    private func train(frequency: Double, seconds: Double, rate: Int = 16000) -> [Float] {
        pulses(lengths: [Double](repeating: Double(rate) / frequency, count: Int(seconds * frequency)), rate: rate)
    }

    private func frames(_ samples: [Float], rate: Int = 16000) -> [GeMAPSVoiceFrame] {
        var stream = GeMAPSVoiceStream(GeMAPSVoiceComputer(sampleRate: rate))
        let formants = [SIMD3<Float>](repeating: [700, 1500, 2500], count: samples.count / (rate / 100) + 1)
        return stream.accept(samples, formants: formants) + stream.finish()
    }

    @Test(
        "The frequency of a pulse train is found within a tenth of a semitone from 60 to 500 Hz",
        arguments: [60.0, 80, 100, 150, 210, 300, 400, 500])
    func pitch(frequency: Double) {
        let inner = frames(train(frequency: frequency, seconds: 1)).dropFirst(5).dropLast(5)
        #expect(inner.count > 70)
        // The octave scale has 61 points an octave and its peaks are refined by a parabola; low harmonics stand few bins apart.
        for frame in inner { #expect(abs(12 * log2(Double(frame.fundamentalFrequency) / frequency)) < 0.1) }
    }

    @Test("Every sample rate finds the same frequency", arguments: [8000, 11025, 22050, 44100, 48000, 96000])
    func rates(rate: Int) {
        let inner = frames(train(frequency: 150, seconds: 0.6, rate: rate), rate: rate).dropFirst(5).dropLast(5)
        #expect(!inner.isEmpty)
        for frame in inner { #expect(abs(12 * log2(Double(frame.fundamentalFrequency) / 150)) < 0.1) }
    }

    @Test("Jitter grows with the spread of the periods and is close to it")
    func jitter() {
        var last: Float = -1
        for spread in [0.0, 0.01, 0.02, 0.04] {
            let lengths = (0..<150).map { 100 * (1 + ($0.isMultiple(of: 2) ? spread : -spread) / 2) }
            let values = frames(pulses(lengths: lengths)).dropFirst(8).dropLast(8).map(\.jitter)
            let mean = values.reduce(0, +) / Float(values.count)
            #expect(mean > last)
            // Consecutive periods differ by the spread itself.
            #expect(abs(mean - Float(spread)) < 0.003 + 0.3 * Float(spread))
            last = mean
        }
    }

    @Test("Shimmer grows with the spread of the heights and is close to it")
    func shimmer() {
        var last: Float = -1
        for ratio in [1.0, 0.9, 0.8, 0.6] {
            let heights = (0..<150).map { $0.isMultiple(of: 2) ? 1 : ratio }
            let lengths = [Double](repeating: 100, count: 150)
            let values = frames(pulses(lengths: lengths, heights: heights)).dropFirst(8).dropLast(8).map(\.shimmer)
            let mean = values.reduce(0, +) / Float(values.count)
            let expected = Float(20 * log10(1 + (1 - ratio) / ((1 + ratio) / 2)))
            #expect(mean > last)
            #expect(abs(mean - expected) < 0.1 + 0.25 * expected)
            last = mean
        }
    }

    @Test("Noise and silence have no voice, and their values are the defined ones")
    func unvoiced() {
        let silent = frames([Float](repeating: 0, count: rate))
        #expect(silent.allSatisfy { $0 == GeMAPSVoiceFrame() })
        let noisy = frames(Synthetic.noise(duration: 2).samples)
        #expect(noisy.filter { $0.fundamentalFrequency > 0 }.count * 20 <= noisy.count)
    }

    @Test("A gain changes neither frequency nor jitter nor any ratio")
    func gain() {
        let samples = train(frequency: 140, seconds: 0.8)
        // A power of two scales exactly.
        let (quiet, loud) = (frames(samples), frames(samples.map { $0 * 2 }))
        for (a, b) in zip(quiet, loud) {
            #expect(abs(a.fundamentalFrequency - b.fundamentalFrequency) <= 1e-4 * a.fundamentalFrequency)
            #expect(abs(a.jitter - b.jitter) < 1e-5)
            #expect(abs(a.harmonicsToNoise - b.harmonicsToNoise) < 1e-2)
            #expect(abs(a.h1h2 - b.h1h2) < 1e-3)
        }
    }

    @Test("However the samples are cut, the frames are the same bits", arguments: [1, 7, 160, 961, 5000])
    func chunks(length: Int) {
        let samples = Array((train(frequency: 120, seconds: 0.5) + Synthetic.noise(duration: 0.2).samples
            + train(frequency: 250, seconds: 0.5)).prefix(length == 1 ? 4000 : .max))
        let whole = frames(samples)
        var stream = GeMAPSVoiceStream(GeMAPSVoiceComputer(sampleRate: rate))
        var pieces: [GeMAPSVoiceFrame] = []
        var handed = 0
        for start in stride(from: 0, to: samples.count, by: length) {
            let end = min(samples.count, start + length)
            let known = max(handed, end / 160)
            let formants = [SIMD3<Float>](repeating: [700, 1500, 2500], count: known - handed)
            handed = known
            pieces += stream.accept(Array(samples[start..<end]), formants: formants)
        }
        pieces += stream.finish(formants: [SIMD3<Float>](repeating: [700, 1500, 2500], count: 10))
        #expect(pieces == whole)
    }

    @Test("Short, broken and extreme input gives defined values")
    func odd() {
        #expect(frames([]).isEmpty)
        #expect(frames([0.5]).isEmpty)
        #expect(frames(Array(train(frequency: 150, seconds: 0.05))).isEmpty)
        var broken = train(frequency: 150, seconds: 0.5)
        for index in stride(from: 100, to: broken.count, by: 977) { broken[index] = index.isMultiple(of: 2) ? .nan : .infinity }
        let square = (0..<8000).map { Float($0 / 50 % 2 == 0 ? 1 : -1) }
        for samples in [broken, square, square.map { $0 * 1e30 }, square.map { $0 * 1e-30 }] {
            for frame in frames(samples) {
                for value in [
                    frame.fundamentalFrequency, frame.jitter, frame.shimmer, frame.harmonicsToNoise, frame.h1h2, frame.h1a3,
                    frame.formantAmplitudes.x, frame.formantAmplitudes.y, frame.formantAmplitudes.z,
                ] { #expect(value.isFinite) }
            }
        }
    }

    @Test("At the end one frame is open, and two where the last one lacks candidates")
    func openEnd() {
        func openFrames(candidates counts: [Int]) -> Int {
            var path = GeMAPSPitchPath(cutoff: GeMAPSSubharmonics.voicingCutoff)
            for count in counts {
                let frequencies: [Float] = [200, 400, 100, 600, 300, 150]
                _ = path.append(frequencies.prefix(count).enumerated().map { index, frequency in
                    PitchCandidate(frequency: frequency, strength: 0.85 - 0.05 * Float(index))
                })
            }
            return path.openFrameCount
        }
        #expect(openFrames(candidates: []) == 0)
        #expect(openFrames(candidates: [6]) == 1)
        #expect(openFrames(candidates: [6, 6, 6, 6]) == 1)
        #expect(openFrames(candidates: [6, 6, 6, 5]) == 2)
        #expect(openFrames(candidates: [Int](repeating: 6, count: 60) + [3]) == 2)
    }

    @Test(
        "Both paths step alike, at rates that are no multiple of 100 Hz too",
        arguments: [8000, 8051, 11025, 16000, 22050, 44100])
    func hops(rate: Int) {
        let (spectral, voice) = (GeMAPSSpectralComputer(sampleRate: rate), GeMAPSVoiceComputer(sampleRate: rate))
        #expect(spectral.hopLength == voice.hopLength)
        #expect(abs(Double(voice.windowLength) - 0.06 * Double(rate)) <= 0.5)
    }

    @Test("One spectrum alone gives what it gives among others")
    func alone() throws {
        let samples = train(frequency: 130, seconds: 0.3)
        let summation = GeMAPSSubharmonics(sampleRate: rate, transformLength: 1024)
        let transform = FourierTransform(length: 1024)
        let magnitudes = transform.powerSpectrum(Array(samples[1000..<1960])).map { $0.squareRoot() }
        let found = summation.candidates(ofMagnitudes: magnitudes)
        let strongest = try #require(found.first)
        #expect(abs(strongest.frequency - 130) < 3)
        #expect(strongest.strength > 0.7)
        #expect(found.count <= 6)
        #expect(found.allSatisfy { $0.frequency >= 55 && $0.frequency <= 1000 })
    }
}
