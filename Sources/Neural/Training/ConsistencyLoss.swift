import Foundation

/// How unlike a net's answers to two variants of the same utterances are: the mean of their divergences one from the other, in both
/// directions (Liang et al., "R-Drop", 2021; between altered copies as in Xie et al., "Unsupervised Data Augmentation", 2020).
///
/// A net that is taught with it says the same of a voice in a room, in noise and on the telephone.
public struct ConsistencyLoss: Hashable, Sendable {
    /// How much it counts beside the loss that compares with the truth.
    public var weight: Float

    public init(weight: Float) {
        self.weight = weight
    }

    /// Its mean over the pairs of a batch; its gradient by the scores is added.
    ///
    /// - Parameters:
    ///   - scores: utterances × classes, before any softmax; those of the second half are variants of those of the first.
    ///   - gradient: utterances × classes.
    public func callAsFunction(
        scores: UnsafeMutableBufferPointer<Float>, classCount: Int, gradient: UnsafeMutableBufferPointer<Float>
    ) -> Float {
        let pairs = scores.count / classCount / 2
        precondition(scores.count == 2 * pairs * classCount && scores.count == gradient.count, "pairs, and one gradient a score")
        guard weight > 0, pairs > 0 else { return 0 }
        let share = weight / Float(2 * pairs)
        var sum: Float = 0
        for pair in 0..<pairs {
            let first = pair * classCount
            let second = first + pairs * classCount
            let normalisers = (
                logNormaliser(scores, first, classCount), logNormaliser(scores, second, classCount)
            )
            var divergences: (Float, Float) = (0, 0)
            for index in 0..<classCount {
                let logarithms = (scores[first + index] - normalisers.0, scores[second + index] - normalisers.1)
                let difference = logarithms.0 - logarithms.1
                divergences.0 += exp(logarithms.0) * difference
                divergences.1 -= exp(logarithms.1) * difference
            }
            for index in 0..<classCount {
                let logarithms = (scores[first + index] - normalisers.0, scores[second + index] - normalisers.1)
                let probabilities = (exp(logarithms.0), exp(logarithms.1))
                let difference = logarithms.0 - logarithms.1
                gradient[first + index] +=
                    share * (probabilities.0 * (difference - divergences.0) + probabilities.0 - probabilities.1)
                gradient[second + index] +=
                    share * (probabilities.1 * (-difference - divergences.1) + probabilities.1 - probabilities.0)
            }
            sum += share * (divergences.0 + divergences.1)
        }
        return sum
    }

    private func logNormaliser(_ scores: UnsafeMutableBufferPointer<Float>, _ start: Int, _ count: Int) -> Float {
        let range = start..<start + count
        let largest = range.reduce(-Float.infinity) { max($0, scores[$1]) }
        return largest + log(range.reduce(0) { $0 + exp(scores[$1] - largest) })
    }
}
