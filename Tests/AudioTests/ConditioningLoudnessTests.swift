import Foundation
import TestSupport
import Testing
import UndertoneAudio

struct ConditioningLoudnessTests {
    private func loudness(_ samples: [Float], sampleRate: Int = 48000) throws -> Double? {
        let meter = try LoudnessMeter(sampleRate: sampleRate)
        meter.add(samples)
        return meter.integratedLoudness
    }

    private func peak(_ samples: [Float]) -> Double { samples.reduce(0) { max($0, abs(Double($1))) } }

    @Test func `a sine of 1 kHz at full scale in one channel has −3.01 LUFS, as BS.1770 says`() throws {
        let sine = Synthetic.sine(frequency: 1000, duration: 2, sampleRate: 48000, amplitude: 1).samples
        #expect(abs(try #require(try loudness(sine)) + 3.01) < 0.05)
        #expect(try loudness(sine.map { $0 / 10 }).map { abs($0 + 23.01) < 0.05 } == true)
        // A block of 400 ms is the shortest that has a loudness.
        #expect(try loudness(Array(sine.prefix(48000 * 39 / 100))) == nil)
        #expect(try loudness([Float](repeating: 0, count: 48000)) == nil)
    }

    @Test func `pauses hardly move the integrated loudness`() throws {
        let sine = Synthetic.sine(frequency: 500, duration: 2, amplitude: 0.1).samples
        let paused = sine + [Float](repeating: 0, count: 64000) + sine
        let plain = try #require(try loudness(sine, sampleRate: 16000))
        #expect(abs(try #require(try loudness(paused, sampleRate: 16000)) - plain) < 0.6)
    }

    @Test(arguments: [LoudnessTarget.integrated(-23), .rms(-26), .peak(-6)])
    func `a segment reaches its target whatever its level was, by one gain`(target: LoudnessTarget) throws {
        let conditioning = Conditioning(loudness: target)
        let tone = Synthetic.sine(frequency: 400, duration: 1, amplitude: 0.3).samples
        let reference = conditioning.segment(tone, sampleRate: 16000)
        for gain in [Float(0.1), 0.5, 3] {
            let output = conditioning.segment(tone.map { $0 * gain }, sampleRate: 16000)
            // libebur128 and the level in decibels are in double precision; the samples are not.
            for index in stride(from: 0, to: output.count, by: 97) { #expect(abs(output[index] - reference[index]) < 1e-4) }
        }
        switch target {
        case .integrated(let level):
            #expect(abs(try #require(try loudness(reference, sampleRate: 16000)) - level) < 0.05)
        case .rms(let level):
            let meanSquare = reference.reduce(0) { $0 + Double($1) * Double($1) } / Double(reference.count)
            #expect(abs(10 * log10(meanSquare) - level) < 0.01)
        case .peak(let level): #expect(abs(20 * log10(peak(reference)) - level) < 0.01)
        }
    }

    @Test func `what is shorter than 400 ms is measured by its root mean square`() {
        let tone = Synthetic.sine(frequency: 400, duration: 0.2, amplitude: 0.01).samples
        #expect(
            Conditioning(loudness: .integrated(-23)).segment(tone, sampleRate: 16000)
                == Conditioning(loudness: .rms(-23)).segment(tone, sampleRate: 16000))
    }

    @Test func `silence stays silent, quiet sound is lifted by 30 dB at most, and no peak passes −1 dB`() {
        let target = Conditioning(loudness: .rms(-10))
        let whisper = Synthetic.noise(duration: 0.5, amplitude: 0.0001).samples
        #expect(target.segment(whisper, sampleRate: 16000) == whisper)
        let quiet = Synthetic.sine(frequency: 300, duration: 0.5, amplitude: 0.001).samples
        let lifted = peak(target.segment(quiet, sampleRate: 16000))
        #expect(abs(lifted / 0.001 - pow(10, 1.5)) < 0.05)
        // Clicks over a soft tone: the tone's level asks for more than the clicks leave room for.
        var peaky = Synthetic.sine(frequency: 300, duration: 1, amplitude: 0.02).samples
        peaky[5000] = 0.9
        let limited = peak(target.segment(peaky, sampleRate: 16000))
        #expect(limited <= pow(10, -1.0 / 20) + 1e-6)
    }

    @Test func `trimming keeps the sound and a tenth of a second around it`() {
        let tone = Synthetic.sine(frequency: 300, duration: 0.5).samples
        // 50 dB below the tone.
        let hiss = Synthetic.noise(duration: 0.8, amplitude: 0.002).samples
        let trimmed = Conditioning(trimming: .default).segment(hiss + tone + hiss, sampleRate: 16000)
        #expect(abs(trimmed.count - (8000 + 2 * 1600)) <= 320)
        #expect(Conditioning(trimming: .default).segment(hiss, sampleRate: 16000) == hiss)
        let zeros = [Float](repeating: 0, count: 4000)
        #expect(Conditioning(trimming: .default).segment(zeros, sampleRate: 16000) == zeros)
    }
}
