import Foundation
import Testing
import UndertoneAffect
import UndertoneCorpora

struct ProtocolTests {
    @Test func `the published protocols are part of the program`() {
        #expect(
            EvaluationProtocol.carried.map(\.name) == [
                "crema-d-speakers-63-9-19", "emodb-leave-one-speaker-out", "open-six", "pool-seven/random", "pool-seven/speakers",
                "ravdess-actors-5fold", "ravdess-actors-6fold", "research-seven", "savee-leave-one-speaker-out",
            ])
    }

    @Test func `a protocol survives being written and read`() throws {
        let general = try ["leave-one-speaker-out", "speakers-7fold", "random-70-10-20", "random-3fold"].map {
            try EvaluationProtocol(named: $0)
        }
        let dropping = EvaluationProtocol(
            name: "x", corpora: ["a"], labelMapping: ["a": [.calm: .drop, .boredom: .become(.neutral)]],
            exclude: ["b"], division: .leaveOneSpeakerOut)
        for one in EvaluationProtocol.carried + general + [dropping] {
            let data = try JSONEncoder().encode(one)
            #expect(try JSONDecoder().decode(EvaluationProtocol.self, from: data) == one)
        }
    }

    @Test(arguments: [
        "", "nonsense", "speakers-fold", "speakers-1fold", "speakers--2fold", "speakers-99999fold", "random-80-10",
        "random-80-10-11", "random-100-0-0", "random-0-50-50", "pool-seven", "ravdess",
    ])
    func `a protocol that there is not is refused, and those that there are are named`(_ name: String) {
        #expect {
            try EvaluationProtocol(named: name)
        } throws: {
            "\($0)" == "There is no protocol '\(name)'; there are crema-d-speakers-63-9-19, "
                + "emodb-leave-one-speaker-out, open-six, pool-seven/random, pool-seven/speakers, ravdess-actors-5fold, "
                + "ravdess-actors-6fold, research-seven, savee-leave-one-speaker-out, leave-one-speaker-out, speakers-5fold, "
                + "random-80-10-10, random-5fold."
        }
    }

    @Test(arguments: [
        ("{", "it is not JSON"),
        ("{\"folds\":[]}", "'name' is missing"),
        ("{\"name\":\"x\",\"folds\":[{\"train\":[\"1\"]}]}", "'test' is missing in folds.Index 0"),
        ("{\"name\":\"x\"}", "'division' is missing"),
        ("{\"name\":\"x\",\"division\":{\"kind\":\"odd\"}}", "a wrong value in division.kind"),
        ("{\"name\":7,\"folds\":[]}", "a wrong kind of value in name"),
    ])
    func `a malformed protocol file is refused with a sentence`(_ json: String, _ reason: String) {
        #expect(throws: CorpusError.malformedProtocol(name: "mine.json", reason: reason)) {
            try EvaluationProtocol.protocols(fromJSON: Data(json.utf8), named: "mine.json")
        }
    }

    @Test func `labels are mapped, dropped and left out as the protocol says, and it is counted`() throws {
        let corpus = SyntheticCorpus.even(
            speakers: ["a", "b"], labels: [.calm, .neutral, .anger, .boredom, .fear], takes: 2)
        let resolved = try EvaluationProtocol(
            name: "x", labels: [.anger, .neutral, .surprise],
            labelMapping: ["made": [.calm: .become(.neutral), .boredom: .drop]], exclude: ["a-anger-1"],
            division: .leaveOneSpeakerOut
        ).resolve([corpus])
        #expect(resolved.labels == [.anger, .neutral, .surprise])
        #expect(resolved.utterances.count { $0.label == .neutral } == 8)
        #expect(resolved.utterances.count { $0.label == .anger } == 3)
        #expect(
            resolved.dropped == [
                .excluded: 1, .labelDropped(corpus: "made", .boredom): 4, .labelNotListed(corpus: "made", .fear): 4,
            ])
        #expect(
            resolved.notes == [
                "made's calm counts as neutral: 4 utterances.", "No utterance has the label surprise.",
                "excluded by the protocol: 1 utterance.", "made's boredom is dropped: 4 utterances.",
                "made's fear is not a label of the protocol: 4 utterances.",
            ])
    }

    @Test func `speakers who are not named train, unless the training speakers are named`() throws {
        let corpus = SyntheticCorpus.even(speakers: ["1", "2", "3", "4"], labels: [.anger, .fear], takes: 1)
        func resolved(_ fold: EvaluationProtocol.SpeakerFold) throws -> ResolvedProtocol {
            try EvaluationProtocol(name: "x", corpora: ["made"], division: .speakers([fold])).resolve([corpus])
        }
        func speakers(_ indices: [Int], _ resolved: ResolvedProtocol) -> [String] {
            Set(indices.map { resolved.utterances[$0].speaker }).sorted()
        }
        let open = try resolved(.init(validation: ["3"], test: ["2"]))
        #expect(speakers(open.folds[0].train, open) == ["1", "4"])
        #expect(speakers(open.folds[0].validation, open) == ["3"])
        #expect(speakers(open.folds[0].test, open) == ["2"])
        let closed = try resolved(.init(train: ["1"], validation: ["3"], test: ["2"]))
        #expect(speakers(closed.folds[0].train, closed) == ["1"])
        #expect(closed.dropped == [.speakerInNoPart("made/4"): 2])
    }

    @Test func `a protocol that does not fit the corpora is refused with a sentence`() throws {
        let corpus = SyntheticCorpus.even(speakers: ["1", "2"], labels: [.anger], takes: 1)
        func sentence(_ one: EvaluationProtocol, _ corpora: [Corpus]) -> String {
            do {
                _ = try one.resolve(corpora)
                return "no error"
            } catch {
                return "\(error)"
            }
        }
        func named(_ fold: EvaluationProtocol.SpeakerFold) -> EvaluationProtocol {
            EvaluationProtocol(name: "x", corpora: ["made"], division: .speakers([fold]))
        }
        #expect(sentence(named(.init(test: ["9"])), [corpus])
            == "The protocol x names the speaker made/9, who is not in the corpus.")
        #expect(sentence(named(.init(train: ["1", "2"], test: ["2"])), [corpus])
            == "The split x is unsound: made/2-anger-0.wav is in fold 1 twice.\nThe split x is unsound: "
            .replacing("made/2-anger-0.wav", with: "/made/2-anger-0.wav")
            + "speaker made/2 is in both the train and the test part of fold 1.")
        #expect(sentence(named(.init(test: ["1", "2"])), [corpus])
            == "The split x is unsound: the train part of fold 1 is empty.")
        #expect(sentence(try EvaluationProtocol(named: "ravdess-actors-6fold"), [corpus])
            == "The protocol ravdess-actors-6fold is about the corpus ravdess, which is not among those given (made).")
        #expect(sentence(try EvaluationProtocol(named: "speakers-3fold"), [corpus])
            == "The protocol speakers-3fold needs at least 3 speakers, and there are 2.")
        #expect(sentence(try EvaluationProtocol(named: "random-3fold"), [corpus])
            == "The protocol random-3fold needs at least 3 utterances, and there are 2.")
        #expect(sentence(try EvaluationProtocol(named: "random-3fold"), [corpus, corpus])
            == "The corpus made is given twice.")
        let unknown = SyntheticCorpus.even(speakers: ["unknown"], labels: [.anger], takes: 5)
        #expect(sentence(try EvaluationProtocol(named: "leave-one-speaker-out"), [unknown])
            == "The protocol leave-one-speaker-out needs at least 2 speakers, and there is 1.")
        let none = EvaluationProtocol(name: "x", labels: [.fear], division: .leaveOneSpeakerOut)
        #expect(sentence(none, [corpus]) == "No utterance is left for the protocol x.")
    }
}
