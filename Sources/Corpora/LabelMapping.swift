public import UndertoneAffect

/// What each corpus' own labels mean, in the field's names: the one table of it.
///
/// Nothing is folded here: calm stays calm. A protocol may fold or drop labels, and its report says so.
public enum LabelMapping {
    // corpus:  its label → the field's name
    public static let ravdess: [String: Emotion] = [
        "01": .neutral, "02": .calm, "03": .happiness, "04": .sadness, "05": .anger, "06": .fear, "07": .disgust,
        "08": .surprise,
    ]
    public static let cremaD: [String: Emotion] = [
        "ANG": .anger, "DIS": .disgust, "FEA": .fear, "HAP": .happiness, "NEU": .neutral, "SAD": .sadness,
    ]
    /// `ps` is pleasant surprise.
    public static let tess: [String: Emotion] = [
        "angry": .anger, "disgust": .disgust, "fear": .fear, "happy": .happiness, "neutral": .neutral, "ps": .surprise,
        "sad": .sadness,
    ]
    public static let savee: [String: Emotion] = [
        "a": .anger, "d": .disgust, "f": .fear, "h": .happiness, "n": .neutral, "sa": .sadness, "su": .surprise,
    ]
    /// Wut, Langeweile, Ekel, Angst, Freude, Trauer, Neutral.
    public static let emoDB: [String: Emotion] = [
        "W": .anger, "L": .boredom, "E": .disgust, "A": .fear, "F": .happiness, "T": .sadness, "N": .neutral,
    ]
    /// Disgusto, gioia, neutro, paura, rabbia, sorpresa, tristezza.
    public static let emovo: [String: Emotion] = [
        "dis": .disgust, "gio": .happiness, "neu": .neutral, "pau": .fear, "rab": .anger, "sor": .surprise,
        "tri": .sadness,
    ]
    public static let nemo: [String: Emotion] = [
        "anger": .anger, "fear": .fear, "happiness": .happiness, "neutral": .neutral, "sadness": .sadness,
        "surprised": .surprise,
    ]
    public static let urdu: [String: Emotion] = ["A": .anger, "H": .happiness, "N": .neutral, "S": .sadness]
    public static let urduFolders: [String: Emotion] = [
        "angry": .anger, "happy": .happiness, "neutral": .neutral, "sad": .sadness,
    ]
    /// Kızgın, sakin, mutlu, and hl for sad.
    public static let turEV: [String: Emotion] = ["kz": .anger, "sk": .calm, "mt": .happiness, "hl": .sadness]
    public static let turEVFolders: [String: Emotion] = [
        "angry": .anger, "calm": .calm, "happy": .happiness, "sad": .sadness,
    ]

    /// The words that people use for the standard emotions in folders and manifests of their own.
    public static let commonWords: [String: Emotion] = [
        "angry": .anger, "anger": .anger,
        "bored": .boredom, "boredom": .boredom,
        "calm": .calm,
        "contempt": .contempt, "contemptuous": .contempt,
        "disgust": .disgust, "disgusted": .disgust,
        "fear": .fear, "fearful": .fear, "afraid": .fear,
        "happiness": .happiness, "happy": .happiness, "joy": .happiness,
        "neutral": .neutral,
        "sadness": .sadness, "sad": .sadness,
        "surprise": .surprise, "surprised": .surprise,
    ]

    /// The label of a corpus of one's own: a common word by its standard name, any other word as it stands, in lower case.
    public static func emotion(forWord word: String) -> Emotion {
        let word = word.lowercased()
        return commonWords[word] ?? Emotion(word)
    }

    /// Each corpus' table, by its name.
    public static let byCorpus: [String: [String: Emotion]] = [
        "ravdess": ravdess, "crema-d": cremaD, "tess": tess, "savee": savee, "emodb": emoDB, "emovo": emovo,
        "nemo": nemo, "urdu": urdu, "turev-db": turEV,
    ]
}
