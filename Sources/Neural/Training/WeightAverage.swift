/// Weights averaged over training, which generalise better than the last step's.
public final class WeightAverage {
    public enum Rule: Codable, Hashable, Sendable {
        /// Moving with this decay a step, faster at the beginning (Polyak and Juditsky 1992).
        case exponential(decay: Float)
        /// The mean of what it is shown (stochastic weight averaging, Izmailov et al. 2018).
        case uniform
    }

    private let store: ParameterStore
    private let rule: Rule
    /// The averaged numbers, as the store has them.
    public private(set) var values: [Float]
    public private(set) var count = 0

    public init(_ rule: Rule, of store: ParameterStore) {
        self.rule = rule
        self.store = store
        values = Array(store.values)
    }

    /// Takes in the store's weights as they are now.
    public func add() {
        count += 1
        let share: Float
        switch rule {
        case .exponential(let decay): share = 1 - min(decay, Float(count) / Float(count + 10))
        case .uniform: share = 1 / Float(count)
        }
        let current = store.values
        values.withUnsafeMutableBufferPointer { values in
            for index in values.indices { values[index] += share * (current[index] - values[index]) }
        }
    }

    /// Exchanges the store's weights with the averaged ones; once more to go on training.
    public func swap() {
        let current = store.values
        values.withUnsafeMutableBufferPointer { values in
            for index in values.indices { (values[index], current[index]) = (current[index], values[index]) }
        }
    }

    /// Goes on from an average that was kept.
    public func restore(_ values: [Float], count: Int) {
        precondition(values.count == self.values.count, "an average of this net")
        (self.values, self.count) = (values, count)
    }
}
