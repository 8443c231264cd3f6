import Testing
import UndertoneAffect
import UndertoneAudio
import UndertoneFeatures
import UndertoneLearning

@Suite struct FeatureSelectionTests {
    /// Column 1 tells the classes apart; the others are noise.
    private func rows(count: Int = 120, columns: Int = 6) throws -> LabelledFeatures {
        var generator = SeededGenerator(seed: 3)
        var matrix = FeatureMatrix(names: (0..<columns).map { "feature_\($0)" })
        let classes = (0..<count).map { $0 % 2 }
        for index in classes {
            matrix.append(
                row: (0..<columns).map { column in
                    Float.random(in: -1...1, using: &generator) + (column == 1 ? Float(2 * index) : 0)
                })
        }
        return try LabelledFeatures(
            features: matrix, labels: [.anger, .neutral], classes: classes, speakers: (0..<count).map { "s\($0 % 6)" })
    }

    @Test func `the column that tells classes apart is kept`() throws {
        #expect(try FeatureSelection(fitting: rows(), keeping: 1, seed: 1).columns == [1])
    }

    @Test func `columns come in their own order, and all of them when there are not enough`() throws {
        let three = try FeatureSelection(fitting: rows(), keeping: 3, seed: 1)
        #expect(three.columns == three.columns.sorted() && three.columns.count == 3)
        #expect(try FeatureSelection(fitting: rows(), keeping: 99, seed: 1).columns == Array(0..<6))
        let kept = try three(rows().features)
        #expect(kept.names == three.columns.map { "feature_\($0)" })
        #expect(try kept[5, 0] == rows().features[5, three.columns[0]])
    }

    @Test func `nothing cannot be kept`() throws {
        let data = try rows()
        #expect(throws: LearningError.self) { try FeatureSelection(fitting: data, keeping: 0, seed: 1) }
    }

    @Test func `a trained model takes all columns and looks at those it chose`() async throws {
        var trainer = Trainer(candidates: [.svm(.init(kernel: .rbf, cost: 1))], innerFolds: 2)
        trainer.featureCount = 2
        let data = try rows()
        let model = try await trainer.train(data).model
        #expect(model.featureNames.count == 6)
        #expect(model.selection?.columns.contains(1) == true)
        var changed = data.features
        let ignored = try #require((0..<6).first { model.selection?.columns.contains($0) == false })
        for row in 0..<changed.rowCount { changed[row, ignored] = 1000 }
        #expect(try model.scores(changed) == model.scores(data.features))
    }
}
