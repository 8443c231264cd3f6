import Testing
import UndertoneAffect
import UndertoneCorpora

/// Further corpora that join the training part of every fold.
struct JoinedCorpusTests {
    private let own = SyntheticCorpus.even(speakers: ["a", "b", "c"], labels: [.anger, .fear], takes: 1)
    private let other = SyntheticCorpus.even(name: "other", speakers: ["a", "z"], labels: [.anger, .calm, .fear], takes: 2)
    private let leavingOneOut = EvaluationProtocol(
        name: "x", corpora: ["made"], labelMapping: ["other": [.calm: .drop]], division: .leaveOneSpeakerOut)

    private func sentence(_ body: () throws -> Void) -> String {
        do {
            try body()
            return "no error"
        } catch {
            return "\(error)"
        }
    }

    @Test func `they are in every training part and in no other`() throws {
        let alone = try leavingOneOut.resolve([own])
        let resolved = try leavingOneOut.resolve([own], alsoTraining: [other])
        #expect(resolved.joined == 6..<14 && resolved.utterances[6...].allSatisfy { $0.corpus == "other" })
        #expect(resolved.labels == alone.labels && resolved.dropped == alone.dropped)
        #expect(resolved.folds.count == 3 && alone.joined.isEmpty)
        for (fold, plain) in zip(resolved.folds, alone.folds) {
            #expect(fold.train == plain.train + Array(6..<14))
            #expect(fold.validation == plain.validation && fold.test == plain.test)
        }
    }

    @Test func `validation parts stay as they were`() throws {
        let named = EvaluationProtocol(
            name: "x", corpora: ["made"], division: .speakers([.init(validation: ["b"], test: ["c"])]))
        let fold = try named.resolve([own], alsoTraining: [other]).folds[0]
        #expect(fold.validation == [2, 3] && fold.test == [4, 5] && fold.train == [0, 1] + Array(6..<14))
    }

    @Test func `labels are those of the protocol, and notes say what joined and what could not`() throws {
        let mapped = EvaluationProtocol(
            name: "x", corpora: ["made"], labelMapping: ["other": [.calm: .become(.fear)]], division: .leaveOneSpeakerOut)
        let resolved = try mapped.resolve([own], alsoTraining: [other])
        #expect(resolved.utterances[resolved.joined].count { $0.label == .fear } == 8)
        #expect(resolved.notes.suffix(2) == [
            "Training parts were joined by 12 utterances of other.", "other's calm counts as fear: 4 utterances.",
        ])
        #expect(try leavingOneOut.resolve([own], alsoTraining: [other]).notes.last
            == "Training parts were joined by 8 utterances of other; its other 4 have no label of the protocol, or are excluded.")
    }

    @Test func `a corpus that is tested cannot join, nor can one twice, nor one without a label`() {
        #expect(sentence { _ = try leavingOneOut.resolve([own], alsoTraining: [own]) }
            == "The protocol x divides the corpus made itself: its utterances cannot join every training part.")
        #expect(sentence { _ = try leavingOneOut.resolve([own], alsoTraining: [other, other]) }
            == "The corpus other is given twice.")
        let calm = SyntheticCorpus.even(name: "calm", speakers: ["a"], labels: [.calm], takes: 1)
        #expect(sentence { _ = try leavingOneOut.resolve([own], alsoTraining: [calm]) }
            == "The corpus calm has no utterance with a label of the protocol x, so it cannot join in training.")
    }

    @Test func `what is tested may not join under another name`() throws {
        let copied = Corpus(
            name: "copy", directory: "/copy",
            utterances: own.utterances.map {
                Utterance(corpus: "copy", path: "/copy" + $0.path, label: $0.label, speaker: $0.speaker)
            })
        let resolved = try leavingOneOut.resolve([own], alsoTraining: [copied])
        let contents = resolved.utterances.map { $0.path.replacing("/copy", with: "") }
        #expect(sentence { try resolved.check(contents: contents) }.hasPrefix(
            "The split x is unsound: /copy/made/a-anger-0.wav in the train part and /made/a-anger-0.wav in the test part of fold 1 hold"))
    }
}
