import Foundation
import UndertoneAffect

/// Steadies each answer by those before it: a mean of the logarithms of their probabilities, as `TimelineSmoothing` makes it, in which
/// an answer of τ seconds ago counts 1/e as much. It cannot look ahead.
struct MomentSmoother: Sendable {
    private let timeConstant: Double
    private var logarithms: [Double] = []
    private var weight = 0.0
    private var time = 0.0

    init(timeConstant: Double) {
        self.timeConstant = timeConstant
    }

    /// - Parameter time: of the answer, in seconds; none is before the last.
    mutating func add(_ probabilities: Probabilities, at time: Double) -> Probabilities {
        guard timeConstant > 0 else { return probabilities }
        let decay = exp((self.time - time) / timeConstant)
        self.time = time
        if logarithms.isEmpty { logarithms = [Double](repeating: 0, count: probabilities.values.count) }
        for (index, value) in probabilities.values.enumerated() {
            logarithms[index] = logarithms[index] * decay + log(max(TimelineSmoothing.floor, value))
        }
        weight = weight * decay + 1
        return Probabilities(labels: probabilities.labels, meanLogarithms: logarithms.map { $0 / weight })
    }
}

extension Probabilities {
    /// Proportional to the exponentials of these numbers.
    init(labels: LabelSet, meanLogarithms: [Double]) {
        let largest = meanLogarithms.max() ?? 0
        let shares = meanLogarithms.map { exp($0 - largest) }
        let total = shares.reduce(0, +)
        self.init(labels: labels, values: shares.map { $0 / total })
    }
}
