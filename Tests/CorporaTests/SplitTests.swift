import Testing
import UndertoneAffect
import UndertoneCorpora

struct SplitTests {
    static let labels: [Emotion] = [.anger, .fear, .happiness, .neutral, .sadness]
    static let forms = [
        "leave-one-speaker-out", "speakers-2fold", "speakers-5fold", "speakers-11fold", "random-80-10-10",
        "random-90-0-10", "random-34-33-33", "random-2fold", "random-10fold",
    ]

    @Test(arguments: forms, [1, 2, 3] as [UInt64])
    func `every fold holds each utterance once, and every utterance is tested once where folds go round`(
        _ form: String, _ seed: UInt64
    ) throws {
        let corpus = SyntheticCorpus.random(speakers: 17, labels: Self.labels, seed: seed)
        let resolved = try EvaluationProtocol(named: form).resolve([corpus], seed: seed)
        let everything = Array(resolved.utterances.indices)
        #expect(resolved.utterances == corpus.utterances)
        for fold in resolved.folds {
            #expect((fold.train + fold.validation + fold.test).sorted() == everything)
        }
        if resolved.folds.count > 1 {
            #expect(resolved.folds.flatMap(\.test).sorted() == everything)
        }
    }

    @Test(arguments: forms.filter { !$0.hasPrefix("random") }, [1, 2, 3] as [UInt64])
    func `nobody is heard on two sides of a split by speakers`(_ form: String, _ seed: UInt64) throws {
        let corpus = SyntheticCorpus.random(speakers: 13, labels: Self.labels, seed: seed)
        let resolved = try EvaluationProtocol(named: form).resolve([corpus], seed: seed)
        #expect(resolved.isSpeakerIndependent)
        for fold in resolved.folds {
            let train = Set(fold.train.map { resolved.utterances[$0].speaker })
            #expect(train.isDisjoint(with: fold.test.map { resolved.utterances[$0].speaker }))
        }
    }

    @Test(arguments: forms)
    func `the same seed gives the same folds, and another seed others`(_ form: String) throws {
        let corpus = SyntheticCorpus.random(speakers: 20, labels: Self.labels, seed: 5)
        let one = try EvaluationProtocol(named: form)
        #expect(try one.resolve([corpus], seed: 7) == one.resolve([corpus], seed: 7))
        let isSeeded = form != "leave-one-speaker-out"
        #expect(try (one.resolve([corpus], seed: 7).folds != one.resolve([corpus], seed: 8).folds) == isSeeded)
    }

    @Test func `two corpora may have speakers of the same name`() throws {
        let corpora = ["a", "b"].map { SyntheticCorpus.even(name: $0, speakers: ["1", "2"], labels: [.anger, .fear], takes: 1) }
        let resolved = try EvaluationProtocol(named: "leave-one-speaker-out").resolve(corpora)
        #expect(resolved.folds.map(\.test.count) == [2, 2, 2, 2])
    }

    @Test(arguments: ["random-80-10-10", "random-60-20-20", "random-5fold", "random-10fold"], [1, 2, 3] as [UInt64])
    func `a random split keeps each label's share in every part, and its every label`(_ form: String, _ seed: UInt64) throws {
        let corpus = SyntheticCorpus.random(speakers: 12, labels: Self.labels, seed: seed)
        let resolved = try EvaluationProtocol(named: form).resolve([corpus], seed: seed)
        let total = Double(resolved.utterances.count)
        for fold in resolved.folds {
            for (_, indices) in fold.parts where !indices.isEmpty {
                for label in Self.labels {
                    let share = Double(indices.count { resolved.utterances[$0].label == label })
                    let expected = Double(resolved.utterances.count { $0.label == label }) * Double(indices.count) / total
                    // Whole clips, and the parts' own sizes are rounded too: up to two away.
                    #expect(abs(share - expected) <= 2)
                    #expect(share >= 1)
                }
            }
        }
        #expect(!resolved.notes.contains { $0.contains("has no") })
        #expect(resolved.reportName == "\(form) (random split, speakers shared)")
    }

    @Test func `a label with few clips is in every part as soon as it has as many clips as there are parts`() throws {
        let many = SyntheticCorpus.even(speakers: ["1"], labels: [.anger, .fear], takes: 100).utterances
        for count in 1...5 {
            let rare = (0..<count).map {
                Utterance(corpus: "made", path: "/rare-\($0).wav", label: .boredom, speaker: "1")
            }
            let corpus = Corpus(name: "made", directory: "/made", utterances: many + rare)
            let resolved = try EvaluationProtocol(named: "random-80-10-10").resolve([corpus])
            let present = resolved.folds[0].parts.filter { _, indices in
                indices.contains { resolved.utterances[$0].label == .boredom }
            }
            #expect(present.count == (count < 3 ? 1 : 3))
            #expect(resolved.notes.count { $0.contains("has no boredom") } == 3 - present.count)
        }
    }

    @Test(arguments: [1, 2, 3, 4, 5] as [UInt64])
    func `folds of speakers spread every label that has speakers enough`(_ seed: UInt64) throws {
        let corpus = SyntheticCorpus.random(speakers: 24, labels: Self.labels, seed: seed)
        let resolved = try EvaluationProtocol(named: "speakers-6fold").resolve([corpus], seed: seed)
        for fold in resolved.folds {
            for label in Self.labels {
                let all = Double(resolved.utterances.count { $0.label == label })
                let here = Double(fold.test.count { resolved.utterances[$0].label == label })
                // Speakers have none to eleven clips of about 120 of a label: a third of an even share is their grain.
                #expect(abs(here / all - 1.0 / 6) < 1.0 / 18)
            }
        }
    }

    @Test func `folds of speakers who each show one emotion still hold every label`() throws {
        // As in URDU, where speakers and emotions are confounded.
        let corpora = Self.labels.flatMap { label in
            SyntheticCorpus.even(speakers: (1...4).map { "\(label)\($0)" }, labels: [label], takes: 3).utterances
        }
        let corpus = Corpus(name: "made", directory: "/made", utterances: corpora)
        let resolved = try EvaluationProtocol(named: "speakers-4fold").resolve([corpus])
        #expect(resolved.notes.isEmpty)
        #expect(resolved.folds.map(\.test.count) == [15, 15, 15, 15])
    }

    @Test func `a label that a part lacks is told`() throws {
        let corpus = Corpus(
            name: "made", directory: "/made",
            utterances: SyntheticCorpus.even(speakers: ["1", "2"], labels: [.anger], takes: 1).utterances
                + SyntheticCorpus.even(speakers: ["1"], labels: [.fear], takes: 1).utterances)
        let notes = try EvaluationProtocol(named: "leave-one-speaker-out").resolve([corpus]).notes
        #expect(notes == ["Fold 1's train part has no fear.", "Fold 2's test part has no fear."])
    }
}
