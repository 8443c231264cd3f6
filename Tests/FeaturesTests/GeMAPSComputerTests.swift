import TestSupport
import Testing
import UndertoneAudio

@testable import UndertoneFeatures

@Suite("GeMAPS sets")
struct GeMAPSComputerTests {
    private let computer: GeMAPSComputer
    /// A vowel between two pauses.
    private let speech: [Float]

    init() throws {
        computer = try GeMAPSComputer(set: .egemaps, sampleRate: 16000)
        let vowel = SyntheticVoice(
            fundamentalFrequency: 140, finalFrequency: 180, duration: 0.6, jitter: 0.01, shimmer: 0.03, harmonicsToNoise: 25)
        speech = Self.pause(0.2) + vowel.rendering().signal.samples + Self.pause(0.3)
    }

    /// Noise at −66 dB, as rooms have.
    private static func pause(_ duration: Double) -> [Float] {
        Synthetic.noise(duration: duration, amplitude: 0.001).samples
    }

    private func functionals(_ samples: [Float]) -> [String: Float] {
        Dictionary(uniqueKeysWithValues: zip(computer.functionalNames, computer.functionals(of: samples)))
    }

    @Test("The columns have the field's names in the field's order")
    func names() throws {
        #expect(computer.functionalNames == Self.functionalNames)
        #expect(computer.frameNames == Self.frameNames)
        let smaller = try GeMAPSComputer(set: .gemaps, sampleRate: 16000)
        let added = ["spectralFlux", "mfcc", "F2bandwidth", "F3bandwidth", "equivalentSoundLevel"]
        func isOld(_ name: String) -> Bool { !added.contains { name.hasPrefix($0) } }
        #expect(smaller.functionalNames == Self.functionalNames.filter(isOld))
        #expect(smaller.functionalNames.count == 62)
        #expect(smaller.frameNames == Self.frameNames.filter(isOld))
        #expect(smaller.frameNames.count == 18)
    }

    @Test("The smaller set holds the values that the larger one has under the same names")
    func sharedValues() throws {
        let smaller = try GeMAPSComputer(set: .gemaps, sampleRate: 16000)
        let all = functionals(speech)
        #expect(smaller.functionals(of: speech) == smaller.functionalNames.map { all[$0] })
    }

    @Test("There is a row every 10 ms, one more than there are whole frames of 60 ms", arguments: [960, 1119, 1120, 16000])
    func rowCount(sampleCount: Int) {
        let rows = computer.frames(of: Array(speech[..<sampleCount])).rowCount
        #expect(rows == (sampleCount - 960) / 160 + 2)
    }

    @Test("However the samples are cut, the rows are the same bits", arguments: [1, 77, 160, 4096])
    func chunks(length: Int) {
        var stream = computer.online()
        var values: [Float] = []
        for start in stride(from: 0, to: speech.count, by: length) {
            values += stream.accept(Array(speech[start..<min(start + length, speech.count)])).values
        }
        values += stream.finish().values
        #expect(values == computer.frames(of: speech).values)
    }

    @Test("Rows come while the sound is heard, not at its end")
    func memory() {
        var stream = computer.online()
        let voice = SyntheticVoice(duration: 3).rendering().signal.samples
        // The path looks 40 frames ahead, the frames are 60 ms long, eight are measured at once and a few wait for their
        // neighbours.
        #expect(stream.accept(voice).rowCount > 300 - 40 - 6 - 8 - 6)
    }

    @Test("What is too short for a frame has no rows, and functionals of 0", arguments: [0, 1, 320, 959])
    func shortInput(sampleCount: Int) {
        let samples = Array(speech[4000..<4000 + sampleCount])
        #expect(computer.frames(of: samples).rowCount == 0)
        #expect(computer.functionals(of: samples) == [Float](repeating: 0, count: 88))
    }

    @Test("Any samples have finite values", arguments: Odd.allCases)
    func oddInput(kind: Odd) {
        let samples = kind.samples
        #expect(computer.functionals(of: samples).allSatisfy { $0.isFinite })
        #expect(computer.frames(of: samples).values.allSatisfy { $0.isFinite })
    }

    enum Odd: CaseIterable {
        case silence, noise, notNumbers, huge, clipped, tone, impulse, moment

        var samples: [Float] {
            switch self {
            case .silence: [Float](repeating: 0, count: 16000)
            case .noise: Synthetic.noise(duration: 0.5).samples
            case .notNumbers: (0..<8000).map { [.nan, .infinity, -.infinity, 0.5][$0 % 4] }
            case .huge: (0..<8000).map { $0.isMultiple(of: 2) ? .greatestFiniteMagnitude : -.greatestFiniteMagnitude }
            case .clipped: Synthetic.sine(frequency: 200, duration: 0.5, amplitude: 5).samples
            case .tone: Synthetic.sine(frequency: 440, duration: 0.5).samples
            case .impulse: (0..<8000).map { $0 == 4000 ? 1 : 0 }
            case .moment: Synthetic.sine(frequency: 150, duration: 0.05).samples
            }
        }
    }

    @Test("Silence has the level −120 dB, no voice and no peaks")
    func silence() {
        let values = functionals([Float](repeating: 0, count: 16000))
        #expect(values["equivalentSoundLevel_dBp"] == -120)
        #expect(values["F0semitoneFrom27.5Hz_sma3nz_amean"] == 0)
        #expect(values["VoicedSegmentsPerSec"] == 0)
        #expect(values["loudnessPeaksPerSec"] == 0)
        #expect(values["F1amplitudeLogRelF0_sma3nz_amean"] == -201)
        #expect(values["F1frequency_sma3nz_amean"] == 0)
        // 94 frames count, and last 93 hops.
        #expect(abs((values["MeanUnvoicedSegmentLength"] ?? 0) - 0.93) < 1e-6)
    }

    @Test("The mean pitch of a vowel that glides from 140 to 180 Hz is that of its middle, in semitones")
    func pitch() {
        // The middle of the glide in semitones is √(140 · 180) = 158.7 Hz, 30.35 semitones; frames at the ends may be unvoiced.
        let mean = functionals(speech)["F0semitoneFrom27.5Hz_sma3nz_amean"] ?? 0
        #expect(abs(mean - 30.35) < 0.3)
    }

    @Test("A louder recording has the same pitch, jitter and formants")
    func gain() {
        // Sixteen-bit steps and the threshold of voicing make the two differ in the last digits only.
        let (quiet, loud) = (functionals(speech.map { $0 / 2 }), functionals(speech))
        for name in ["F0semitoneFrom27.5Hz_sma3nz_amean", "jitterLocal_sma3nz_amean", "F1frequency_sma3nz_amean",
            "F2frequency_sma3nz_amean", "F3frequency_sma3nz_amean"]
        {
            let (a, b) = (quiet[name] ?? 0, loud[name] ?? 0)
            #expect(b > 0 && abs(a - b) < 0.02 * b, "\(name): \(a), \(b)")
        }
    }

    @Test("A pause before and after does not change what the voice is like")
    func pauses() {
        // Whole hops, so that frames begin at the same samples of the voice.
        let (bare, framed) = (functionals(speech), functionals(Self.pause(0.5) + speech + Self.pause(0.5)))
        for name in ["F0semitoneFrom27.5Hz_sma3nz_amean", "F0semitoneFrom27.5Hz_sma3nz_percentile50.0", "HNRdBACF_sma3nz_amean",
            "F1frequency_sma3nz_amean", "alphaRatioV_sma3nz_amean", "MeanVoicedSegmentLengthSec"]
        {
            let (a, b) = (bare[name] ?? 0, framed[name] ?? 0)
            #expect(b != 0 && abs(a - b) < 0.005 * abs(b), "\(name): \(a), \(b)")
        }
    }

    @Test("A rate that cannot hold a voice is refused", arguments: [0, 7999, 96_001])
    func rates(sampleRate: Int) {
        #expect(throws: FeatureOptionsError.self) { try GeMAPSComputer(set: .egemaps, sampleRate: sampleRate) }
    }
}

extension GeMAPSComputerTests {
    // The columns that the Python package opensmile 2.6 prints for eGeMAPSv02.
    static let frameNames = """
        Loudness_sma3 alphaRatio_sma3 hammarbergIndex_sma3 slope0-500_sma3 slope500-1500_sma3 spectralFlux_sma3 mfcc1_sma3 \
        mfcc2_sma3 mfcc3_sma3 mfcc4_sma3 F0semitoneFrom27.5Hz_sma3nz jitterLocal_sma3nz shimmerLocaldB_sma3nz \
        HNRdBACF_sma3nz logRelF0-H1-H2_sma3nz logRelF0-H1-A3_sma3nz F1frequency_sma3nz F1bandwidth_sma3nz \
        F1amplitudeLogRelF0_sma3nz F2frequency_sma3nz F2bandwidth_sma3nz F2amplitudeLogRelF0_sma3nz F3frequency_sma3nz \
        F3bandwidth_sma3nz F3amplitudeLogRelF0_sma3nz
        """.split(separator: " ").map(String.init)

    static let functionalNames = """
        F0semitoneFrom27.5Hz_sma3nz_amean F0semitoneFrom27.5Hz_sma3nz_stddevNorm F0semitoneFrom27.5Hz_sma3nz_percentile20.0 \
        F0semitoneFrom27.5Hz_sma3nz_percentile50.0 F0semitoneFrom27.5Hz_sma3nz_percentile80.0 \
        F0semitoneFrom27.5Hz_sma3nz_pctlrange0-2 F0semitoneFrom27.5Hz_sma3nz_meanRisingSlope \
        F0semitoneFrom27.5Hz_sma3nz_stddevRisingSlope F0semitoneFrom27.5Hz_sma3nz_meanFallingSlope \
        F0semitoneFrom27.5Hz_sma3nz_stddevFallingSlope loudness_sma3_amean loudness_sma3_stddevNorm \
        loudness_sma3_percentile20.0 loudness_sma3_percentile50.0 loudness_sma3_percentile80.0 loudness_sma3_pctlrange0-2 \
        loudness_sma3_meanRisingSlope loudness_sma3_stddevRisingSlope loudness_sma3_meanFallingSlope \
        loudness_sma3_stddevFallingSlope spectralFlux_sma3_amean spectralFlux_sma3_stddevNorm mfcc1_sma3_amean \
        mfcc1_sma3_stddevNorm mfcc2_sma3_amean mfcc2_sma3_stddevNorm mfcc3_sma3_amean mfcc3_sma3_stddevNorm mfcc4_sma3_amean \
        mfcc4_sma3_stddevNorm jitterLocal_sma3nz_amean jitterLocal_sma3nz_stddevNorm shimmerLocaldB_sma3nz_amean \
        shimmerLocaldB_sma3nz_stddevNorm HNRdBACF_sma3nz_amean HNRdBACF_sma3nz_stddevNorm logRelF0-H1-H2_sma3nz_amean \
        logRelF0-H1-H2_sma3nz_stddevNorm logRelF0-H1-A3_sma3nz_amean logRelF0-H1-A3_sma3nz_stddevNorm \
        F1frequency_sma3nz_amean F1frequency_sma3nz_stddevNorm F1bandwidth_sma3nz_amean F1bandwidth_sma3nz_stddevNorm \
        F1amplitudeLogRelF0_sma3nz_amean F1amplitudeLogRelF0_sma3nz_stddevNorm F2frequency_sma3nz_amean \
        F2frequency_sma3nz_stddevNorm F2bandwidth_sma3nz_amean F2bandwidth_sma3nz_stddevNorm \
        F2amplitudeLogRelF0_sma3nz_amean F2amplitudeLogRelF0_sma3nz_stddevNorm F3frequency_sma3nz_amean \
        F3frequency_sma3nz_stddevNorm F3bandwidth_sma3nz_amean F3bandwidth_sma3nz_stddevNorm \
        F3amplitudeLogRelF0_sma3nz_amean F3amplitudeLogRelF0_sma3nz_stddevNorm alphaRatioV_sma3nz_amean \
        alphaRatioV_sma3nz_stddevNorm hammarbergIndexV_sma3nz_amean hammarbergIndexV_sma3nz_stddevNorm \
        slopeV0-500_sma3nz_amean slopeV0-500_sma3nz_stddevNorm slopeV500-1500_sma3nz_amean slopeV500-1500_sma3nz_stddevNorm \
        spectralFluxV_sma3nz_amean spectralFluxV_sma3nz_stddevNorm mfcc1V_sma3nz_amean mfcc1V_sma3nz_stddevNorm \
        mfcc2V_sma3nz_amean mfcc2V_sma3nz_stddevNorm mfcc3V_sma3nz_amean mfcc3V_sma3nz_stddevNorm mfcc4V_sma3nz_amean \
        mfcc4V_sma3nz_stddevNorm alphaRatioUV_sma3nz_amean hammarbergIndexUV_sma3nz_amean slopeUV0-500_sma3nz_amean \
        slopeUV500-1500_sma3nz_amean spectralFluxUV_sma3nz_amean loudnessPeaksPerSec VoicedSegmentsPerSec \
        MeanVoicedSegmentLengthSec StddevVoicedSegmentLengthSec MeanUnvoicedSegmentLength StddevUnvoicedSegmentLength \
        equivalentSoundLevel_dBp
        """.split(separator: " ").map(String.init)
}
