import Foundation
import Testing
import UndertoneFeatures
import UndertoneLearning

@Suite struct StandardizerTests {
    let training = FeatureMatrix(names: ["rises", "constant"], values: [1, 7, 2, 7, 3, 7, 4, 7])

    @Test func `training rows get mean zero and deviation one, constants become zero`() throws {
        let standardised = try Standardizer(fitting: training)(training)
        let rising = (0..<4).map { Double(standardised[$0, 0]) }
        #expect(abs(rising.reduce(0, +)) < 1e-6)
        #expect(abs(rising.reduce(0) { $0 + $1 * $1 } / 4 - 1) < 1e-6)
        #expect((0..<4).allSatisfy { standardised[$0, 1] == 0 })
    }

    @Test func `other rows are moved by the training rows' figures and change none of them`() throws {
        let standardizer = try Standardizer(fitting: training)
        let other = FeatureMatrix(names: training.names, values: [2.5, 100])
        #expect(try standardizer(other).values == [0, 0])
        #expect(standardizer.means == [2.5, 7])
    }

    @Test func `a constant that single precision cannot hold exactly is still constant`() throws {
        let standardizer = try Standardizer(
            fitting: FeatureMatrix(names: ["tenth"], values: [Float](repeating: 0.1, count: 1001)))
        #expect(standardizer.deviations == [0])
    }

    @Test func `a limit cuts off what no training row was like`() throws {
        let standardizer = try Standardizer(fitting: training, limit: 3)
        let far = FeatureMatrix(names: training.names, values: [1e9, 0, -1e9, 0])
        #expect(try standardizer(far).values == [3, 0, -3, 0])
    }

    @Test func `it survives a round trip through JSON exactly`() throws {
        let standardizer = try Standardizer(fitting: Blobs.make().features, limit: 5)
        let copy = try JSONDecoder().decode(Standardizer.self, from: JSONEncoder().encode(standardizer))
        #expect(copy == standardizer)
    }

    @Test func `what is undefined takes no part in fitting and counts as average`() throws {
        let features = FeatureMatrix(names: ["a", "b"], values: [1, .nan, .nan, .nan, 3, .nan])
        let standardizer = try Standardizer(fitting: features)
        #expect(standardizer.means == [2, 0] && standardizer.deviations == [1, 0])
        #expect(try standardizer(features).values == [-1, 0, 0, 0, 1, 0])
    }

    @Test func `nothing to fit on and infinite numbers are refused`() {
        #expect(throws: LearningError.noRows) { try Standardizer(fitting: FeatureMatrix(names: ["a"])) }
        #expect(throws: LearningError.noColumns) { try Standardizer(fitting: FeatureMatrix(names: [])) }
        #expect(throws: LearningError.notFinite(row: 1, column: "a")) {
            try Standardizer(fitting: FeatureMatrix(names: ["a"], values: [1, .infinity]))
        }
    }
}
