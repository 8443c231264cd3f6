import Testing
import UndertoneNeural

import struct UndertoneAudio.SeededGenerator

@Suite struct OptimizerTests {
    /// A linear layer from 4 to 3 whose gradients can be said: utterances are unit vectors, and one of nothing for the bias.
    private struct Linear {
        let store: ParameterStore
        private let network: Network

        init(_ start: [[Float]]) throws {
            var generator = SeededGenerator(seed: 1)
            let net = Net(input: .vector(features: 4), layers: [.linear(3)])
            store = try ParameterStore(net, using: &generator)
            try store.set("0.weight", to: start[0])
            try store.set("0.bias", to: start[1])
            network = try Network(net, weights: store, batch: 5, frames: 1, purpose: .training)
        }

        func setGradients(_ gradients: [[Float]]) throws {
            _ = network.input.update(fromContentsOf: (0..<20).map { $0 % 5 == 0 && $0 < 16 ? 1 : 0 })
            try network.forward()
            for output in 0..<3 {
                let row = gradients[0][output * 4..<output * 4 + 4]
                for (utterance, gradient) in row.enumerated() { network.outputGradient[utterance * 3 + output] = gradient }
                network.outputGradient[12 + output] = gradients[1][output] - row.reduce(0, +)
            }
            try network.backward()
        }
    }

    private static let sgd = OptimizerOptions(rule: .sgd(momentum: 0.9), weightDecay: 0, gradientNorm: nil)
    private static let adamW = OptimizerOptions(weightDecay: 0.5, gradientNorm: 1)

    @Test(arguments: [("sgd", sgd), ("adamW", adamW)])
    func `five steps are PyTorch's`(_ name: String, _ options: OptimizerOptions) throws {
        let golden = try TrainingGolden(name)
        let linear = try Linear(golden.start)
        let optimizer = Optimizer(options, of: linear.store)
        for gradients in golden.steps {
            try linear.setGradients(gradients)
            #expect(linear.store.gradient(of: "0.weight") == gradients[0])
            #expect(linear.store.gradient(of: "0.bias") == gradients[1])
            optimizer.step(learningRate: 0.1)
        }
        #expect(relativeDifference(linear.store["0.weight"] ?? [], golden.after[0]) < 1e-5)
        #expect(relativeDifference(linear.store["0.bias"] ?? [], golden.after[1]) < 1e-5)
    }

    @Test func `gradients are cut to a norm together, and the norm before is handed back`() throws {
        let golden = try TrainingGolden("sgd")
        let norm = golden.steps[0].joined().reduce(0) { $0 + Double($1 * $1) }.squareRoot()
        var ends: [[Float]] = []
        for limit: Float? in [nil, Float(2 * norm), Float(norm / 2)] {
            let linear = try Linear(golden.start)
            try linear.setGradients(golden.steps[0])
            let optimizer = Optimizer(
                OptimizerOptions(rule: .sgd(momentum: 0), weightDecay: 0, gradientNorm: limit), of: linear.store)
            #expect(abs(Double(optimizer.step(learningRate: 1)) - norm) < 1e-5 * norm)
            ends.append(linear.store["0.weight"] ?? [])
        }
        #expect(ends[0] == ends[1])
        let moved = zip(golden.start[0], ends[0]).map { Double($0 - $1) / 2 }
        #expect(relativeDifference(zip(golden.start[0], ends[2]).map { $0 - $1 }, moved) < 1e-5)
    }

    @Test(arguments: [Float.nan, .infinity]) func `a step with gradients that are not finite is left out`(_ bad: Float) throws {
        let golden = try TrainingGolden("adamW")
        let linear = try Linear(golden.start)
        let optimizer = Optimizer(Self.adamW, of: linear.store)
        try linear.setGradients(golden.steps[0])
        optimizer.step(learningRate: 0.1)
        let (numbers, state) = (linear.store.numbers, optimizer.state)
        var gradients = golden.steps[1]
        gradients[1][2] = bad
        try linear.setGradients(gradients)
        #expect(!optimizer.step(learningRate: 0.1).isFinite)
        #expect(linear.store.numbers == numbers && optimizer.state == state)
    }

    @Test(arguments: [sgd, adamW])
    func `another optimiser goes on from a state to the same bits`(_ options: OptimizerOptions) throws {
        let golden = try TrainingGolden("adamW")
        let (whole, part) = (try Linear(golden.start), try Linear(golden.start))
        let (first, second) = (Optimizer(options, of: whole.store), Optimizer(options, of: part.store))
        for gradients in golden.steps {
            try whole.setGradients(gradients)
            first.step(learningRate: 0.1)
        }
        for gradients in golden.steps[..<2] {
            try part.setGradients(gradients)
            second.step(learningRate: 0.1)
        }
        let third = Optimizer(options, of: part.store)
        third.state = second.state
        for gradients in golden.steps[2...] {
            try part.setGradients(gradients)
            third.step(learningRate: 0.1)
        }
        #expect(part.store.numbers == whole.store.numbers && third.state == first.state)
    }

    @Test(arguments: [sgd, adamW]) func `running statistics are left alone`(_ options: OptimizerOptions) throws {
        let trial = try NetTrial(Net(input: .vector(features: 3), layers: [.batchNormalization, .linear(2)]))
        let network = try trial.network(.training)
        try network.forward()
        network.outputGradient.update(repeating: 1)
        try network.backward()
        let before = ["0.running_mean", "0.running_var"].map { trial.store[$0] }
        Optimizer(options, of: trial.store).step(learningRate: 0.1)
        #expect(trial.store["0.running_mean"] == before[0] && trial.store["0.running_var"] == before[1])
        #expect(trial.store["1.bias"]?.allSatisfy(\.isFinite) == true)
    }
}
