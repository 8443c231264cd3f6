import Foundation
import Testing
import UndertoneNeural

import struct UndertoneAudio.SeededGenerator

@Suite struct ParameterStoreTests {
    private let net = Net(input: .frames(columns: 8), layers: [.image] + Net.block(16) + [.globalAverage, .linear(5)])

    private func store(seed: UInt64 = 1) throws -> ParameterStore {
        var generator = SeededGenerator(seed: seed)
        return try ParameterStore(net, using: &generator)
    }

    @Test func `parameters are named by the places of their layers`() throws {
        #expect(
            try store().entries.map(\.declaration.name) == [
                "1.weight", "2.weight", "2.bias", "2.running_mean", "2.running_var", "6.weight", "6.bias",
            ])
    }

    @Test func `the start is drawn from the seed`() throws {
        #expect(try store()["1.weight"] == store()["1.weight"])
        #expect(try store(seed: 2)["1.weight"] != store()["1.weight"])
        #expect(try store()["2.weight"] == [Float](repeating: 1, count: 16))
    }

    /// 18 432 draws: the deviation's own deviation is half a per cent.
    @Test func `a convolution starts with the deviation that keeps the variance through a ReLU`() throws {
        let wide = Net(
            input: .frames(columns: 8),
            layers: [
                .image, .convolution(Layer.Convolution(32, kernel: Extent(1, 1))),
                .convolution(Layer.Convolution(64, kernel: Extent(3, 3))),
            ])
        var generator = SeededGenerator(seed: 1)
        let weights = try #require(try ParameterStore(wide, using: &generator)["2.weight"])
        let deviation = (weights.reduce(0) { $0 + Double($1 * $1) } / Double(weights.count)).squareRoot()
        #expect(abs(deviation / (2.0 / 288).squareRoot() - 1) < 0.03)
    }

    @Test(
        arguments: [
            ("6.bias", [0, 0, 0, 0]), ("6.bias", [0, 0, 0, 0, .nan]), ("6.bias", [0, 0, 0, 0, .infinity]), ("6.bias", []),
            ("7.bias", [0]),
        ] as [(String, [Float])])
    func `wrong weights are refused and change nothing`(_ name: String, _ numbers: [Float]) throws {
        let store = try store()
        let before = store[name]
        #expect(throws: NeuralError.weights(name: name)) { try store.set(name, to: numbers) }
        #expect(store[name] == before)
    }

    @Test func `another net's weights are refused`() throws {
        let other = Net(input: .frames(columns: 8), layers: [.image] + Net.block(16) + [.globalAverage, .linear(6)])
        #expect(throws: NeuralError.weights(name: "6.weight")) {
            try Network(other, weights: store(), batch: 1, frames: 10, purpose: .inference)
        }
        let longer = Net(input: .frames(columns: 8), layers: net.layers + [.linear(2)])
        #expect(throws: NeuralError.weights(name: "7.weight")) {
            try Network(longer, weights: store(), batch: 1, frames: 10, purpose: .training)
        }
    }
}
