import Foundation
import TestSupport
import Testing
import UndertoneAudio

@testable import UndertoneFeatures

struct VoiceQualityTests {
    private let computer: VoiceQualityComputer

    init() throws {
        computer = try VoiceQualityComputer(sampleRate: 16000)
    }

    private func functionals(_ samples: [Float]) -> [String: Float] {
        Dictionary(uniqueKeysWithValues: zip(computer.functionalNames, computer.functionals(of: samples)))
    }

    @Test("the gain changes nothing but the levels of formants")
    func gain() {
        let (quiet, loud) = (functionals(PitchSignals.phrase), functionals(PitchSignals.phrase.map { $0 * 4 }))
        for (name, value) in quiet where !name.contains("_level_") {
            #expect(loud[name] == value, "\(name)")
        }
    }

    @Test("silence before and after the voice changes no functional by much")
    func silence() throws {
        // Ten whole frames, so that the frames fall on the same sound.
        let silence = [Float](repeating: 0, count: 3200)
        let (bare, framed) = (functionals(PitchSignals.phrase), functionals(silence + PitchSignals.phrase + silence))
        for name in ["jitter_local", "shimmer_local", "hnr_mean", "cpp_mean", "h1_h2_mean", "f1_frequency_mean"] {
            let (a, b) = (try #require(bare[name]), try #require(framed[name]))
            // The first and last frames, which stood at the signal's ends, may differ.
            #expect(abs(a - b) < 0.05 * abs(a), "\(name): \(a), \(b)")
        }
    }

    @Test("however the samples are cut, the rows are the same bits", arguments: [1, 13, 160, 4001])
    func chunks(length: Int) {
        let samples = Array(PitchSignals.phrase.prefix(9000))
        var stream = computer.online()
        var values: [Float] = []
        for start in stride(from: 0, to: samples.count, by: length) {
            values += stream.accept(Array(samples[start..<min(samples.count, start + length)])).values
        }
        values += stream.finish().values
        let whole = computer.frames(of: samples).values
        #expect(values.map(\.bitPattern) == whole.map(\.bitPattern))
        #expect(whole.count == 57 * computer.frameNames.count)
    }

    @Test("a stream gives its rows live, within a second")
    func live() {
        var stream = computer.online()
        var rows = 0
        for _ in 0..<3 { rows += stream.accept(PitchSignals.phrase).rowCount }
        #expect(rows > 200)
    }

    @Test("any samples give defined values: NaN or finite, never infinite")
    func oddSignals() {
        let noise = Synthetic.noise(duration: 0.5, amplitude: 0.5).samples
        let odd: [[Float]] = [
            [], [0.5], [Float](repeating: 0, count: 8000), [Float](repeating: 1, count: 800), noise,
            noise.map { $0 > 0 ? 1 : -1 },
            noise.map { $0 * 1e-30 }, noise.map { $0 * 1e30 }, noise.map { $0 > 0.3 ? .nan : $0 > 0.2 ? .infinity : $0 },
            Synthetic.sine(frequency: 220, duration: 0.5).samples, Array(PitchSignals.phrase.prefix(800)),
            PitchSignals.phrase.map { max(-0.05, min(0.05, $0)) }, [Float](repeating: .nan, count: 5000),
        ]
        for samples in odd {
            let row = computer.functionals(of: samples)
            #expect(row.count == computer.functionalNames.count)
            #expect(row.allSatisfy { !$0.isInfinite })
            #expect(computer.frames(of: samples).values.allSatisfy { !$0.isInfinite })
        }
    }

    @Test("silence is unvoiced: a share of 0, and everything else undefined")
    func undefined() {
        for (name, value) in functionals([Float](repeating: 0, count: 8000)) {
            #expect(name == "voiced_frame_share" ? value == 0 : value.isNaN, "\(name)")
        }
        let frames = computer.frames(of: [Float](repeating: 0, count: 8000))
        #expect(frames.rowCount == 51)
        for row in 0..<frames.rowCount {
            #expect(frames[row, 0] == 0)
            #expect(frames.row(row).dropFirst().filter(\.isNaN).count == frames.columnCount - 1)
        }
    }

    @Test("other sample rates give the same voice", arguments: [8000, 22050, 48000])
    func rates(rate: Int) throws {
        let voice = SyntheticVoice(duration: 0.5, sampleRate: rate, jitter: 0.01, tiltFrequency: 100, harmonicsToNoise: 40)
        let computer = try VoiceQualityComputer(sampleRate: rate)
        let rendering = voice.rendering()
        let row = Dictionary(
            uniqueKeysWithValues: zip(computer.functionalNames, computer.functionals(of: rendering.signal.samples)))
        #expect(abs(Double(row["jitter_local"] ?? .nan) - rendering.jitter) < 0.002)
        // 8 kHz leaves room for less than five formants; what it changes is the bandwidth, not the first of them.
        #expect(abs((row["f1_frequency_percentile_50"] ?? .nan) - 730) < 60)
    }

    @Test("no two columns have the same name")
    func names() {
        #expect(Set(computer.functionalNames).count == computer.functionalNames.count)
        #expect(Set(computer.frameNames).count == computer.frameNames.count)
    }
}
