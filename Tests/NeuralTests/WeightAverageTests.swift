import Testing
import UndertoneNeural

import struct UndertoneAudio.SeededGenerator

@Suite struct WeightAverageTests {
    private static let rules: [WeightAverage.Rule] = [.exponential(decay: 0.5), .exponential(decay: 0.99), .uniform]

    private func store() throws -> ParameterStore {
        var generator = SeededGenerator(seed: 1)
        return try ParameterStore(Net(input: .vector(features: 3), layers: [.linear(2)]), using: &generator)
    }

    /// Weights that depend on the step only.
    private func numbers(_ step: Int) -> [Float] {
        (0..<6).map { Float((step * 37 + $0 * 11) % 64) / 64 - 0.5 }
    }

    private func shown(_ steps: Range<Int>, to average: WeightAverage, of store: ParameterStore) throws {
        for step in steps {
            try store.set("0.weight", to: numbers(step))
            average.add()
        }
    }

    /// Each is the one before, moved towards what is shown; the first steps of a moving average move it faster.
    @Test(arguments: rules) func `the average is that of the definition in double precision`(_ rule: WeightAverage.Rule) throws {
        let store = try store()
        let average = WeightAverage(rule, of: store)
        var expected = (store["0.weight"] ?? []).map(Double.init)
        for step in 0..<50 {
            try shown(step..<step + 1, to: average, of: store)
            let share =
                switch rule {
                case .exponential(let decay): 1 - min(Double(decay), Double(step + 1) / Double(step + 11))
                case .uniform: 1 / Double(step + 1)
                }
            expected = zip(expected, numbers(step)).map { $0 + share * (Double($1) - $0) }
        }
        average.swap()
        #expect(relativeDifference(store["0.weight"] ?? [], expected) < 1e-5)
        #expect(average.count == 50)
    }

    @Test func `a uniform average is the mean`() throws {
        let store = try store()
        let average = WeightAverage(.uniform, of: store)
        try shown(0..<20, to: average, of: store)
        let mean = (0..<6).map { index in (0..<20).reduce(0) { $0 + Double(numbers($1)[index]) } / 20 }
        average.swap()
        #expect(relativeDifference(store["0.weight"] ?? [], mean, floor: 0.5) < 1e-6)
    }

    @Test(arguments: rules) func `exchanged twice, nothing is changed`(_ rule: WeightAverage.Rule) throws {
        let store = try store()
        let average = WeightAverage(rule, of: store)
        try shown(0..<5, to: average, of: store)
        let (numbers, averaged) = (store.numbers, average.values)
        average.swap()
        #expect(store.numbers == averaged && average.values == numbers && numbers != averaged)
        average.swap()
        #expect(store.numbers == numbers && average.values == averaged)
    }

    @Test(arguments: rules) func `an average that was kept goes on to the same bits`(_ rule: WeightAverage.Rule) throws {
        let (store, other) = (try store(), try store())
        let whole = WeightAverage(rule, of: store)
        try shown(0..<9, to: whole, of: store)
        let first = WeightAverage(rule, of: other)
        try shown(0..<4, to: first, of: other)
        let second = WeightAverage(rule, of: other)
        second.restore(first.values, count: first.count)
        try shown(4..<9, to: second, of: other)
        #expect(second.values == whole.values && second.count == whole.count)
    }
}
