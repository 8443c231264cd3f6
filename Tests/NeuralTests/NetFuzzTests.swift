import Testing
import UndertoneNeural

import struct UndertoneAudio.SeededGenerator

@Suite struct NetFuzzTests {
    /// Whatever layers come together, they are refused by name or agree with plain loops.
    @Test func `a random net is refused or right`() throws {
        var (right, refused) = (0, 0)
        for seed in UInt64(0)..<200 {
            var random = RandomNet(seed: seed)
            let net = random.net()
            let (batch, frames) = (random.number(1...3), random.number(1...9))
            let lengths = (0..<batch).map { _ in random.number(1...frames) }
            do {
                let trial = try NetTrial(net, batch: batch, frames: frames, lengths: lengths, seed: seed)
                try check(trial, hasDropout: random.hasDropout)
                right += 1
            } catch NeuralError.shape, NeuralError.outOfBounds {
                // Every other error is one too many.
                refused += 1
            }
        }
        #expect(right > 120)
        #expect(refused > 20)
    }

    /// Tolerances are looser than for one layer: normalisations may blow up what differs, and sums of opposites what remains.
    private func check(_ trial: NetTrial, hasDropout: Bool) throws {
        // What the shorter format loses may be blown up, but nothing is left out or made infinite.
        for purpose in [Network.Purpose.inference, .training] {
            let isFinite = try trial.output(purpose, format: .bfloat16).allSatisfy(\.isFinite)
            #expect(isFinite, "\(trial.net)")
        }
        let expected = trial.reference(isTraining: false).output(of: trial.input.map(Double.init))
        let difference = relativeDifference(try trial.output(.inference), expected, floor: 0.01)
        #expect(difference < 1e-4, "\(trial.net)")
        if hasDropout {
            let isFinite = try trial.output(.training).allSatisfy(\.isFinite)
            #expect(isFinite, "\(trial.net)")
        } else {
            let error = try trial.derivativeError(seed: 1)
            #expect(error < 1e-3, "\(trial.net)")
        }
    }
}

/// Draws nets of a few layers, each likely to fit what comes before it, with numbers that are now and then impossible.
private struct RandomNet {
    private var generator: SeededGenerator
    private(set) var hasDropout = false

    init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

    mutating func number(_ bounds: ClosedRange<Int>) -> Int { Int.random(in: bounds, using: &generator) }

    mutating func net() -> Net {
        switch number(0...3) {
        case 0: Net(input: .vector(features: number(1...20)), layers: vectorLayers())
        case 1: Net(input: .frames(columns: number(1...9)), layers: sequenceLayers() + [.statistics] + vectorLayers())
        case 2:
            Net(input: .frames(columns: number(1...9)), layers: [.image] + imageLayers() + [.globalAverage] + vectorLayers())
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
            case 5:
                .recurrent(
                    Layer.Recurrent(
                        random.number(0...1) == 0 ? .lstm : .gru, random.size(7), isBidirectional: random.number(0...1) == 0))
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
            case 3:
                .pooling(
                    Layer.Pooling(random.number(0...1) == 0 ? .maximum : .average, Extent(random.number(1...3), random.number(1...3)))
                )
            case 4: .squeezeExcitation(reduction: random.size(4))
            case 5: .concatenation([random.imageLayers(), random.imageLayers()])
            default: random.anywhere { $0.imageLayers() }
            }
        }
    }

    private mutating func anywhere(_ inner: (inout Self) -> [Layer]) -> Layer {
        switch number(0...4) {
        case 0:
            hasDropout = true
            return .dropout(Double(number(0...10)) / 10)
        case 1: return .residual(inner(&self))
        case 2: return .residual(inner(&self), shortcut: inner(&self))
        default: return .activation(Activation.allCases[number(0...Activation.allCases.count - 1)])
        }
    }

    private mutating func convolution(bands: ClosedRange<Int>) -> Layer.Convolution {
        Layer.Convolution(
            size(18), kernel: Extent(number(1...5), number(bands)), stride: Extent(number(1...3), number(bands)),
            dilation: Extent(number(1...3), number(bands)), groups: number(0...3) == 0 ? number(1...4) : 1,
            hasBias: number(0...1) == 0)
    }

    /// Once in forty, nothing.
    private mutating func size(_ largest: Int) -> Int { number(0...39) == 0 ? 0 : number(1...largest) }
}
