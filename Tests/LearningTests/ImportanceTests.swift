import Testing
import UndertoneAffect
import UndertoneAudio
import UndertoneCorpora
import UndertoneEvaluation
import UndertoneFeatures
import UndertoneLearning

@Suite struct ImportanceTests {
    /// Blobs whose first descriptor has the columns that carry the class, the second one column that carries half of it, and the
    /// third none: the same value in every row.
    private func subject() throws -> ProtocolEvaluation.Subject {
        let blobs = try Blobs.make(spread: 0.8)
        var values: [Float] = []
        for row in 0..<blobs.rowCount {
            let source = Array(blobs.features.row(row))
            values += [source[0], source[1], source[2] / 4, Float(row * 7919 % 101)]
        }
        let names = ["mfcc_1_mean", "mfcc_1_kurtosis", "loudness_sma3_amean", "jitterLocal_sma3nz_amean"]
        let data = try LabelledFeatures(
            features: FeatureMatrix(names: names, values: values), labels: blobs.labels, classes: blobs.classes,
            speakers: blobs.speakers)
        let folds = Set(data.speakers).sorted().map { speaker in
            Fold(
                train: data.speakers.indices.filter { data.speakers[$0] != speaker },
                test: data.speakers.indices.filter { data.speakers[$0] == speaker })
        }
        return ProtocolEvaluation.Subject(
            name: "toy", isSpeakerIndependent: true, folds: folds, data: data,
            files: data.classes.indices.map { "clip \($0)" })
    }

    private func importance(_ parameters: ModelParameters, keeping count: Int? = nil) async throws -> ImportanceReport {
        let subject = try subject()
        let trainer = Trainer(candidates: [parameters], innerFolds: 2, featureCount: count)
        let outcome = try await ProtocolEvaluation(trainer: trainer).run(subject)
        return try await ProtocolEvaluation.importance(of: outcome, on: subject)
    }

    @Test(arguments: Blobs.everyKind)
    func `a model of any kind relies on the descriptor that carries the class`(_ parameters: ModelParameters) async throws {
        let report = try await importance(parameters)
        let lost = Dictionary(uniqueKeysWithValues: report.descriptors.map { ($0.name, $0.uarLost) })
        #expect(report.descriptors.first?.name == "mfcc_1" && report.descriptors.first?.columns == 2)
        #expect(try #require(lost["mfcc_1"]) > 0.3)
        #expect(abs(try #require(lost["jitterLocal"])) < 0.05)
        #expect(report.families.map(\.name).sorted() == ["loudness", "timbre", "voice quality"])
        #expect(report.descriptors.allSatisfy { $0.ci95 != nil })
    }

    @Test func `the same seed gives the same report`() async throws {
        let parameters = ModelParameters.svm(.init())
        #expect(try await importance(parameters) == importance(parameters))
    }

    @Test func `what the model does not look at loses nothing at all`() async throws {
        let report = try await importance(.svm(.init(kernel: .linear)), keeping: 2)
        let unused = report.descriptors.filter { $0.name == "jitterLocal" }
        #expect(unused.map(\.uarLost) == [0] && unused.map(\.deviation) == [0])
    }

    @Test func `a finished model is explained like a trained one, and steps are counted`() async throws {
        let subject = try subject()
        let model = try await Trainer(candidates: [.svm(.init())], innerFolds: 2).train(subject.data).model
        let outcome = try ProtocolEvaluation.evaluate(model, named: "mine", on: subject, seed: 5)
        let report = try await ProtocolEvaluation.importance(of: outcome, on: subject, repeats: 2)
        #expect(report.repeats == 2 && report.seed == 5)
        #expect(report.descriptors.first?.name == "mfcc_1")
        // Three descriptors and three families in each of six folds.
        #expect(ProtocolEvaluation.importanceStepCount(subject) == 36)
    }

    @Test(arguments: Blobs.everyKind)
    func `the quick way to predict shuffled rows gives what predicting them does`(_ parameters: ModelParameters) throws {
        let data = try Blobs.make(spread: 2)
        let classifier = try parameters.fit(data, seed: 1)
        let scoring = try classifier.shuffledScoring(data.features)
        #expect((scoring is RadialShuffling) == ("\(parameters)".contains("rbf")))
        var generator = SeededGenerator(seed: 2)
        for columns in [[0], [1, 4], Array(0..<6)] {
            let order = (0..<data.rowCount).shuffled(using: &generator)
            var shuffled = data.features
            for (row, source) in order.enumerated() {
                for column in columns { shuffled[row, column] = data.features[source, column] }
            }
            #expect(try scoring.predictions(columns: columns, order: order) == classifier.scores(shuffled).predictions)
        }
    }
}
