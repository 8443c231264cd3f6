import Foundation

/// How gradients move weights.
public struct OptimizerOptions: Codable, Hashable, Sendable {
    public enum Rule: Codable, Hashable, Sendable {
        /// Stochastic gradient descent with momentum, as PyTorch has it; but decay is decoupled here too.
        case sgd(momentum: Float)
        /// Adam with decoupled weight decay (Loshchilov and Hutter 2019).
        case adamW(beta1: Float, beta2: Float)
    }

    public var rule: Rule
    /// Of weights with more than one dimension; biases and normalisations do not decay.
    public var weightDecay: Float
    /// The norm to which all gradients together are cut; nil for no limit (Pascanu et al. 2013).
    public var gradientNorm: Float?

    public init(rule: Rule = .adamW(beta1: 0.9, beta2: 0.999), weightDecay: Float = 0.01, gradientNorm: Float? = 1) {
        self.rule = rule
        self.weightDecay = weightDecay
        self.gradientNorm = gradientNorm
    }
}

/// Moves a store's weights by their gradients, and remembers what it needs to from step to step.
public final class Optimizer {
    public let options: OptimizerOptions
    private let store: ParameterStore
    /// Momentum, or Adam's first moment.
    private var first: [Float]
    /// Adam's second moment; empty for gradient descent.
    private var second: [Float]
    private var stepCount = 0

    public init(_ options: OptimizerOptions, of store: ParameterStore) {
        self.options = options
        self.store = store
        first = [Float](repeating: 0, count: store.count)
        if case .adamW = options.rule {
            second = [Float](repeating: 0, count: store.count)
        } else {
            second = []
        }
    }

    /// What a resumed training needs to go on as if it had not stopped.
    public struct State: Hashable, Sendable {
        public var first: [Float]
        public var second: [Float]
        public var stepCount: Int

        public init(first: [Float], second: [Float], stepCount: Int) {
            self.first = first
            self.second = second
            self.stepCount = stepCount
        }
    }

    public var state: State {
        get { State(first: first, second: second, stepCount: stepCount) }
        set {
            precondition(newValue.first.count == first.count && newValue.second.count == second.count, "a state of this net")
            (first, second, stepCount) = (newValue.first, newValue.second, newValue.stepCount)
        }
    }

    /// One step with the store's gradients.
    ///
    /// - Returns: the norm of all gradients together before it was cut; the step is left out when it is not finite.
    @discardableResult
    public func step(learningRate: Float) -> Float {
        let norm = gradientNorm
        guard norm.isFinite else { return norm }
        let scale = options.gradientNorm.map { norm > $0 ? $0 / norm : 1 } ?? 1
        stepCount += 1
        let corrections = corrections
        for entry in store.entries where entry.declaration.isTrained {
            let decay = entry.declaration.shape.count > 1 ? options.weightDecay * learningRate : 0
            switch options.rule {
            case .sgd(let momentum):
                descend(entry.range, learningRate: learningRate, scale: scale, decay: decay, momentum: momentum)
            case .adamW(let beta1, let beta2):
                adapt(
                    entry.range, learningRate: learningRate * corrections.first, scale: scale, decay: decay, beta1: beta1,
                    beta2: beta2, correction: corrections.second)
            }
        }
        return norm
    }

    /// What makes up for moments that began at nothing.
    private var corrections: (first: Float, second: Float) {
        guard case .adamW(let beta1, let beta2) = options.rule else { return (1, 1) }
        func correction(_ beta: Float) -> Float { Float(1 / (1 - pow(Double(beta), Double(stepCount)))) }
        return (correction(beta1), correction(beta2))
    }

    private var gradientNorm: Float {
        var sum = 0.0
        for entry in store.entries where entry.declaration.isTrained {
            var part: Float = 0
            for index in entry.range { part += store.gradients[index] * store.gradients[index] }
            sum += Double(part)
        }
        return Float(sum.squareRoot())
    }

    private func descend(_ range: Range<Int>, learningRate: Float, scale: Float, decay: Float, momentum: Float) {
        let (values, gradients) = (store.values, store.gradients)
        first.withUnsafeMutableBufferPointer { first in
            for index in range {
                first[index] = momentum * first[index] + scale * gradients[index]
                values[index] -= decay * values[index] + learningRate * first[index]
            }
        }
    }

    private func adapt(
        _ range: Range<Int>, learningRate: Float, scale: Float, decay: Float, beta1: Float, beta2: Float, correction: Float
    ) {
        let (values, gradients) = (store.values, store.gradients)
        first.withUnsafeMutableBufferPointer { first in
            second.withUnsafeMutableBufferPointer { second in
                for index in range {
                    let gradient = scale * gradients[index]
                    first[index] += (1 - beta1) * (gradient - first[index])
                    second[index] += (1 - beta2) * (gradient * gradient - second[index])
                    let deviation = (second[index] * correction).squareRoot() + 1e-8
                    values[index] -= decay * values[index] + learningRate * first[index] / deviation
                }
            }
        }
    }
}
