import Foundation
import Testing
import TestSupport
import UndertoneAudio
@testable import UndertoneFeatures

/// Properties of the whole set, from samples to columns.
struct ProsodyTests {
    private let computer: ProsodyComputer
    private let speech = SyllableTrain(phrases: [6, 5], rate: 4, pause: 0.4, slope: -2).signal.samples

    init() throws {
        computer = try ProsodyComputer(sampleRate: 16000)
    }

    /// The columns that differ by more than a share of their value, or of 1 if that is larger.
    private func difference(
        _ first: [Float], _ second: [Float], tolerance: Float, except: Set<ProsodyFunctional> = []
    ) -> [String] {
        zip(ProsodyFunctional.allCases, zip(first, second)).compactMap { functional, pair in
            let (a, b) = pair
            let agrees = a.isNaN ? b.isNaN : abs(a - b) <= tolerance * max(1, abs(a))
            return agrees || except.contains(functional) ? nil : "\(functional.rawValue): \(a) and \(b)"
        }
    }

    @Test func `every column has a name of its own and a value in speech`() {
        let values = computer.functionals(of: speech)
        #expect(values.count == computer.functionalNames.count)
        #expect(Set(computer.functionalNames).count == values.count)
        // A falling line has no rises; two phrases have no voiceless gap but the pause.
        let undefined: Set<String> = [
            "pitch_rise_size", "pitch_rise_slope", "unvoiced_length_mean", "unvoiced_length_deviation",
        ]
        for (name, value) in zip(computer.functionalNames, values) where !value.isFinite {
            #expect(undefined.contains(name), "\(name) is \(value)")
        }
    }

    @Test func `a known declination is found in sound`() throws {
        let measurement = computer.measurement(of: speech)
        #expect(measurement[.pitchDeclination].map { abs($0 + 2) < 0.05 } ?? false)
    }

    @Test func `gain moves the level of the intensity and nothing else`() {
        let plain = computer.functionals(of: speech)
        let quiet = computer.functionals(of: speech.map { $0 / 16 })
        #expect(difference(plain, quiet, tolerance: 0.001, except: [.intensityMean]) == [])
        let place = ProsodyFunctional.allCases.firstIndex(of: .intensityMean) ?? 0
        #expect(abs(plain[place] - quiet[place] - 24.08) < 0.01)
    }

    @Test func `silence before and after changes nothing`() {
        let silence = [Float](repeating: 0, count: 32000)
        let longer = computer.functionals(of: silence + speech + silence)
        // Windows at the ends hear the silence instead of being cut short: a few frames of 275 move by a decibel or so.
        #expect(difference(computer.functionals(of: speech), longer, tolerance: 0.1) == [])
    }

    @Test func `played backwards the mean pitch stays`() {
        let (forwards, backwards) = (computer.measurement(of: speech), computer.measurement(of: speech.reversed()))
        let change = (forwards[.pitchMean] ?? .nan) - (backwards[.pitchMean] ?? .nan)
        #expect(abs(change) < 0.02)
    }

    @Test(arguments: [1, 7, 160, 5000])
    func `frames are the same bits however the samples are cut`(size: Int) {
        let samples = Array(speech.prefix(20000))
        let whole = computer.frames(of: samples)
        #expect(whole.rowCount == 126)
        #expect(whole.names == computer.frameNames)
        var stream = computer.online()
        var values: [Float] = []
        for start in stride(from: 0, to: samples.count, by: size) {
            values += stream.accept(Array(samples[start..<min(samples.count, start + size)])).values
        }
        values += stream.finish().values
        #expect(values.map(\.bitPattern) == whole.values.map(\.bitPattern))
    }

    @Test func `a frame has its pitch in hertz and in semitones, or neither`() {
        let frames = computer.frames(of: speech)
        for row in 0..<frames.rowCount {
            let (frequency, semitone) = (frames[row, 0], frames[row, 1])
            #expect(frequency > 0 ? abs(27.5 * exp2(semitone / 12) - frequency) < 0.01 : semitone.isNaN)
        }
        #expect((0..<frames.rowCount).filter { frames[$0, 0] > 0 }.count > 200)
    }

    @Test func `any samples give defined values`() {
        let odd: [[Float]] = [
            [], [0], [1], [.nan], [.infinity, -.infinity], Array(repeating: 0, count: 800), Array(repeating: 0.5, count: 16000),
            Array(repeating: .greatestFiniteMagnitude, count: 4000), Array(repeating: .leastNonzeroMagnitude, count: 4000),
            (0..<8000).map { $0.isMultiple(of: 2) ? .greatestFiniteMagnitude : -.greatestFiniteMagnitude },
            Array(speech.prefix(800)), speech.map { min(1, max(-1, 100 * $0)) }, Array(speech.prefix(4000)) + [.nan],
        ]
        for samples in odd {
            let values = computer.functionals(of: samples)
            #expect(values.count == computer.functionalNames.count)
            #expect(!values.contains { $0.isInfinite })
            let frames = computer.frames(of: samples)
            #expect(frames.rowCount == (samples.isEmpty ? 0 : samples.count / 160 + 1))
        }
        #expect(computer.functionals(of: Array(repeating: 0, count: 16000)).allSatisfy { $0.isNaN })
    }

    @Test func `options out of range are refused by name`() {
        var options = ProsodyOptions()
        options.shortestPause = .nan
        #expect(throws: FeatureOptionsError.self) { try ProsodyComputer(options: options, sampleRate: 16000) }
        options = ProsodyOptions()
        options.pitch.timeStep = 0.005
        #expect(throws: FeatureOptionsError.self) { try ProsodyComputer(options: options, sampleRate: 16000) }
        #expect(throws: FeatureOptionsError.self) { try ProsodyComputer(sampleRate: 500) }
    }

    @Test(arguments: [8000, 16000, 44100])
    func `a voice is summed up alike at any rate`(rate: Int) throws {
        let signal = try Signal(samples: speech, sampleRate: 16000).resampled(to: rate)
        let (voice, plain) = (VoiceSummary(of: signal), VoiceSummary(of: Signal(samples: speech, sampleRate: 16000)))
        #expect(voice.medianPitch.map { abs($0 / (plain.medianPitch ?? .nan) - 1) < 0.003 } ?? false)
        #expect(voice.speechRate.map { abs($0 - (plain.speechRate ?? .nan)) < 0.1 } ?? false)
        #expect(voice.pauseShare.map { abs($0 - (plain.pauseShare ?? .nan)) < 0.02 } ?? false)
        #expect(voice.alphaRatio.map { abs($0 - (plain.alphaRatio ?? .nan)) < 0.5 } ?? false)
        #expect(voice.voicedShare.map { (0.9...1.01).contains($0) } ?? false)
        #expect(voice.intensityVariation != nil && voice.pitchRange != nil)
    }

    @Test func `what a signal does not define is nil`() {
        #expect(VoiceSummary(of: Signal(samples: [], sampleRate: 16000)) == VoiceSummary())
        #expect(VoiceSummary(of: Signal(samples: speech, sampleRate: 100)) == VoiceSummary())
        let whisper = VoiceSummary(of: Synthetic.noise(duration: 1))
        #expect(whisper.medianPitch == nil && whisper.alphaRatio == nil && whisper.speechRate == nil)
        #expect(whisper.voicedShare == 0 && whisper.pauseShare == 0)
    }

    @Test func `a brighter voice has a higher alpha ratio`() throws {
        let dull = SyntheticVoice(formants: SyntheticVoice.closeBackVowel).rendering().signal
        let bright = SyntheticVoice(formants: SyntheticVoice.closeFrontVowel).rendering().signal
        let difference = try #require(VoiceSummary(of: bright).alphaRatio) - #require(VoiceSummary(of: dull).alphaRatio)
        #expect(difference > 3)
    }
}
