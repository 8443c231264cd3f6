public import UndertoneAffect
public import UndertoneFeatures
public import UndertoneLearning

/// What in a voice speaks for an answer: measured values beside the averages of the neutral voices that the model was trained on.
///
/// The model decides by many more numbers than these. An explanation names what a listener could check for themselves, and
/// says so where nothing of that kind stands out. It is about the emotion that the voice expresses, not about what the
/// speaker feels.
public struct Explanation: Hashable, Sendable {
    /// One plain sentence.
    public let sentence: String
    /// What the sentence names, the strongest first; at most three.
    public let measures: [VoiceReference.Comparison]

    /// How many measures a sentence names at most.
    public static let limit = 3

    /// - Parameters:
    ///   - emotion: the answer; nil when nobody speaks in the recording.
    ///   - reference: the model's; nil when it carries none.
    ///   - model: the model's name.
    public init(of emotion: Emotion?, voice: VoiceSummary, reference: VoiceReference?, model: String) {
        guard let emotion else {
            self.init(sentence: "There is no speech to explain.")
            return
        }
        guard let reference else {
            self.init(sentence: "The model \(model) carries no reference values to compare this voice with.")
            return
        }
        let measures = Array(reference.evidence(for: emotion, in: voice).prefix(Self.limit))
        self.init(sentence: Self.sentence(for: emotion, measures), measures: measures)
    }

    private init(sentence: String, measures: [VoiceReference.Comparison] = []) {
        self.sentence = sentence
        self.measures = measures
    }
}

extension Explanation: Encodable {
    private enum Key: String, CodingKey {
        case sentence, measures
    }

    private enum MeasureKey: String, CodingKey {
        case name, value, neutral, unit, deviation
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(sentence, forKey: .sentence)
        var list = container.nestedUnkeyedContainer(forKey: .measures)
        for comparison in measures {
            var row = list.nestedContainer(keyedBy: MeasureKey.self)
            try row.encode(comparison.measure.rawValue, forKey: .name)
            try row.encode(comparison.value, forKey: .value)
            try row.encode(comparison.neutral, forKey: .neutral)
            try row.encode(comparison.measure.unit, forKey: .unit)
            try row.encode(comparison.deviation, forKey: .deviation)
        }
    }
}
