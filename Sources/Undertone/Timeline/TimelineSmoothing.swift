public import UndertoneAffect
import Foundation

/// How neighbouring segments steady one another's answers on a timeline.
///
/// One segment of a few seconds errs more often than a voice changes its emotion. Each segment's answer therefore becomes a weighted
/// mean over all segments, of the logarithms of their probabilities (the logarithmic opinion pool: Genest & Zidek, "Combining
/// Probability Distributions", Statistical Science 1986): segment j counts for segment i by its length times
/// exp(−|tᵢ − tⱼ| / τ), t being the middles of the segments. It looks as far ahead as back, so that changes are not late, and
/// silence between two segments loosens their tie by itself.
///
///     let smoothed = TimelineSmoothing.default.probabilities(of: prediction.segments)
public struct TimelineSmoothing: Codable, Hashable, Sendable {
    /// τ in seconds, 0…3600: a segment this far away counts 1/e as much; 0 leaves the answers as they are.
    public var timeConstant: Double

    /// - Parameter timeConstant: τ in seconds.
    public init(timeConstant: Double) {
        self.timeConstant = timeConstant
    }

    /// τ = 2 s: of segments of four seconds each, three quarters of an answer come from the segment itself.
    ///
    /// On clips joined in runs of four of one emotion, up to 3 s made no difference that could be told from chance, and 2 s gave a tenth
    /// fewer changes of emotion; where each clip of some three seconds changed the emotion, 2 s and more lost right answers
    /// (`Benchmarks/timeline.py`).
    public static let `default` = TimelineSmoothing(timeConstant: 2)

    /// Every segment for itself.
    public static let none = TimelineSmoothing(timeConstant: 0)

    /// The time constants that there may be, in seconds.
    public static let timeConstants = 0.0...3600

    /// Smaller probabilities count as this one, so that a single segment that excludes an emotion does not exclude it for all.
    static let floor = 1e-4

    /// One answer a segment; as many as there are segments.
    ///
    /// Cost: two passes over the segments, since the weights fall exponentially. A time constant that is not a number above zero
    /// leaves the answers as they are.
    ///
    /// - Parameter segments: in order of time, over the same labels.
    public func probabilities(of segments: [Prediction.Segment]) -> [Probabilities] {
        guard timeConstant > 0, segments.count > 1 else { return segments.map(\.probabilities) }
        let sums = segments.map(WeightedSum.init)
        /// How much is left of one segment's weight at the next.
        let decays = zip(segments, segments.dropFirst()).map { exp(-max(0, $1.middle - $0.middle) / timeConstant) }
        var past = sums
        var future = sums
        for index in segments.indices.dropFirst() {
            past[index].add(past[index - 1], times: decays[index - 1])
        }
        for index in segments.indices.dropLast().reversed() {
            future[index].add(future[index + 1], times: decays[index])
        }
        return segments.indices.map { index in
            var sum = past[index]
            // The segment itself is in both.
            sum.add(future[index], times: 1)
            sum.add(sums[index], times: -1)
            return sum.mean(labels: segments[index].probabilities.labels)
        }
    }

    /// Logarithms of probabilities, added up with weights.
    private struct WeightedSum {
        var logarithms: [Double]
        var weight: Double

        init(_ segment: Prediction.Segment) {
            // A segment without length would have no answer at all if it stood alone.
            let weight = max(1e-3, segment.end - segment.start)
            self.weight = weight
            logarithms = segment.probabilities.values.map { weight * log(max(TimelineSmoothing.floor, $0)) }
        }

        mutating func add(_ other: WeightedSum, times factor: Double) {
            for index in logarithms.indices { logarithms[index] += factor * other.logarithms[index] }
            weight += factor * other.weight
        }

        func mean(labels: LabelSet) -> Probabilities {
            Probabilities(labels: labels, meanLogarithms: logarithms.map { $0 / weight })
        }
    }
}

extension Prediction.Segment {
    fileprivate var middle: Double { (start + end) / 2 }
}
