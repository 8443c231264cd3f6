import Foundation
import TestSupport
import Testing
import UndertoneAudio

@Suite struct SpeechDetectorTests {
    @Test func `however the samples are cut the frames are the same to the bit`() throws {
        let detector = try SpeechDetector(sampleRate: 16000)
        let samples = SpokenSound.phrase(syllables: 8, noise: 0.002)
        let whole = detector.frames(of: samples)
        var generator = SeededGenerator(seed: 7)
        for longest in [1, 37, 160, 4000] {
            var driver = detector.online()
            var frames: [SpeechFrame] = []
            var rest = samples[...]
            while !rest.isEmpty {
                let chunk = rest.prefix(Int.random(in: 1...longest, using: &generator))
                frames += driver.accept(Array(chunk))
                rest = rest.dropFirst(chunk.count)
            }
            frames += driver.finish()
            #expect(frames == whole)
        }
    }

    @Test func `a sample is decided at most 30 ms after it came in`() throws {
        for rate in [8000, 11025, 16000, 22050, 44100, 48000] {
            let detector = try SpeechDetector(sampleRate: rate)
            // At rates that 100 does not divide, a frame may start a sample late.
            #expect(detector.delay <= 0.03 + 1e-9)
            var driver = detector.online()
            var decided = 0
            for sample in 0..<rate {
                decided += driver.accept([0.1]).count
                // Every frame that started as long ago as the delay has been decided.
                let due = sample + 1 - Int((detector.delay * Double(rate)).rounded(.up)) - 1
                if due >= 0 { #expect(decided * rate / 100 > due) }
            }
        }
    }

    @Test func `every sample belongs to a frame`() throws {
        let detector = try SpeechDetector(sampleRate: 11025)
        for count in [0, 1, 110, 111, 1000, 11025] {
            let frames = detector.frames(of: [Float](repeating: 0.1, count: count))
            #expect(detector.frameStart(frames.count) >= count)
            if !frames.isEmpty { #expect(detector.frameStart(frames.count - 1) < count) }
        }
    }

    @Test func `the level of the recording does not matter`() throws {
        let detector = try SpeechDetector(sampleRate: 16000)
        let samples = SpokenSound.phrase(syllables: 8, noise: 0.002)
        let decisions = detector.frames(of: samples).map(\.isSpeech)
        for gain in [Float(0.03), 0.25, 8] {
            // Frames on the edge may fall to the other side by rounding.
            let other = detector.frames(of: samples.map { $0 * gain }).map(\.isSpeech)
            #expect(zip(decisions, other).count { $0 != $1 } <= decisions.count / 50)
        }
    }

    @Test func `a voice is speech and the pause before it is not`() throws {
        let detector = try SpeechDetector(sampleRate: 16000)
        let pause = [Float](repeating: 0, count: 16000)
        let voice = SpokenSound.phrase(syllables: 8, noise: 0)
        let samples = SpokenSound.noisy(pause + voice + pause, noise: 0.002)
        let frames = detector.frames(of: samples).map(\.isSpeech)
        #expect(frames[20..<95].count { $0 } <= 2)
        let spoken = frames[105..<(95 + voice.count / 160)]
        #expect(Double(spoken.count { $0 }) > 0.7 * Double(spoken.count))
    }

    @Test func `silence and constants are no speech`() throws {
        let detector = try SpeechDetector(sampleRate: 16000)
        for level in [Float(0), 0.5, -1] {
            let frames = detector.frames(of: [Float](repeating: level, count: 48000))
            #expect(frames.count == 300)
            // The step at the start is a click.
            #expect(frames.dropFirst(10).count { $0.isSpeech } == 0)
        }
    }

    @Test func `any samples give decisions with finite scores`() throws {
        let detector = try SpeechDetector(sampleRate: 16000)
        let odd: [Float] = [.nan, .infinity, -.infinity, .greatestFiniteMagnitude, .leastNonzeroMagnitude, 0, 1]
        let samples = (0..<8000).map { odd[$0 % odd.count] * ($0 % 3 == 0 ? 1 : -1) }
        let frames = detector.frames(of: samples)
        #expect(frames.count == 50)
        #expect(frames.allSatisfy { $0.score.isFinite })
        #expect(detector.frames(of: []).isEmpty)
        #expect(detector.frames(of: [1]).count == 1)
    }

    @Test func `options out of range are refused with their name`() {
        #expect(throws: SegmentationError.outOfRange(field: "sampleRate", value: "4000", allowed: "from 8000 to 96000")) {
            try SpeechDetector(sampleRate: 4000)
        }
        #expect(throws: SegmentationError.self) {
            try SpeechDetector(SpeechDetectorOptions(onset: .nan), sampleRate: 16000)
        }
        #expect(throws: SegmentationError.order(smaller: "release", larger: "onset")) {
            try SpeechDetector(SpeechDetectorOptions(onset: 0, release: 1), sampleRate: 16000)
        }
    }
}
