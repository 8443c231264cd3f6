import Testing
import UndertoneAffect
import UndertoneCorpora

struct GuardTests {
    private let corpus = SyntheticCorpus.even(speakers: ["a", "b", "c"], labels: [.anger, .fear], takes: 1)

    /// Utterances 0 and 1 are a's, 2 and 3 b's, 4 and 5 c's.
    private func sentences(
        _ folds: [Fold], contents: [String?]? = nil, isSpeakerIndependent: Bool = true
    ) -> [String] {
        SplitGuard.violations(
            folds, of: corpus.utterances, contents: contents ?? [String?](repeating: nil, count: 6),
            isSpeakerIndependent: isSpeakerIndependent
        ).map(\.description)
    }

    @Test func `a sound split passes`() {
        #expect(sentences([Fold(train: [0, 1], validation: [2, 3], test: [4, 5])]).isEmpty)
        #expect(sentences([Fold(train: [0, 1, 2, 3], test: [4, 5])]).isEmpty)
    }

    @Test func `a speaker on two sides fails, whichever sides`() {
        #expect(sentences([Fold(train: [0, 1], test: [4, 5]), Fold(train: [0, 2], test: [1, 3, 4])]) == [
            "speaker made/a is in both the train and the test part of fold 2",
            "speaker made/b is in both the train and the test part of fold 2",
        ])
        #expect(sentences([Fold(train: [0], validation: [2], test: [3])]) == [
            "speaker made/b is in both the validation and the test part of fold 1"
        ])
        #expect(sentences([Fold(train: [0], validation: [1], test: [3])]) == [
            "speaker made/a is in both the train and the validation part of fold 1"
        ])
    }

    @Test func `a split that shares speakers may, if it does not claim otherwise`() {
        #expect(sentences([Fold(train: [0, 2], test: [1, 3])], isSpeakerIndependent: false).isEmpty)
    }

    @Test func `identical audio on two sides fails, and on one side does not`() {
        let contents = ["x", "x", "y", "z", nil, "z"]
        #expect(sentences([Fold(train: [0, 1], test: [2, 3, 4])], contents: contents).isEmpty)
        #expect(sentences([Fold(train: [2, 3], test: [4, 5])], contents: contents) == [
            "/made/b-fear-0.wav in the train part and /made/c-fear-0.wav in the test part of fold 1 hold the same audio"
        ])
    }

    @Test func `an empty part, an utterance twice and one that is not there fail in any split`() {
        let folds = [Fold(train: [], validation: [0], test: []), Fold(train: [0, 0], test: [2, 6, -1])]
        #expect(sentences(folds, isSpeakerIndependent: false) == [
            "the train part of fold 1 is empty", "the test part of fold 1 is empty",
            "/made/a-anger-0.wav is in fold 2 twice", "fold 2 names utterance 6, which is not there",
            "fold 2 names utterance -1, which is not there",
        ])
        #expect(sentences([]) == ["it has no folds"])
        #expect(sentences([Fold(train: [0], test: [2])], contents: []) == ["there are 0 contents for 6 utterances"])
    }

    @Test func `unknown speakers opposite others of their corpus fail, for they may be the same people`() {
        let utterances = ["unknown", "anna"].map {
            Utterance(corpus: "mine", path: "/\($0).wav", label: .anger, speaker: $0)
        }
        let found = SplitGuard.violations(
            [Fold(train: [0], test: [1])], of: utterances, contents: [Int?](repeating: nil, count: 2),
            isSpeakerIndependent: true)
        #expect(found.map(\.description) == [
            "recordings of mine whose speaker is unknown are in the train part of fold 1, and others of mine in the test part"
        ])
    }

    @Test func `a resolved protocol can be checked once more with its recordings' contents`() throws {
        let resolved = try EvaluationProtocol(named: "leave-one-speaker-out").resolve([corpus])
        try resolved.check(contents: ["x", "x", "y", "y", "z", nil])
        #expect {
            try resolved.check(contents: ["x", "y", "z", "x", "u", "v"])
        } throws: {
            "\($0)".hasPrefix("The split leave-one-speaker-out is unsound: /made/b-fear-0.wav in the train part and")
        }
    }
}
