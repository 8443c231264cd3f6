import Foundation
import Testing
import UndertoneAffect
import UndertoneAudio
import UndertoneFeatures
import UndertoneLearning

@Suite struct VoiceReferenceTests {
    @Test func `averages are those of the utterances, of pitch the geometric one`() throws {
        let reference = try #require(
            VoiceReference(voices: (0..<20).map { index in
                (.neutral, VoiceSummary(medianPitch: index < 10 ? 100 : 400, speechRate: Double(index)))
            }))
        let pitch = try #require(reference.statistics(.pitch, of: .neutral))
        // An octave below and above 200 Hz: 12 semitones each, over 19 of 20.
        #expect(abs(pitch.mean - 200) < 1e-6 && abs(pitch.deviation - 12 * (20.0 / 19).squareRoot()) < 1e-9)
        #expect(abs(pitch.p10 - 100) < 1e-6 && abs(pitch.p90 - 400) < 1e-6 && pitch.count == 20)
        let rate = try #require(reference.statistics(.speechRate, of: .neutral))
        #expect(rate.mean == 9.5 && rate.p25 == 4.75 && rate.p75 == 14.25)
        #expect(reference.statistics(.brightness, of: .neutral) == nil)
        #expect(reference.emotions == [.neutral])
    }

    @Test func `without ten neutral voices there is nothing to compare with`() {
        let one = VoiceSummary(medianPitch: 150)
        #expect(VoiceReference(voices: []) == nil)
        #expect(VoiceReference(voices: Array(repeating: (.anger, one), count: 50)) == nil)
        #expect(VoiceReference(voices: Array(repeating: (.neutral, one), count: 9)) == nil)
        #expect(VoiceReference(voices: Array(repeating: (.neutral, VoiceSummary()), count: 50)) == nil)
        #expect(VoiceReference(voices: Array(repeating: (.neutral, one), count: 10)) != nil)
    }

    @Test func `what stands out on the emotion's own side is evidence, the strongest first`() throws {
        let reference = try Voices.reference()
        let voice = VoiceSummary(medianPitch: 320, speechRate: 7, intensityVariation: 20)
        let evidence = reference.evidence(for: .anger, in: voice)
        // Angry voices of the reference are higher and livelier than neutral ones, and as fast.
        // In level speakers are alike and so a difference says more than in pitch.
        #expect(evidence.map(\.measure) == [.levelVariation, .pitch])
        #expect(evidence[1].value == 320 && abs(evidence[1].neutral - 160) < 2)
        #expect(evidence.allSatisfy { $0.deviation > 1 })
        // They are slower where sad, so a fast voice says nothing for that.
        #expect(reference.evidence(for: .sadness, in: voice).isEmpty)
    }

    @Test func `an ordinary high voice and an ordinary low one are not called high and low`() throws {
        let reference = try Voices.reference()
        for pitch in [Voices.low, Voices.high] {
            #expect(reference.evidence(for: .anger, in: VoiceSummary(medianPitch: pitch)).isEmpty)
        }
    }

    @Test func `for neutral, what lies in the middle half is evidence`() throws {
        let reference = try Voices.reference()
        let near = VoiceSummary(medianPitch: 160, speechRate: 4.1, intensityVariation: 30)
        let evidence = reference.evidence(for: .neutral, in: near)
        #expect(Set(evidence.map(\.measure)) == [.pitch, .speechRate])
        #expect(reference.evidence(for: .neutral, in: VoiceSummary(speechRate: 12)).isEmpty)
    }

    @Test(arguments: [Double.nan, .infinity, -.infinity, 0, -1, 1e300])
    func `no value is too odd to be compared`(_ value: Double) throws {
        let reference = try Voices.reference()
        let voice = VoiceSummary(
            medianPitch: value, pitchRange: value, speechRate: value, pauseShare: value, intensityVariation: value,
            voicedShare: value, alphaRatio: value)
        for emotion in [Emotion.neutral, .anger, Emotion("nosuch")] {
            for comparison in reference.evidence(for: emotion, in: voice) {
                #expect(comparison.deviation.isFinite && comparison.value.isFinite)
            }
        }
        _ = VoiceReference(voices: Array(repeating: (.neutral, voice), count: 20))
    }

    @Test func `a bundle keeps its reference, and one without is as before`() async throws {
        try await withFolder { folder in
            let plain = try await Bundles.make()
            let with = try ModelBundle(
                model: plain.model, recipe: plain.recipe, provenance: plain.provenance, reference: Voices.reference())
            for bundle in [plain, with] {
                let place = folder.appendingPathComponent(bundle.reference == nil ? "plain" : "with")
                try bundle.write(to: place)
                let copy = try ModelBundle(contentsOf: place)
                #expect(copy.reference == bundle.reference)
                let configuration = try String(contentsOf: place.appendingPathComponent("config.json"), encoding: .utf8)
                let card = try String(contentsOf: place.appendingPathComponent("README.md"), encoding: .utf8)
                #expect(configuration.contains("\"level_variation\"") == (bundle.reference != nil))
                #expect(card.contains("## Reference voices") == (bundle.reference != nil))
            }
        }
    }

    @Test func `reference values that cannot be are refused`() {
        func decode(_ mean: String, _ deviation: String, name: String = "pitch") throws -> VoiceReference {
            let text = """
                {"neutral": {"\(name)": {"mean": \(mean), "deviation": \(deviation), "p10": 1, "p25": 1, "p75": 2, "p90": 2, "count": 9}}}
                """
            return try JSONDecoder().decode(VoiceReference.self, from: Data(text.utf8))
        }
        #expect(throws: Never.self) { try decode("150", "3") }
        #expect(throws: DecodingError.self) { try decode("0", "3") }
        #expect(throws: DecodingError.self) { try decode("-5", "3") }
        #expect(throws: DecodingError.self) { try decode("150", "-3") }
        // A measure of a later version is none of ours to judge.
        #expect(throws: Never.self) { try decode("-5", "-3", name: "tremor") }
    }

    @Test func `voices of a protocol's rows are measured, and a missing recording is left out`() async throws {
        try await withFolder { folder in
            let data = try Blobs.make(counts: [2, 2, 2, 2])
            let files = data.classes.indices.map { folder.appendingPathComponent("missing \($0).wav").path }
            let subject = ProtocolEvaluation.Subject(
                name: "toy", isSpeakerIndependent: true, folds: [], data: data, files: files)
            #expect(try await VoiceReference.measuring(subject, rows: [0, 1, 2], sampleRate: 16000) == nil)
        }
    }
}

/// Measures of neutral, angry and sad voices of low and high speakers, made by formula.
enum Voices {
    static let low = 110.0
    static let high = 230.0

    static func reference() throws -> VoiceReference {
        var voices: [(emotion: Emotion, voice: VoiceSummary)] = []
        for index in 0..<200 {
            let pitch = index.isMultiple(of: 2) ? low : high
            // −1…1, the same for both kinds of speakers.
            let spread = Double(index / 2) / 49.5 - 1
            voices.append((.neutral, VoiceSummary(
                medianPitch: pitch * exp2(spread / 6), speechRate: 4 + spread, intensityVariation: 8 + spread)))
            voices.append((.anger, VoiceSummary(
                medianPitch: 1.4 * pitch * exp2(spread / 6), speechRate: 4 + spread, intensityVariation: 11 + spread)))
            voices.append((.sadness, VoiceSummary(
                medianPitch: 0.95 * pitch * exp2(spread / 6), speechRate: 3 + spread, intensityVariation: 7 + spread)))
        }
        return try #require(VoiceReference(voices: voices))
    }
}
