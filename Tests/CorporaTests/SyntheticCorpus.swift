import UndertoneAffect
import UndertoneAudio
import UndertoneCorpora

/// Corpora without recordings, for tests of splits.
enum SyntheticCorpus {
    /// Each speaker has a seeded number of clips, none to ten, of each label; no clip more of a label than that.
    static func random(name: String = "made", speakers: Int, labels: [Emotion], seed: UInt64) -> Corpus {
        var generator = SeededGenerator(seed: seed)
        var utterances: [Utterance] = []
        for speaker in 1...speakers {
            for label in labels {
                for take in 0..<Int.random(in: 0...10, using: &generator) {
                    utterances.append(utterance(name, "s\(speaker)", label, take))
                }
            }
            utterances.append(utterance(name, "s\(speaker)", labels[speaker % labels.count], 10))
        }
        return Corpus(name: name, directory: "/made", utterances: utterances)
    }

    /// `takes` clips of each label by each speaker.
    static func even(name: String = "made", speakers: [String], labels: [Emotion], takes: Int) -> Corpus {
        let utterances = speakers.flatMap { speaker in
            labels.flatMap { label in (0..<takes).map { utterance(name, speaker, label, $0) } }
        }
        return Corpus(name: name, directory: "/made", utterances: utterances)
    }

    private static func utterance(_ corpus: String, _ speaker: String, _ label: Emotion, _ take: Int) -> Utterance {
        Utterance(corpus: corpus, path: "/\(corpus)/\(speaker)-\(label)-\(take).wav", label: label, speaker: speaker)
    }
}
