import Foundation
import TestSupport
import Testing
import UndertoneAudio

@Suite struct UtteranceCutterTests {
    private func segments(_ samples: [Float], _ options: UtteranceCutterOptions = UtteranceCutterOptions()) throws
        -> [SpeechSegment]
    {
        try UtteranceCutter.segments(of: samples, sampleRate: 16000, options: options)
    }

    /// Phrases of 1.6 s with pauses of 0.8 s, then one of 20 s.
    private static let talk: [Float] = {
        var samples = SpokenSound.silence(0.8)
        for seed in 1...4 { samples += SpokenSound.phrase(syllables: 8, noise: 0, seed: UInt64(seed)) + SpokenSound.silence(0.8) }
        samples += SpokenSound.phrase(syllables: 100, noise: 0, seed: 9) + SpokenSound.silence(0.8)
        return SpokenSound.noisy(samples, noise: 0.001)
    }()

    @Test func `however the samples are cut the utterances are the same`() throws {
        let whole = try segments(Self.talk)
        #expect(whole.count >= 7)
        let decisions = try SpeechDetector(sampleRate: 16000).frames(of: Self.talk)
        var generator = SeededGenerator(seed: 3)
        for longest in [50, 1601, 40000] {
            var cutter = try UtteranceCutter(sampleRate: 16000)
            var found = SpeechFindings()
            var rest = Self.talk[...]
            while !rest.isEmpty {
                let chunk = rest.prefix(Int.random(in: 1...longest, using: &generator))
                let findings = cutter.accept(Array(chunk))
                found.segments += findings.segments
                found.frames += findings.frames
                rest = rest.dropFirst(chunk.count)
            }
            let last = cutter.finish()
            #expect(found.segments + last.segments == whole)
            #expect(found.frames + last.frames == decisions)
        }
    }

    @Test func `utterances are in order, within the lengths, and hold the samples that they name`() throws {
        var end = 0
        for segment in try segments(Self.talk) {
            #expect(segment.start >= end)
            #expect(segment.samples == Array(Self.talk[segment.range]))
            #expect(segment.samples.count <= 8 * 16000)
            #expect(segment.samples.count >= 16000)
            #expect((0...1).contains(segment.speechShare))
            end = segment.end
        }
        #expect(end <= Self.talk.count)
    }

    @Test func `each phrase between pauses is one utterance`() throws {
        let found = try segments(Self.talk).prefix(4)
        for (index, segment) in found.enumerated() {
            let start = Double(segment.start) / 16000
            // A phrase every 2.4 s; padding and the last syllable's quiet end are within 0.35 s.
            #expect(abs(start - (0.8 + 2.4 * Double(index))) < 0.35)
            #expect(abs(Double(segment.samples.count) / 16000 - 1.6) < 0.5)
        }
    }

    @Test func `a short clip with silent ends is one utterance`() throws {
        let clip = SpokenSound.silence(1) + SpokenSound.phrase(syllables: 6, noise: 0) + SpokenSound.silence(1)
        #expect(try segments(clip).count == 1)
        #expect(try segments(SpokenSound.noisy(clip, noise: 0.001)).count == 1)
    }

    @Test func `a short phrase joins a near one and stays alone when there is none`() throws {
        let short = SpokenSound.phrase(syllables: 3, noise: 0)
        let near = SpokenSound.silence(0.6)
        let far = SpokenSound.silence(3)
        let joined = far + short + near + SpokenSound.phrase(syllables: 8, noise: 0, seed: 4) + far
        #expect(try segments(SpokenSound.noisy(joined, noise: 0.001)).count == 1)
        let apart = far + short + far + SpokenSound.phrase(syllables: 8, noise: 0, seed: 4) + far
        #expect(try segments(SpokenSound.noisy(apart, noise: 0.001)).count == 2)
    }

    @Test func `what is no speech gives no utterance`() throws {
        func tones(_ frequencies: [Double], seconds: Double = 4) -> [Float] {
            (0..<Int(seconds * 16000)).map { index in
                let turn = 2 * Double.pi * Double(index) / 16000
                var value = 0.0
                for frequency in frequencies { value += 0.2 * sin(turn * frequency) }
                return Float(value)
            }
        }
        let notes: [[Double]] = [[262, 330, 392], [220, 262, 330], [175, 220, 262], [196, 247, 294]]
        let chords = notes.flatMap { tones($0, seconds: 1) }
        var clicks = SpokenSound.silence(4)
        for index in stride(from: 3000, to: clicks.count, by: 7001) { clicks[index] = 1 }
        let square: [Float] = tones([220]).map { $0 >= 0 ? 1 : -1 }
        let noise = Synthetic.noise(duration: 4, amplitude: 0.5).samples
        let sounds: [(String, [Float])] = [
            ("silence", SpokenSound.silence(4)), ("constant", [Float](repeating: 0.7, count: 64000)), ("tone", tones([440])),
            ("hum", tones([50, 100, 150, 200])), ("chords", chords), ("clicks", clicks), ("square", square), ("noise", noise),
            ("quiet noise", noise.map { $0 * 1e-3 }), ("20 ms", Array(square.prefix(320))), ("one sample", [1]), ("nothing", []),
            ("not numbers", [Float](repeating: .nan, count: 16000)),
        ]
        for (name, samples) in sounds {
            let found = try segments(samples).count
            #expect(found == 0, "\(name)")
        }
    }

    @Test func `memory is that of the longest utterance`() throws {
        var cutter = try UtteranceCutter(sampleRate: 16000)
        let voice = SpokenSound.phrase(syllables: 20, noise: 0.001)
        var most = 0
        for _ in 0..<15 {
            _ = cutter.accept(voice)
            most = max(most, cutter.heldSampleCount)
        }
        #expect(most <= Int(10.8 * 16000))
        for _ in 0..<30 { _ = cutter.accept(SpokenSound.silence(4)) }
        #expect(cutter.heldSampleCount <= 16000)
    }

    @Test func `options that do not fit together are refused`() {
        for options in [
            UtteranceCutterOptions(padding: 0.2), UtteranceCutterOptions(shortest: 5), UtteranceCutterOptions(longest: .infinity),
            UtteranceCutterOptions(minimumPause: .nan),
        ] {
            #expect(throws: SegmentationError.self) { try UtteranceCutter(options, sampleRate: 16000) }
        }
    }
}
