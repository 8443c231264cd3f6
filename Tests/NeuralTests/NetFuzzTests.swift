import Testing
import struct UndertoneAudio.SeededGenerator
import UndertoneNeural

@Suite struct NetFuzzTests {
    /// Whatever layers come together, they are refused by name or agree with plain loops, and have finite gradients.
    @Test(arguments: 0..<200) func `a random net is refused or right`(_ seed: Int) throws {
        var random = RandomNet(seed: UInt64(seed))
        let net = random.net()
        let (batch, frames) = (random.number(1...3), random.number(1...9))
        do {
            let lengths = (0..<batch).map { _ in random.number(1...frames) }
            let trial = try NetTrial(net, batch: batch, frames: frames, lengths: lengths, seed: UInt64(seed))
            let inference = try trial.network(.inference)
            try inference.forward()
            let expected = trial.reference(isTraining: false).output(of: trial.input.map(Double.init))
            // Looser than for one layer: normalisations may blow up what differs, sums of opposites what remains.
            #expect(relativeDifference(Array(inference.output), expected, floor: 1e-2) < 1e-4, "\(net)")

            let training = try trial.network(.training, derivesInput: true)
            try training.forward(seed: 1)
            _ = training.outputGradient.update(fromContentsOf: Array(training.output))
            try training.backward()
            let gradients = trial.store.entries.compactMap { trial.store.gradient(of: $0.declaration.name) }
            let inputGradient = Array(try #require(training.inputGradient))
            let isFinite = (gradients + [inputGradient, Array(training.output)]).allSatisfy { $0.allSatisfy(\.isFinite) }
            #expect(isFinite, "\(net)")
        } catch NeuralError.shape, NeuralError.outOfBounds {
            // Refused by name; every other error is one too many.
        }
    }
}

/// Draws nets of a few layers, each likely to fit what comes before it, with numbers that are now and then impossible.
private struct RandomNet {
    private var generator: SeededGenerator

    init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

    mutating func number(_ bounds: ClosedRange<Int>) -> Int { Int.random(in: bounds, using: &generator) }

    mutating func net() -> Net {
        switch number(0...3) {
        case 0: Net(input: .vector(features: number(1...20)), layers: vectorLayers())
        case 1: Net(input: .frames(columns: number(1...9)), layers: sequenceLayers() + [.statistics] + vectorLayers())
        case 2: Net(input: .frames(columns: number(1...9)), layers: [.image] + imageLayers() + [.globalAverage] + vectorLayers())
        default: Net(input: .frames(columns: number(1...9)), layers: [.image] + imageLayers() + [.sequence] + sequenceLayers())
        }
    }

    private mutating func layers(_ draw: (inout Self) -> Layer) -> [Layer] {
        (0..<number(0...3)).map { _ in draw(&self) }
    }

    private mutating func vectorLayers() -> [Layer] {
        layers { random in
            switch random.number(0...4) {
            case 0: .batchNormalization
            case 1: .layerNormalization
            case 2: .linear(random.size(17), bias: random.number(0...1) == 0)
            case 3: .concatenation([random.vectorLayers(), random.vectorLayers()])
            default: random.anywhere { $0.vectorLayers() }
            }
        }
    }

    private mutating func sequenceLayers() -> [Layer] {
        layers { random in
            switch random.number(0...7) {
            case 0: .batchNormalization
            case 1: .layerNormalization
            case 2: .linear(random.size(12))
            case 3: .convolution(random.convolution(bands: 1...1))
            case 4: .attention(heads: random.number(1...2))
            case 5: .recurrent(Recurrent(random.number(0...1) == 0 ? .lstm : .gru, random.size(7), isBidirectional: random.number(0...1) == 0))
            case 6: .concatenation([random.sequenceLayers(), []])
            default: random.anywhere { $0.sequenceLayers() }
            }
        }
    }

    private mutating func imageLayers() -> [Layer] {
        layers { random in
            switch random.number(0...6) {
            case 0: .batchNormalization
            case 1, 2: .convolution(random.convolution(bands: 1...4))
            case 3: .pooling(Pooling(random.number(0...1) == 0 ? .maximum : .average, Extent(random.number(1...3), random.number(1...3))))
            case 4: .squeezeExcitation(reduction: random.size(4))
            case 5: .concatenation([random.imageLayers(), random.imageLayers()])
            default: random.anywhere { $0.imageLayers() }
            }
        }
    }

    private mutating func anywhere(_ inner: (inout Self) -> [Layer]) -> Layer {
        switch number(0...4) {
        case 0: .dropout(Double(number(0...10)) / 10)
        case 1: .residual(inner(&self))
        case 2: .residual(inner(&self), shortcut: inner(&self))
        default: .activation(Activation.allCases[number(0...Activation.allCases.count - 1)])
        }
    }

    private mutating func convolution(bands: ClosedRange<Int>) -> Convolution {
        Convolution(
            size(18), kernel: Extent(number(1...5), number(bands)), stride: Extent(number(1...3), number(bands)),
            dilation: Extent(number(1...3), number(bands)), groups: number(0...3) == 0 ? number(1...4) : 1,
            hasBias: number(0...1) == 0)
    }

    /// Once in forty, nothing.
    private mutating func size(_ largest: Int) -> Int { number(0...39) == 0 ? 0 : number(1...largest) }
}
