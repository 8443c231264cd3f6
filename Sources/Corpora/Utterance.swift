public import UndertoneAffect

public enum Sex: String, Codable, Hashable, Sendable, CaseIterable {
    case female, male
}

/// A labelled clip of one speaker.
public struct Utterance: Hashable, Sendable {
    /// The name of the corpus that it is from, for example `ravdess`.
    public let corpus: String
    /// Where the recording lies.
    public let path: String
    /// The corpus' own label, mapped to the field's name.
    public let label: Emotion
    /// The speaker's name within the corpus.
    public let speaker: String
    public let sex: Sex?
    /// What was said, as the corpus names it: a code or the text.
    public let sentence: String?
    /// How strongly it was acted, as the corpus names it.
    public let intensity: String?

    public init(
        corpus: String, path: String, label: Emotion, speaker: String, sex: Sex? = nil, sentence: String? = nil,
        intensity: String? = nil
    ) {
        self.corpus = corpus
        self.path = path
        self.label = label
        self.speaker = speaker
        self.sex = sex
        self.sentence = sentence
        self.intensity = intensity
    }

    /// The speaker across corpora: two corpora may both have a speaker `03`.
    public var qualifiedSpeaker: String { "\(corpus)/\(speaker)" }
}
