import Foundation
import TestSupport
import Testing
import UndertoneAudio

struct QualityTests {
    private let rate = 16000

    private func quality(_ samples: [Float], decisions: [Bool] = [], sampleRate: Int = 16000) -> RecordingQuality {
        var meter = QualityMeter(sampleRate: sampleRate)
        meter.add(samples)
        meter.add(decisions: decisions)
        return meter.quality
    }

    private func power(_ samples: [Float]) -> Double {
        samples.reduce(0) { $0 + Double($1) * Double($1) } / Double(max(samples.count, 1))
    }

    /// Bursts of a buzz with overtones up to 3 kHz: 0.3 s of every 0.5 s, and whether each frame of 10 ms holds one.
    private func bursts(duration: Double) -> (samples: [Float], decisions: [Bool]) {
        let samples: [Float] = (0..<Int(duration * 16000)).map { index in
            guard index % 8000 < 4800 else { return 0 }
            let time = Double(index) / 16000
            return Float(buzz(phase: 2 * Double.pi * 150 * time, harmonics: 20))
        }
        return (samples, (0..<Int(duration * 100)).map { $0 % 50 < 30 })
    }

    @Test(arguments: [0.0, 5, 10, 20, 30]) func `the signal-to-noise ratio of a known mixture is found in its pauses within 1 dB`(
        truth: Double
    ) throws {
        let (voice, decisions) = bursts(duration: 4)
        let spoken = voice.enumerated().filter { decisions[$0.offset / 160] }.map(\.element)
        let amplitude = Float((3 * power(spoken) / pow(10, truth / 10)).squareRoot())
        let noise = Synthetic.noise(duration: 4, amplitude: amplitude).samples
        let measured = quality(zip(voice, noise).map { $0 + $1 }, decisions: decisions)
        #expect(abs(try #require(measured.signalToNoise) - truth) < 1)
        #expect(try #require(measured.speechShare) == 0.6)
        #expect(abs(try #require(measured.speechDuration) - 2.4) < 1e-9)
    }

    @Test(arguments: [0.0, 5, 10, 15, 30]) func `without pauses a ratio up to 15 dB is found within 4 dB, beneath the voice`(
        truth: Double
    ) throws {
        let voice: [Float] = (0..<64000).map { index in
            let time = Double(index) / 16000
            // A pitch that glides as a sentence's does, in syllables that never fall silent.
            let phase = 2 * Double.pi * (160 * time + 20 * sin(2 * time))
            let envelope = 0.05 + 0.95 * abs(sin(12 * time))
            return Float(envelope * buzz(phase: phase, harmonics: 15))
        }
        let amplitude = Float((3 * power(voice) / pow(10, truth / 10)).squareRoot())
        let noise = Synthetic.noise(duration: 4, amplitude: amplitude).samples
        let measured = quality(zip(voice, noise).map { $0 + $1 }, decisions: [Bool](repeating: true, count: 400))
        let ratio = try #require(measured.signalToNoise)
        // Above that the voice's own closures bound what can be told.
        #expect(truth <= 15 ? abs(ratio - truth) < 4 : ratio > 11)
    }

    @Test(arguments: [3400.0, 4000, 5500, 7000]) func `the bandwidth is where the spectrum ends`(end: Double) throws {
        var filter = FilterCascade.lowPass(frequency: end, order: 16, sampleRate: rate)
        let measured = quality(filter.process(Synthetic.noise(duration: 2).samples))
        // Where the filter has fallen by the 26 dB that the definition names, but for the smoothing's 125 Hz.
        let edge = stride(from: end, to: 8000, by: 10).first { filter.magnitude(at: $0, sampleRate: rate) < 0.05 }
        #expect(abs(try #require(measured.bandwidth) - (try #require(edge))) < 130)
    }

    @Test(arguments: [8000, 16000, 44100]) func `noise that fills the spectrum has half the sample rate as its bandwidth`(
        rate: Int
    ) {
        #expect(quality(Synthetic.noise(duration: 1, sampleRate: rate).samples, sampleRate: rate).bandwidth == Double(rate) / 2)
    }

    @Test func `a gain moves the levels and nothing else`() throws {
        let (voice, decisions) = bursts(duration: 2)
        let mixed = zip(voice, Synthetic.noise(duration: 2, amplitude: 0.01).samples).map { $0 + $1 }
        let plain = quality(mixed, decisions: decisions)
        let quiet = quality(mixed.map { $0 / 4 }, decisions: decisions)
        #expect(abs(plain.level - quiet.level - 12.041) < 0.001)
        #expect(abs(plain.peak - quiet.peak - 12.041) < 0.001)
        #expect(plain.speechShare == quiet.speechShare && plain.bandwidth == quiet.bandwidth)
        #expect(abs(try #require(plain.signalToNoise) - (try #require(quiet.signalToNoise))) < 1e-9)
    }

    @Test func `the same bits come of any division of samples and decisions`() {
        let (voice, decisions) = bursts(duration: 1.3)
        let mixed = zip(voice, Synthetic.noise(duration: 1.3, amplitude: 0.02).samples).map { $0 + $1 }
        let whole = quality(mixed, decisions: decisions)
        for (samplesFirst, sizes) in [(true, [1, 300, 7]), (false, [5000]), (true, [160])] {
            var meter = QualityMeter(sampleRate: rate)
            var start = 0
            var decided = 0
            for size in sizes.cycled(to: mixed.count) {
                let end = min(start + size, mixed.count)
                let ready = min(decisions.count, samplesFirst ? end / 160 : end / 160 + 40)
                if !samplesFirst { meter.add(decisions: Array(decisions[decided..<ready])) }
                meter.add(Array(mixed[start..<end]))
                if samplesFirst { meter.add(decisions: Array(decisions[decided..<ready])) }
                start = end
                decided = ready
            }
            #expect(meter.quality == whole)
        }
    }

    @Test func `silence, nothing and what is not a number have defined qualities`() {
        let empty = quality([])
        #expect(empty.level == RecordingQuality.silence && empty.peak == RecordingQuality.silence && empty.clipping == 0)
        #expect(empty.speechShare == nil && empty.signalToNoise == nil && empty.bandwidth == nil)
        let silence = quality([Float](repeating: 0, count: 16000), decisions: [Bool](repeating: false, count: 100))
        #expect(silence.speechShare == 0 && silence.signalToNoise == nil && silence.bandwidth == nil)
        #expect(silence.issues == [.noSpeech, .tooQuiet] && silence.reliability == 0)
        #expect(quality([.nan, .infinity]).level == RecordingQuality.silence)
        let square = quality((0..<16000).map { $0 / 40 % 2 == 0 ? 1 : -1 }, decisions: [Bool](repeating: true, count: 100))
        #expect(square.clipping == 1 && square.level == 0 && square.issues.contains(.clipped))
        for rate in [-1, 0, 1000, 192_000, .max] {
            #expect(quality([.greatestFiniteMagnitude, 1, -1], decisions: [true, true], sampleRate: rate).level.isFinite)
        }
    }

    @Test func `issues name what is poor, and reliability falls with each`() {
        let good = RecordingQuality(
            level: -20, peak: -3, clipping: 0, speechShare: 0.7, speechDuration: 3, signalToNoise: 30, bandwidth: 8000)
        #expect(good.issues.isEmpty && good.reliability == 1)
        #expect(RecordingQuality(level: -20, peak: -3, clipping: 0).reliability == 1)
        let poorer: [(RecordingQuality.Issue, (inout RecordingQuality) -> Void)] = [
            (.noisy, { $0.signalToNoise = 3 }), (.short, { $0.speechDuration = 0.3 }), (.narrowBand, { $0.bandwidth = 3400 }),
            (.clipped, { $0.clipping = 0.02 }), (.tooQuiet, { $0.peak = -55 }),
        ]
        var worst = good
        for (issue, change) in poorer {
            var poor = good
            change(&poor)
            #expect(poor.issues == [issue])
            #expect(poor.reliability < 1 && poor.reliability > 0.3)
            let before = worst.reliability
            change(&worst)
            #expect(worst.reliability < before)
        }
        var mute = good
        mute.speechDuration = 0.05
        #expect(mute.issues == [.noSpeech] && mute.reliability == 0)
    }

    @Test func `the JSON always has the same keys, null where a value is not known`() throws {
        let known = RecordingQuality(
            level: -20, peak: -3, clipping: 0, speechShare: 0.5, speechDuration: 1, signalToNoise: 12, bandwidth: 5500)
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        #expect(
            String(decoding: try encoder.encode(quality([])), as: UTF8.self)
                == #"{"bandwidth_hz":null,"clipping_share":0,"issues":["no-speech","too-quiet"],"level_db":-144,"peak_db":-144,"#
                + #""reliability":0,"snr_db":null,"speech_seconds":null,"speech_share":null}"#)
        for value in [known, quality([])] {
            #expect(try JSONDecoder().decode(RecordingQuality.self, from: encoder.encode(value)) == value)
        }
    }
}
