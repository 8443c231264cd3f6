import Testing
import UndertoneNeural

import struct UndertoneAudio.SeededGenerator

/// Nets whose pictures are of bfloat16 beside the same nets in single precision, where the processor or oneDNN can do it; elsewhere
/// both are the same.
@Suite struct NumberFormatTests {
    private static let convolution = Layer.convolution(Layer.Convolution(16, kernel: Extent(3, 3)))
    static let nets: [Net] = [
        Net(input: .frames(columns: 12), layers: [.image] + Net.block(32) + Net.block(16) + [.globalAverage, .linear(4)]),
        Net(
            input: .frames(columns: 12),
            layers: [
                .image, convolution, .residual([convolution, .batchNormalization, .activation(.gelu)], shortcut: [convolution]),
                .squeezeExcitation(reduction: 4), .dropout(0), .sequence, .linear(9), .statistics, .linear(4),
            ]),
        Net(
            input: .frames(columns: 12),
            layers: [
                .image, .concatenation([[], [convolution], [convolution, .activation(.silu)]]), .batchNormalization,
                .pooling(Layer.Pooling(.average, Extent(2, 2))),
                .convolution(Layer.Convolution(33, kernel: Extent(3, 3), stride: Extent(2, 1), groups: 3, hasBias: true)),
                .globalAverage, .linear(4),
            ]),
    ]

    @Test(arguments: nets) func `bfloat16 is right to about its digits`(_ net: Net) throws {
        let trial = try NetTrial(net, batch: 8, frames: 24)
        for purpose in [Network.Purpose.inference, .training] {
            let single = try trial.output(purpose)
            #expect(relativeDifference(try trial.output(purpose, format: .bfloat16), single.map(Double.init)) < 0.05)
        }
    }

    @Test(arguments: nets) func `bfloat16 leads the same way down`(_ net: Net) throws {
        func gradients(_ format: NumberFormat) throws -> [Float] {
            let trial = try NetTrial(net, batch: 8, frames: 24)
            let network = try trial.network(.training, format: format, derivesInput: true)
            try network.forward()
            var generator = SeededGenerator(seed: 5)
            for index in network.outputGradient.indices {
                network.outputGradient[index] = Float.random(in: -1...1, using: &generator)
            }
            try network.backward()
            return trial.store.entries.flatMap { trial.store.gradient(of: $0.declaration.name) ?? [] }
                + Array(try #require(network.inputGradient))
        }
        let (single, half) = (try gradients(.single), try gradients(.bfloat16))
        func product(_ left: [Float], _ right: [Float]) -> Double { zip(left, right).reduce(0) { $0 + Double($1.0) * Double($1.1) } }
        let cosine = product(single, half) / (product(single, single) * product(half, half)).squareRoot()
        #expect(cosine > 0.995)
    }

    /// The input loses nothing in the shorter format here, so what is found in it must be the same to the bit.
    @Test(arguments: [Extent(2, 2), Extent(3, 2), Extent(1, 1), Extent(5, 4)])
    func `maximum pooling finds the same numbers and gives the same gradient`(_ kernel: Extent) throws {
        let channels = 32
        let net = Net(
            input: .frames(columns: 9),
            layers: [
                .image, .convolution(Layer.Convolution(channels, kernel: Extent(1, 1))),
                .pooling(Layer.Pooling(.maximum, kernel)),
            ])
        func results(_ format: NumberFormat) throws -> [[Float]] {
            let trial = try NetTrial(net, batch: 3, frames: 11)
            // Each channel is the input times a power of two, some upside down.
            try trial.store.set("1.weight", to: (0..<channels).map { ($0 % 3 == 0 ? -1 : 1) * Float(1 << ($0 % 5)) })
            let network = try trial.network(.training, format: format, derivesInput: true)
            for index in network.input.indices { network.input[index] = Float((index * 37) % 101 - 50) }
            try network.forward()
            for index in network.outputGradient.indices { network.outputGradient[index] = Float(index % 3) }
            try network.backward()
            return [Array(network.output), Array(try #require(network.inputGradient))]
        }
        let (single, half) = (try results(.single), try results(.bfloat16))
        #expect(half[0] == single[0])
        // What comes back to one number is added up in the format's own precision.
        #expect(relativeDifference(half[1], single[1].map(Double.init)) < 0.01)
    }

    @Test(arguments: NumberFormat.allCases) func `the same numbers give the same bits`(_ format: NumberFormat) throws {
        let trial = try NetTrial(Self.nets[0], batch: 8, frames: 24)
        let (first, second) = (try trial.output(.training, format: format), try trial.output(.training, format: format))
        #expect(first == second)
    }
}
