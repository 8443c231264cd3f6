import Foundation
import TestSupport
import Testing
import Undertone
import UndertoneAffect
import UndertoneAudio
import UndertoneFeatures
import UndertoneLearning

@Suite struct ExplanationTests {
    private let reference: VoiceReference

    /// Neutral voices around 150 Hz, 4 syllables a second …; angry ones are more of everything, sad ones less.
    init() throws {
        func voice(_ factor: Double, _ index: Int) -> VoiceSummary {
            let spread = 1 + Double(index % 21 - 10) / 100
            return VoiceSummary(
                medianPitch: 150 * factor * spread, pitchRange: 8 * factor * spread, speechRate: 4 * factor * spread,
                pauseShare: 0.2 / factor * spread, intensityVariation: 8 * factor * spread,
                voicedShare: 0.6 * factor * spread, alphaRatio: -12 / factor * spread)
        }
        reference = try #require(VoiceReference(voices: (0..<63).flatMap { index in
            [(.neutral, voice(1, index)), (.anger, voice(1.25, index)), (.sadness, voice(0.8, index))]
        }))
    }

    private func sentence(_ emotion: Emotion?, _ voice: VoiceSummary) -> String {
        Explanation(of: emotion, voice: voice, reference: reference, model: "toy").sentence
    }

    @Test func `one, two and three measures are named with their numbers`() {
        #expect(
            sentence(.anger, VoiceSummary(medianPitch: 243))
                == "Speaks for anger: pitch 62 % higher than the neutral average.")
        #expect(
            sentence(.sadness, VoiceSummary(speechRate: 3, intensityVariation: 4))
                == "Speaks for sadness: level 4 dB steadier and speech 25 % slower than the neutral average.")
        let explanation = Explanation(
            of: .anger, voice: VoiceSummary(medianPitch: 200, pitchRange: 16, speechRate: 6, intensityVariation: 13),
            reference: reference, model: "toy")
        #expect(
            explanation.sentence
                == "Speaks for anger: pitch range 8 semitones wider, level 5 dB livelier and speech 50 % faster "
                + "than the neutral average.")
        #expect(explanation.measures.map(\.measure) == [.pitchRange, .levelVariation, .speechRate])
    }

    @Test(arguments: [
        (VoiceSummary(pitchRange: 9.02), Emotion.anger, "pitch range 1.0 semitone wider"),
        (VoiceSummary(pitchRange: 6.5), .sadness, "pitch range 1.5 semitones narrower"),
        (VoiceSummary(pauseShare: 0.05), .anger, "share of pauses 15 points smaller"),
        (VoiceSummary(pauseShare: 0.5), .sadness, "share of pauses 30 points larger"),
        (VoiceSummary(voicedShare: 0.9), .anger, "share of voiced sound 30 points larger"),
        (VoiceSummary(voicedShare: 0.3), .sadness, "share of voiced sound 30 points smaller"),
        (VoiceSummary(alphaRatio: -7), .anger, "sound 5 dB brighter"),
        (VoiceSummary(alphaRatio: -20), .sadness, "sound 8 dB darker"),
        (VoiceSummary(medianPitch: 75), .sadness, "pitch 50 % lower"),
    ])
    func `every measure has its words`(voice: VoiceSummary, emotion: Emotion, words: String) {
        #expect(sentence(emotion, voice) == "Speaks for \(emotion): \(words) than the neutral average.")
    }

    @Test func `what stands out against the answer is not named, and where nothing is left that is said`() {
        let slow = VoiceSummary(medianPitch: 150, speechRate: 2)
        #expect(sentence(.anger, slow) == "No single plain measure stands out for anger; the answer rests on timbre.")
        #expect(sentence(.anger, VoiceSummary()) == "No single plain measure stands out for anger; the answer rests on timbre.")
        // An emotion that the reference does not know.
        #expect(sentence(.boredom, slow) == "No single plain measure stands out for boredom; the answer rests on timbre.")
    }

    @Test func `a neutral answer is explained by closeness`() {
        #expect(
            sentence(.neutral, VoiceSummary(medianPitch: 151, speechRate: 4, intensityVariation: 15))
                == "Speaks for neutral: speech rate and pitch close to the neutral average.")
        #expect(
            sentence(.neutral, VoiceSummary(medianPitch: 300))
                == "No single plain measure lies close to the neutral average; the answer rests on timbre.")
    }

    @Test func `a model without reference values says so, and silence has nothing to explain`() {
        let explanation = Explanation(
            of: .anger, voice: VoiceSummary(medianPitch: 300), reference: nil, model: "old")
        #expect(explanation.sentence == "The model old carries no reference values to compare this voice with.")
        #expect(explanation.measures.isEmpty)
        #expect(sentence(nil, VoiceSummary()) == "There is no speech to explain.")
    }

    @Test func `its JSON has a sentence and the measures with their units`() throws {
        let explanation = Explanation(
            of: .anger, voice: VoiceSummary(medianPitch: 300), reference: reference, model: "toy")
        let object = try #require(
            try JSONSerialization.jsonObject(with: JSONEncoder().encode(explanation)) as? [String: Any])
        #expect(Set(object.keys) == ["sentence", "measures"])
        let measures = try #require(object["measures"] as? [[String: Any]])
        #expect(measures.count == 1 && Set(measures[0].keys) == ["name", "value", "neutral", "unit", "deviation"])
        #expect(measures[0]["name"] as? String == "pitch" && measures[0]["unit"] as? String == "Hz")
        #expect(measures[0]["value"] as? Double == 300)
    }

    @Test func `a recogniser explains when it is asked to, and the answer stays the same`() throws {
        let model = try BuiltInModels.load()
        let recognizer = try Recognizer(
            model: ModelBundle(model: model.model, recipe: model.recipe, provenance: model.provenance, reference: reference))
        let signal = Synthetic.voiceLike(duration: 2)
        let plain = try recognizer.recognize(signal)
        let explained = try recognizer.recognize(signal, explaining: true)
        #expect(plain.explanation == nil && explained.explanation != nil)
        #expect(plain.probabilities == explained.probabilities)
        let line = String(decoding: try JSONEncoder().encode(plain), as: UTF8.self)
        #expect(!line.contains("explanation"))
        let without = try Recognizer(
            model: ModelBundle(model: model.model, recipe: model.recipe, provenance: model.provenance))
        #expect(
            try without.recognize(signal, explaining: true).explanation?.sentence
                == "The model open carries no reference values to compare this voice with.")
    }
}
