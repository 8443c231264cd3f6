import UndertoneNeural

import struct UndertoneAudio.SeededGenerator

/// A net with random numbers and an input, for the engine and for the reference.
struct NetTrial {
    let net: Net
    let batch: Int
    let frames: Int
    let lengths: [Int]
    let store: ParameterStore
    let input: [Float]

    init(_ net: Net, batch: Int = 3, frames: Int = 7, lengths: [Int]? = nil, seed: UInt64 = 1) throws {
        var generator = SeededGenerator(seed: seed)
        self.net = net
        self.batch = batch
        self.frames = frames
        self.lengths = lengths ?? [Int](repeating: frames, count: batch)
        store = try ParameterStore(net, using: &generator)
        for declaration in store.entries.map(\.declaration) {
            // Scales and variances are about 1; the rest is small, so that nothing saturates.
            let isScale =
                declaration.name.hasSuffix("var") || (declaration.name.hasSuffix("weight") && declaration.shape.count == 1)
            let bounds: ClosedRange<Float> = isScale ? 0.5...1.5 : -0.5...0.5
            try store.set(
                declaration.name,
                to: (0..<declaration.count).map { _ in Float.random(in: bounds, using: &generator) })
        }
        input = (0..<batch * net.input.shape(frames: frames).count).map { _ in Float.random(in: -1...1, using: &generator) }
    }

    /// The net compiled for this trial, its input filled in.
    func network(
        _ purpose: Network.Purpose, format: NumberFormat = .single, derivesInput: Bool = false
    ) throws -> Network {
        let network = try Network(
            net, weights: store, batch: batch, frames: frames, purpose: purpose, format: format,
            derivesInput: derivesInput)
        _ = network.input.update(fromContentsOf: input)
        network.lengths = lengths
        return network
    }

    func output(_ purpose: Network.Purpose, format: NumberFormat = .single) throws -> [Float] {
        let network = try network(purpose, format: format)
        try network.forward()
        return Array(network.output)
    }

    func reference(isTraining: Bool) -> ReferenceNet {
        let names = store.entries.map(\.declaration.name)
        return ReferenceNet(
            net: net, numbers: Dictionary(uniqueKeysWithValues: names.map { ($0, (store[$0] ?? []).map(Double.init)) }),
            batch: batch, frames: frames, lengths: lengths, isTraining: isTraining)
    }
}

extension NetTrial {
    /// How far the derivative of a random linear functional of the output, by all parameters and the input along a random direction,
    /// is from a central difference of the reference, as a share of the products that are added up in it.
    func derivativeError(seed: UInt64) throws -> Double {
        var generator = SeededGenerator(seed: seed)
        func draws(_ count: Int) -> [Float] { (0..<count).map { _ in Float.random(in: -1...1, using: &generator) } }
        let network = try network(.training, derivesInput: true)
        var (above, below) = (reference(isTraining: true), reference(isTraining: true))
        try network.forward()
        let functional = draws(network.outputGradient.count)
        _ = network.outputGradient.update(fromContentsOf: functional)
        try network.backward()

        let step = 1e-5
        var products: [Double] = []
        for entry in store.entries where entry.declaration.isTrained {
            let (name, direction) = (entry.declaration.name, draws(entry.declaration.count))
            products += zip(store.gradient(of: name) ?? [], direction).map { Double($0) * Double($1) }
            above.numbers[name] = zip(above.numbers[name] ?? [], direction).map { $0 + step * Double($1) }
            below.numbers[name] = zip(below.numbers[name] ?? [], direction).map { $0 - step * Double($1) }
        }
        let direction = draws(input.count)
        products += zip(network.inputGradient.map(Array.init) ?? [], direction).map { Double($0) * Double($1) }
        func value(_ net: ReferenceNet, _ step: Double) -> Double {
            zip(net.output(of: zip(input, direction).map { Double($0) + step * Double($1) }), functional)
                .reduce(0) { $0 + $1.0 * Double($1.1) }
        }
        let difference = (value(above, step) - value(below, -step)) / (2 * step) - products.reduce(0, +)
        return difference == 0 ? 0 : abs(difference) / products.reduce(1e-3) { $0 + abs($1) }
    }
}

/// How far numbers are from what they should be, as a share of the largest of these.
func relativeDifference(_ numbers: [Float], _ expected: [Double], floor: Double = 0) -> Double {
    guard numbers.count == expected.count, numbers.allSatisfy(\.isFinite) else { return .infinity }
    let largest = max(expected.reduce(0) { max($0, abs($1)) }, floor)
    let difference = zip(numbers, expected).reduce(0) { max($0, abs(Double($1.0) - $1.1)) }
    return difference == 0 ? 0 : difference / largest
}
