import Testing
import UndertoneNeural

/// What holds for a compiled net as a whole.
@Suite struct NetworkTests {
    private let convolutional = Net(
        input: .frames(columns: 12),
        layers: [.image] + Net.block(9) + [
            .residual([.convolution(Layer.Convolution(9, kernel: Extent(3, 3))), .batchNormalization])
        ]
            + [.dropout(0.3), .globalAverage, .linear(4)])

    @Test func `the same seed gives the same bits, forward and backward`() throws {
        func run() throws -> [[Float]] {
            let trial = try NetTrial(convolutional, frames: 20, seed: 3)
            let network = try trial.network(.training, derivesInput: true)
            var results: [[Float]] = []
            for seed in 0..<3 {
                try network.forward(seed: UInt64(seed))
                for index in network.outputGradient.indices { network.outputGradient[index] = network.output[index] - 1 }
                try network.backward()
                results += [Array(network.output), Array(try #require(network.inputGradient))]
                results += trial.store.entries.compactMap { trial.store.gradient(of: $0.declaration.name) }
            }
            return results
        }
        #expect(try run() == (try run()))
    }

    @Test func `an utterance's answer does not depend on the batch it is in`() throws {
        let trial = try NetTrial(convolutional, batch: 5, frames: 20)
        let together = try trial.output(.inference)
        let one = try Network(convolutional, weights: trial.store, batch: 1, frames: 20, purpose: .inference, format: .single)
        let count = one.input.count
        for utterance in 0..<5 {
            _ = one.input.update(fromContentsOf: trial.input[utterance * count..<(utterance + 1) * count])
            try one.forward()
            let expected = together[utterance * 4..<(utterance + 1) * 4].map(Double.init)
            #expect(relativeDifference(Array(one.output), expected) < 1e-5)
        }
    }

    @Test func `a row among four has the same bits wherever it stands, and another network reads the same prepared weights`() throws {
        // As the built-in models are; what judges several voices together relies on it.
        let net = Net(input: .vector(features: 735), layers: [.linear(768, bias: false), .batchNormalization, .activation(.relu), .linear(7)])
        let trial = try NetTrial(net, batch: 4, frames: 1)
        let first = try Network(net, weights: trial.store, batch: 4, purpose: .inference)
        try first.prepare()
        let second = try Network(net, weights: trial.store, batch: 4, purpose: .inference, prepared: first)
        func output(_ network: Network, _ rows: [Int?]) throws -> [[Float]] {
            for (place, row) in rows.enumerated() {
                for column in 0..<735 { network.input[place * 735 + column] = row.map { trial.input[$0 * 735 + column] } ?? 0 }
            }
            try network.forward()
            return rows.indices.map { Array(network.output[$0 * 7..<($0 + 1) * 7]) }
        }
        let together = try output(first, [0, 1, 2, 3])
        #expect(Set(together).count == 4)
        #expect(try output(second, [3, 2, 1, 0]) == together.reversed())
        for row in 0..<4 {
            for place in 0..<4 {
                var rows = [Int?](repeating: nil, count: 4)
                rows[place] = row
                #expect(try output(second, rows)[place] == together[row])
            }
        }
    }

    @Test func `an utterance's answer does not depend on the padding after it`() throws {
        let net = Net(
            input: .frames(columns: 6),
            layers: [.linear(8), .residual([.attention(heads: 2)]), .attentiveStatistics(hidden: 5), .linear(3)])
        let trial = try NetTrial(net, batch: 1, frames: 7)
        let alone = try trial.output(.inference).map(Double.init)
        let padded = try Network(net, weights: trial.store, batch: 1, frames: 19, purpose: .inference, format: .single)
        padded.input.update(repeating: 50)
        _ = padded.input.update(fromContentsOf: trial.input)
        padded.lengths = [7]
        try padded.forward()
        #expect(relativeDifference(Array(padded.output), alone) < 1e-5)
    }

    @Test func `lengths beyond any bound are taken as the nearest possible`() throws {
        let net = Net(input: .frames(columns: 6), layers: [.statistics])
        let trial = try NetTrial(net, batch: 3)
        let network = try trial.network(.inference)
        func output(_ lengths: [Int]) throws -> [Float] {
            network.lengths = lengths
            try network.forward()
            return Array(network.output)
        }
        #expect(try output([.max, .min, 0]) == (try output([7, 1, 1])))
    }

    /// A layer that does nothing in inference keeps the two apart in the second net.
    @Test(arguments: [Activation.relu, .silu]) func `folding a batch normalisation changes nothing`(_ activation: Activation)
        throws
    {
        let convolution = Layer.convolution(Layer.Convolution(9, kernel: Extent(3, 3), hasBias: true))
        let folded = Net(
            input: .frames(columns: 5), layers: [.image, convolution, .batchNormalization, .activation(activation)])
        let apart = Net(
            input: .frames(columns: 5),
            layers: [.image, convolution, .dropout(0), .batchNormalization, .activation(activation)])
        let (first, second) = (try NetTrial(folded), try NetTrial(apart))
        #expect(first.input == second.input)
        #expect(relativeDifference(try first.output(.inference), try second.output(.inference).map(Double.init)) < 1e-5)
    }

    @Test func `a network for inference sees new weights once it is told`() throws {
        let trial = try NetTrial(Net(input: .frames(columns: 5), layers: [.image] + Net.block(8) + [.globalAverage]))
        let network = try trial.network(.inference)
        try network.forward()
        let before = Array(network.output)
        try trial.store.set("2.bias", to: [Float](repeating: 3, count: 8))
        network.weightsChanged()
        try network.forward()
        #expect(Array(network.output) != before)
        #expect(Array(network.output) == (try trial.output(.inference)))
    }

    @Test func `training follows a batch's statistics, inference leaves them`() throws {
        let trial = try NetTrial(Net(input: .frames(columns: 5), layers: [.batchNormalization]))
        let before = trial.store["0.running_mean"]
        try trial.network(.inference).forward()
        #expect(trial.store["0.running_mean"] == before)
        try trial.network(.training).forward()
        #expect(trial.store["0.running_mean"] != before)
    }

    @Test(arguments: [true, false])
    func `a network that works in another's memory gives the same bits`(isConvolutional: Bool) throws {
        // In these sizes the other leaves its numbers where the recurrent layer's first state comes to lie.
        let recurrent = Net(
            input: .frames(columns: 64),
            layers: [.linear(32), .recurrent(Layer.Recurrent(.lstm, 9)), .recurrent(Layer.Recurrent(.gru, 9)), .statistics, .linear(3)])
        let net = isConvolutional ? convolutional : recurrent
        let (batch, frames) = (8, isConvolutional ? (long: 40, short: 11) : (long: 80, short: 72))
        let long = try NetTrial(net, batch: batch, frames: frames.long, seed: 1)
        let short = try NetTrial(net, batch: batch, frames: frames.short, seed: 2)
        for purpose in [Network.Purpose.training, .inference] {
            let other = try long.network(purpose)
            let shared = try Network(
                net, weights: short.store, batch: batch, frames: frames.short, purpose: purpose, format: .single,
                sharing: other)
            func results(_ network: Network) throws -> [[Float]] {
                var results: [[Float]] = []
                for _ in 0..<2 {
                    // What the other leaves behind is neither to be taken for padding nor for a state.
                    _ = other.input.update(fromContentsOf: long.input)
                    try other.forward()
                    other.outputGradient.update(repeating: 1)
                    if purpose == .training { try other.backward() }
                    _ = network.input.update(fromContentsOf: short.input)
                    try network.forward()
                    results.append(Array(network.output))
                    guard purpose == .training else { continue }
                    network.outputGradient.update(repeating: 1)
                    try network.backward()
                    results += short.store.entries.compactMap { short.store.gradient(of: $0.declaration.name) }
                }
                return results
            }
            #expect(try results(shared) == (try results(short.network(purpose))))
        }
    }

    @Test func `inference needs less memory than training`() throws {
        let trial = try NetTrial(convolutional, frames: 40)
        #expect(try 2 * trial.network(.inference).arenaByteCount < trial.network(.training).arenaByteCount)
    }

    @Test func `the memory for inference does not grow with depth, but by weights`() throws {
        // As many channels as the widest vectors take, so that no weights are filled up.
        let channels = 16
        func byteCount(_ layer: Layer, depth: Int) throws -> Int {
            let net = Net(
                input: .frames(columns: 32),
                layers: [.image, .convolution(Layer.Convolution(channels, kernel: Extent(1, 1)))] + [Layer](repeating: layer, count: depth))
            return try NetTrial(net, frames: 50).network(.inference).arenaByteCount
        }
        #expect(try byteCount(.activation(.tanh), depth: 40) == (try byteCount(.activation(.tanh), depth: 4)))
        let convolution = Layer.convolution(Layer.Convolution(channels, kernel: Extent(3, 3)))
        let weights = 4 * channels * channels * 3 * 3
        #expect(try byteCount(convolution, depth: 40) <= byteCount(convolution, depth: 4) + 36 * (weights + 64))
    }
}
