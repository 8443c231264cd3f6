import Foundation
import Testing
import UndertoneFeatures
import UndertoneLearning

@Suite struct TemperatureCalibrationTests {
    @Test(arguments: Blobs.everyKind)
    func `log loss on further rows falls and the first class stays first`(_ parameters: ModelParameters) throws {
        let classifier = try parameters.fit(Blobs.make(spread: 3, seed: 1), seed: 1)
        let heldOut = try Blobs.make(counts: [200, 200, 200, 200], spread: 3, seed: 2)
        let further = try Blobs.make(counts: [200, 200, 200, 200], spread: 3, seed: 3)
        let calibration = try TemperatureCalibration(
            fitting: classifier.scores(heldOut.features), classes: heldOut.classes)
        let scores = try classifier.scores(further.features)
        let before = TemperatureCalibration.identity.logLoss(scores, classes: further.classes)
        let after = calibration.logLoss(scores, classes: further.classes)
        #expect(after < before)
        for (row, predicted) in scores.predictions.enumerated() {
            let probabilities = calibration.probabilities(scores.row(row))
            #expect(probabilities[predicted] == probabilities.max())
            #expect(abs(probabilities.reduce(0, +) - 1) < 1e-12)
        }
    }

    @Test func `the temperature that made the scores is found again`() throws {
        // Ten rows of which the scores, divided by 2.5, say exactly how often each class is right.
        let shares = [0.7, 0.2, 0.1]
        let row = shares.map { 2.5 * log($0) }
        let scores = ClassScores(classCount: 3, values: (0..<10).flatMap { _ in row })
        let classes = [0, 0, 0, 0, 0, 0, 0, 1, 1, 2]
        let calibration = try TemperatureCalibration(fitting: scores, classes: classes)
        #expect(abs(calibration.temperature - 2.5) < 1e-3)
    }

    @Test func `huge scores overflow nothing`() {
        let probabilities = TemperatureCalibration.identity.probabilities([1e6, -1e6, 0])
        #expect(probabilities == [1, 0, 0])
    }

    @Test func `without held-out rows there is nothing to fit`() {
        #expect(throws: LearningError.noRows) {
            try TemperatureCalibration(fitting: ClassScores(classCount: 2), classes: [])
        }
    }
}
