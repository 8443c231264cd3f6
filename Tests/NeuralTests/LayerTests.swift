import Testing
import UndertoneNeural

import struct UndertoneAudio.SeededGenerator

/// The engine beside plain loops in double precision, for every kind of layer.
@Suite struct LayerTests {
    /// Single precision has 24 bits (6e-8), and the sums here have at most a few hundred terms.
    private let tolerance = 1e-5

    @Test(arguments: LayerCase.all) func `inference gives what plain loops give`(_ layer: LayerCase) throws {
        let trial = try layer.trial()
        let expected = trial.reference(isTraining: false).output(of: trial.input.map(Double.init))
        #expect(relativeDifference(try trial.output(.inference), expected) < tolerance)
    }

    @Test(arguments: LayerCase.all) func `training gives what plain loops give`(_ layer: LayerCase) throws {
        let trial = try layer.trial()
        let expected = trial.reference(isTraining: true).output(of: trial.input.map(Double.init))
        #expect(relativeDifference(try trial.output(.training), expected) < tolerance)
    }

    /// A random linear functional of the output is derived by each number in turn: by central differences of the plain loops, whose
    /// own error is about 1e-9 with this step in double precision, and by the engine, which adds up in single precision.
    @Test(arguments: LayerCase.all) func `gradients are those of finite differences`(_ layer: LayerCase) throws {
        let trial = try layer.trial()
        let network = try trial.network(.training, derivesInput: true)
        var generator = SeededGenerator(seed: 2)
        let direction = network.outputGradient.map { _ in Float.random(in: -1...1, using: &generator) }
        var reference = trial.reference(isTraining: true)
        try network.forward()
        _ = network.outputGradient.update(fromContentsOf: direction)
        try network.backward()

        var input = trial.input.map(Double.init)
        func derivative(_ move: (Double) -> Void) -> Double {
            func functional() -> Double {
                zip(reference.output(of: input), direction).reduce(0) { $0 + $1.0 * Double($1.1) }
            }
            let step = 1e-5
            move(step)
            let above = functional()
            move(-2 * step)
            let below = functional()
            move(step)
            return (above - below) / (2 * step)
        }
        /// Each of a few numbers, or some sixty of many, evenly spread.
        func places(_ count: Int) -> StrideTo<Int> { stride(from: 0, to: count, by: count / 64 + 1) }
        let inputGradient = try #require(network.inputGradient)
        var pairs = [
            (
                "input", places(input.count).map { inputGradient[$0] },
                places(input.count).map { index in derivative { input[index] += $0 } }
            )
        ]
        for declaration in trial.store.entries.map(\.declaration) where declaration.isTrained {
            let (name, places) = (declaration.name, places(declaration.count))
            let gradient = try #require(trial.store.gradient(of: name))
            let expected = places.map { index in derivative { reference.numbers[name]?[index] += $0 } }
            pairs.append((name, places.map { gradient[$0] }, expected))
        }
        // Some gradients are nothing in truth, such as that of a bias before a softmax: these are judged beside the others.
        let largest = pairs.flatMap(\.2).reduce(0) { max($0, abs($1)) }
        for (name, gradient, expected) in pairs {
            #expect(relativeDifference(gradient, expected, floor: 0.1 * largest) < 1e-4, "\(name)")
        }
    }
}
