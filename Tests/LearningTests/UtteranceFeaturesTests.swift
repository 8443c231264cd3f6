import Testing
import UndertoneAffect
import UndertoneFeatures
import UndertoneLearning

@Suite struct UtteranceFeaturesTests {
    private let runs = UtteranceFeatures(names: ["a", "b"], runs: [[1, 2, 3, 4], [5, 6], [7, 8, 9, 10, 11, 12]])

    @Test func `runs have lengths of their own, and rows are utterances of one`() throws {
        #expect(runs.areFrames && runs.count == 3)
        #expect((0..<3).map { runs.length(of: $0) } == [2, 1, 3])
        #expect(Array(runs[2]) == [7, 8, 9, 10, 11, 12])
        #expect(runs.joined.rowCount == 6)
        let rows = UtteranceFeatures(FeatureMatrix(names: ["a", "b"], values: [1, 2, 3, 4]))
        #expect(!rows.areFrames && rows.count == 2 && rows.length(of: 1) == 1)
        #expect(try rows.rows().values == [1, 2, 3, 4])
    }

    @Test func `a choice of utterances keeps their order, and two tables can be joined`() throws {
        let chosen = runs.utterances(at: [2, 0])
        #expect(chosen.joined.values == [7, 8, 9, 10, 11, 12, 1, 2, 3, 4])
        #expect(try chosen.appending(runs.utterances(at: [1])).count == 3)
        let others = UtteranceFeatures(names: ["a", "c"], runs: [[1, 2]])
        #expect(throws: LearningError.wrongFeatureCount(expected: 2, found: 2)) { try runs.appending(others) }
        let rows = UtteranceFeatures(FeatureMatrix(names: ["a", "b"], values: [1, 2]))
        #expect(throws: LearningError.framesMissing) { try runs.appending(rows) }
        #expect(throws: LearningError.framesGiven) { try rows.appending(runs) }
    }

    @Test func `standardising counts frames one by one, as for a table of all frames`() throws {
        let data = try Runs.make()
        let apart = try Standardizer(fitting: data.utterances, limit: 4)
        #expect(try apart == Standardizer(fitting: data.features, limit: 4))
        #expect(try apart(data.utterances).joined == apart(data.features))
        #expect(try apart(data.utterances).areFrames)
    }

    @Test func `an utterance without frames and an infinite number are refused by their utterance`() throws {
        func make(_ runs: [[Float]]) throws {
            _ = try LabelledFeatures(
                utterances: UtteranceFeatures(names: ["a", "b"], runs: runs), labels: [.anger, .neutral], classes: [0, 1],
                speakers: ["s", "t"])
        }
        #expect(throws: LearningError.noFrames(row: 1)) { try make([[1, 2], []]) }
        #expect(throws: LearningError.notFinite(row: 1, column: "b")) { try make([[1, 2], [1, 2, 3, .infinity]]) }
        try make([[1, 2], [1, 2, 3, .nan]])
    }

    @Test func `copies keep the origin of their utterance, and strangers get others`() throws {
        let data = try Runs.make(count: 6)
        #expect(try data.rows(at: [4, 2]).origins == [4, 2])
        let copies = try data.rows(at: [4, 2])
        #expect(try data.appending(copies, sharesOrigins: true).origins == [0, 1, 2, 3, 4, 5, 4, 2])
        let joined = try data.appending(copies)
        #expect(Set(joined.origins).count == 8)
        #expect(joined.rowCount == 8 && joined.supports == [5, 3])
    }

    @Test(arguments: [ModelParameters.svm(.init()), .forest(.init()), .boosting(.init())])
    func `classifiers of functionals refuse frames in one sentence`(_ parameters: ModelParameters) throws {
        let error = #expect(throws: LearningError.self) { try parameters.fit(Runs.make(), seed: 1) }
        #expect(
            error?.description
                == "One row of features an utterance is wanted here, but runs of frames were given; only nets take those.")
    }
}
