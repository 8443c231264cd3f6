import Foundation

/// Cross-entropy between what a net says and what was wanted, with what is usually done to it.
public struct Loss: Codable, Hashable, Sendable {
    /// This share of each target is spread over all classes (Szegedy et al. 2016).
    public var labelSmoothing: Float
    /// Utterances that are already told well count less: (1 − p)^focus (Lin et al. 2017); 0 for none.
    public var focus: Float

    public init(labelSmoothing: Float = 0, focus: Float = 0) {
        self.labelSmoothing = labelSmoothing
        self.focus = focus
    }

    /// The mean loss over a batch, and its gradient by the scores.
    ///
    /// - Parameters:
    ///   - scores: utterances × classes, before any softmax.
    ///   - targets: utterances × classes, each row a distribution: one-hot, or mixed for mixup.
    ///   - weights: how much each utterance counts; class weights belong in here. Nil for one each.
    ///   - gradient: utterances × classes, written.
    public func callAsFunction(
        scores: UnsafeMutableBufferPointer<Float>, targets: [Float], weights: [Float]? = nil, classCount: Int,
        gradient: UnsafeMutableBufferPointer<Float>
    ) -> Float {
        precondition(scores.count == targets.count && scores.count == gradient.count, "one target and gradient a score")
        let rows = scores.count / classCount
        let total = weights?.reduce(0, +) ?? Float(rows)
        guard total > 0 else {
            gradient.update(repeating: 0)
            return 0
        }
        var sum: Float = 0
        for row in 0..<rows {
            let range = row * classCount..<(row + 1) * classCount
            sum += lossAndGradient(
                scores: scores, targets: targets, range: range, weight: (weights?[row] ?? 1) / total, gradient: gradient)
        }
        return sum
    }

    private func lossAndGradient(
        scores: UnsafeMutableBufferPointer<Float>, targets: [Float], range: Range<Int>, weight: Float,
        gradient: UnsafeMutableBufferPointer<Float>
    ) -> Float {
        let largest = range.reduce(-Float.infinity) { max($0, scores[$1]) }
        var normaliser: Float = 0
        for index in range {
            gradient[index] = exp(scores[index] - largest)
            normaliser += gradient[index]
        }
        let logNormaliser = largest + log(normaliser)
        let even = labelSmoothing / Float(range.count)
        var loss: Float = 0
        // With focus, the factor in front of each term of the cross-entropy depends on the scores too.
        var pull: Float = 0
        for index in range {
            let probability = gradient[index] / normaliser
            let wanted = (1 - labelSmoothing) * targets[index] + even
            let logProbability = scores[index] - logNormaliser
            let rest = max(1 - probability, 0)
            let factor = focus == 0 ? 1 : pow(rest, focus)
            loss -= wanted * factor * logProbability
            let slope = focus == 0 ? 0 : focus * pow(max(rest, 1e-7), focus - 1) * probability * logProbability
            gradient[index] = wanted * (slope - factor)
            pull += gradient[index]
        }
        for index in range {
            let probability = exp(scores[index] - logNormaliser)
            gradient[index] = weight * (gradient[index] - probability * pull)
        }
        return weight * loss
    }
}
