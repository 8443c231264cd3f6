import Foundation
import Testing
import TestSupport
import UndertoneAudio
@testable import UndertoneFeatures

/// Rhythm of syllables whose number and times are known.
struct RhythmTests {
    private func measure(_ samples: [Float]) throws -> ProsodyMeasurement {
        try ProsodyComputer(sampleRate: 16000).measurement(of: samples)
    }

    @Test(arguments: [2.0, 3, 4, 5, 6, 7, 8])
    func `as many syllables are counted as were spoken`(rate: Double) throws {
        let train = SyllableTrain(phrases: [12], rate: rate)
        let measurement = try measure(train.signal.samples)
        #expect(measurement[.syllableCount] == 12)
        // The speech begins and ends where the first and last syllable come out of silence: within 30 ms at each end.
        #expect(abs((measurement[.speechDuration] ?? 0) - train.duration) < 0.07)
        #expect(abs((measurement[.speechRate] ?? 0) / rate - 1) < 0.05)
        #expect((measurement[.syllableVariability] ?? 100) < 15)
    }

    @Test func `pauses are counted and timed, and slow the speech but not its articulation`() throws {
        let train = SyllableTrain(phrases: [8, 4, 6], rate: 5, pause: 0.6)
        let measurement = try measure(train.signal.samples)
        #expect(measurement[.syllableCount] == 18)
        #expect(measurement[.pauseCount] == 2)
        // A window of 64 ms sees the sound on either side of a pause before it is there.
        #expect(abs((measurement[.pauseLengthMean] ?? 0) - 0.6) < 0.07)
        #expect(abs((measurement[.pauseShare] ?? 0) - 1.2 / train.duration) < 0.03)
        #expect(abs((measurement[.speechRate] ?? 0) - 18 / train.duration) < 0.15)
        #expect(abs((measurement[.articulationRate] ?? 0) - 5) < 0.25)
        #expect(abs((measurement[.syllableDuration] ?? 0) - 0.2) < 0.01)
        #expect(abs((measurement[.pauseShare] ?? 0) + (measurement[.phonationRatio] ?? 0) - 1) < 1e-9)
        #expect(measurement[.voicedSegmentRate].map { abs($0 - 3 / train.duration) < 0.05 } ?? false)
    }

    @Test func `the closure of a consonant is no pause`() throws {
        let measurement = try measure(SyllableTrain(phrases: [3, 3, 3], pause: 0.15).signal.samples)
        #expect(measurement[.pauseCount] == 0)
        #expect(measurement[.pauseLengthMean] == nil)
        #expect(measurement[.unvoicedLengthMean].map { abs($0 - 0.15) < 0.06 } ?? false)
    }

    @Test func `a click in a pause does not part it`() throws {
        let train = SyllableTrain(phrases: [5, 5], pause: 1)
        var samples = train.signal.samples
        let middle = samples.count / 2
        samples[middle] = 0.02
        let measurement = try measure(samples)
        #expect(measurement[.pauseCount] == 1)
        #expect(measurement[.syllableCount] == 10)
    }

    @Test func `noise has no syllables and no rate, but a duration`() throws {
        let measurement = try measure(Synthetic.noise(duration: 1).samples)
        #expect(measurement[.syllableCount] == 0)
        #expect(measurement[.speechRate] == nil)
        #expect(measurement[.pitchMean] == nil)
        #expect(measurement[.pauseCount] == 0)
        #expect(measurement[.speechDuration].map { abs($0 - 1) < 0.03 } ?? false)
    }

    @Test func `a steady hum far below the speech does not fill its pauses`() throws {
        var samples = SyllableTrain(phrases: [5, 5], pause: 0.5).signal.samples
        let hum = Synthetic.noise(duration: 10, amplitude: 0.0005, seed: 3).samples
        for index in samples.indices { samples[index] += hum[index] }
        let measurement = try measure(samples)
        #expect(measurement[.pauseCount] == 1)
        #expect(measurement[.syllableCount] == 10)
    }
}
