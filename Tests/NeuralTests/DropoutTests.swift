import Testing
import UndertoneNeural

@Suite struct DropoutTests {
    /// Ones through a layer that leaves out a share of them.
    private func network(_ layers: [Layer], _ purpose: Network.Purpose, count: Int = 20_001) throws -> Network {
        let trial = try NetTrial(Net(input: .vector(features: count), layers: layers), batch: 1)
        let network = try trial.network(purpose, derivesInput: true)
        network.input.update(repeating: 1)
        return network
    }

    private func output(_ network: Network, seed: UInt64) throws -> [Float] {
        try network.forward(seed: seed)
        return Array(network.output)
    }

    @Test func `a seed draws the same numbers every time, another seed others`() throws {
        let network = try network([.dropout(0.5)], .training)
        let first = try output(network, seed: 1)
        #expect(try output(network, seed: 2) != first)
        #expect(try output(network, seed: 1) == first)
    }

    /// The share of 20 001 draws has a deviation of at most 0.0035.
    @Test(arguments: [0, 0.1, 0.5, 0.9]) func `it leaves out its share and keeps the mean`(_ share: Double) throws {
        let output = try output(network([.dropout(share)], .training), seed: 7)
        let left = Double(output.count { $0 == 0 }) / Double(output.count)
        #expect(abs(left - share) < 0.015)
        let kept = Float(1 / (1 - share))
        #expect(output.allSatisfy { $0 == 0 || abs($0 - kept) < 1e-5 * kept })
    }

    @Test func `two layers draw each for themselves`() throws {
        let network = try network([.residual([.dropout(0.5)], shortcut: [.dropout(0.5)])], .training)
        let output = try output(network, seed: 1)
        // Both, one and none of the two.
        for value: Float in [0, 2, 4] {
            let share = Double(output.count { $0 == value }) / Double(output.count)
            #expect(abs(share - (value == 2 ? 0.5 : 0.25)) < 0.02)
        }
    }

    @Test func `gradients go through what was kept`() throws {
        let network = try network([.dropout(0.3)], .training)
        let output = try output(network, seed: 5)
        network.outputGradient.update(repeating: 1)
        try network.backward()
        #expect(Array(try #require(network.inputGradient)) == output)
    }

    @Test func `it does nothing in inference`() throws {
        #expect(try output(network([.dropout(0.5)], .inference, count: 33), seed: 1) == [Float](repeating: 1, count: 33))
    }
}
