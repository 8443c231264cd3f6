import Testing
import UndertoneAffect
import UndertoneFeatures
import UndertoneLearning

@Suite struct ClassifierTests {
    @Test(arguments: Blobs.everyKind)
    func `it tells separate clouds apart on rows it has not seen`(_ parameters: ModelParameters) throws {
        let classifier = try parameters.fit(Blobs.make(seed: 1), seed: 1)
        let unseen = try Blobs.make(seed: 2)
        let scores = try classifier.scores(unseen.features)
        #expect(scores.rowCount == unseen.rowCount && scores.classCount == 4)
        #expect(Blobs.accuracy(scores.predictions, unseen.classes) > 0.97)
    }

    @Test(arguments: Blobs.everyKind)
    func `it beats chance where the clouds overlap`(_ parameters: ModelParameters) throws {
        let classifier = try parameters.fit(Blobs.make(spread: 2.5, seed: 1), seed: 1)
        let unseen = try Blobs.make(spread: 2.5, seed: 2)
        // Four classes: chance is 0.25, and three columns a bit make about 0.7 possible.
        #expect(Blobs.accuracy(try classifier.scores(unseen.features).predictions, unseen.classes) > 0.4)
    }

    @Test(arguments: Blobs.everyKind)
    func `the same seed gives the same model, byte for byte`(_ parameters: ModelParameters) throws {
        let data = try Blobs.make(spread: 1.5)
        #expect(try parameters.fit(data, seed: 5).save() == parameters.fit(data, seed: 5).save())
    }

    @Test(arguments: Blobs.everyKind)
    func `what was saved and loaded gives identical scores`(_ parameters: ModelParameters) throws {
        let data = try Blobs.make(spread: 1.5)
        let classifier = try parameters.fit(data, seed: 5)
        let loaded = try load(classifier.save(), parameters, features: 6)
        #expect(try loaded.scores(data.features) == classifier.scores(data.features))
        #expect(try loaded.save() == classifier.save())
    }

    @Test func `another seed grows another forest`() throws {
        let data = try Blobs.make(spread: 1.5)
        let parameters = ModelParameters.forest(.init(trees: 10))
        #expect(try parameters.fit(data, seed: 1).save() != parameters.fit(data, seed: 2).save())
    }

    @Test(arguments: [ModelKind.svm, .forest, .boosting])
    func `balanced weights find more of a rare class`(_ kind: ModelKind) throws {
        func parameters(_ weighting: ClassWeighting) -> ModelParameters {
            switch kind {
            case .svm: .svm(.init(classWeighting: weighting))
            case .forest: .forest(.init(trees: 50, depth: 5, classWeighting: weighting))
            default: .boosting(.init(rounds: 20, depth: 2, featureShare: 1, classWeighting: weighting))
            }
        }
        let data = try Blobs.make(counts: [300, 20, 20, 20], spread: 2.5, seed: 1)
        let unseen = try Blobs.make(counts: [100, 100, 100, 100], spread: 2.5, seed: 2)
        func found(_ weighting: ClassWeighting) throws -> Int {
            let predicted = try parameters(weighting).fit(data, seed: 1).scores(unseen.features).predictions
            return zip(predicted, unseen.classes).count { $0 == $1 && $1 != 0 }
        }
        #expect(try found(.balanced) > found(.none))
    }

    @Test(arguments: Blobs.everyKind)
    func `a label without training rows is never predicted`(_ parameters: ModelParameters) throws {
        let classifier = try parameters.fit(Blobs.make(counts: [40, 0, 40, 40]), seed: 1)
        let scores = try classifier.scores(try Blobs.make(seed: 2).features)
        #expect(scores.classCount == 4)
        #expect(!scores.predictions.contains(1))
    }

    @Test(arguments: Blobs.everyKind)
    func `rows of other features are refused`(_ parameters: ModelParameters) throws {
        let classifier = try parameters.fit(Blobs.make(), seed: 1)
        let narrow = try Blobs.make(columns: 4)
        #expect(throws: LearningError.wrongFeatureCount(expected: 6, found: 4)) {
            try classifier.scores(narrow.features)
        }
        var broken = try Blobs.make().features
        broken[3, 2] = .nan
        #expect(throws: LearningError.notFinite(row: 3, column: "feature 2")) { try classifier.scores(broken) }
    }

    @Test(arguments: Blobs.everyKind)
    func `one label alone cannot be learnt`(_ parameters: ModelParameters) throws {
        let data = try Blobs.make(counts: [10])
        #expect(throws: LearningError.oneClass) { try parameters.fit(data, seed: 1) }
    }

    @Test(arguments: Blobs.everyKind)
    func `no rows give no scores`(_ parameters: ModelParameters) throws {
        let classifier = try parameters.fit(Blobs.make(), seed: 1)
        let empty = FeatureMatrix(names: (0..<6).map { "feature \($0)" })
        #expect(try classifier.scores(empty).rowCount == 0)
    }

    @Test func `impossible parameters are refused with a sentence`() throws {
        let data = try Blobs.make()
        let table: [(ModelParameters, String)] = [
            (.svm(.init(cost: -1)), "libsvm refused: C <= 0."),
            (.svm(.init(cost: .infinity)), "cost is inf, but must be a positive number."),
            (.svm(.init(gamma: .value(0))), "gamma is 0.0, but must be a positive number."),
            (.svm(.init(tolerance: 0)), "libsvm refused: eps <= 0."),
            (.forest(.init(trees: 0)), "trees is 0, but must be between 1 and 10000."),
            (.forest(.init(featureShare: 2)), "featureShare is 2.0, but must be in 0…1."),
            (.boosting(.init(depth: 99)), "depth is 99, but must be between 1 and 20."),
            (.boosting(.init(learningRate: .nan)), "learningRate is nan, but must be in 0…1."),
        ]
        for (parameters, sentence) in table {
            let error = #expect(throws: LearningError.self) { try parameters.fit(data, seed: 1) }
            #expect(error?.description == sentence)
        }
    }

    private func load(_ bytes: [UInt8], _ parameters: ModelParameters, features: Int) throws -> any Classifier {
        switch parameters {
        case .svm(let own):
            try SupportVectorMachine.load(bytes, parameters: own, classCount: 4, featureCount: features)
        case .forest(let own): try RandomForest.load(bytes, parameters: own, classCount: 4, featureCount: features)
        case .boosting(let own):
            try GradientBoosting.load(bytes, parameters: own, classCount: 4, featureCount: features)
        case .mlp(let own), .cnn(let own), .rnn(let own), .crnn(let own):
            try NeuralClassifier.load(bytes, parameters: own, classCount: 4, featureCount: features)
        }
    }
}
