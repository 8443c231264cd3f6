import UndertoneAudio

/// Intervals by resampling speakers with replacement (the percentile bootstrap, Efron 1979, over clusters).
///
/// Utterances of one speaker are alike, so resampling utterances would promise more certainty than there is. With few
/// speakers (SAVEE has four) the interval is coarse, and it says nothing about kinds of speakers that were not recorded.
public struct SpeakerBootstrap: Hashable, Sendable {
    /// The 2.5 % and 97.5 % points of each figure.
    public struct Intervals: Hashable, Sendable {
        public let accuracy: Interval
        public let unweightedAverageRecall: Interval
        public let macroF1: Interval
    }

    public let rounds: Int
    public let seed: UInt64

    public init(rounds: Int = 2000, seed: UInt64 = 1) {
        precondition(rounds > 0, "at least one round")
        self.rounds = rounds
        self.seed = seed
    }

    /// 95 % intervals, or nil with fewer than two speakers: one speaker cannot be resampled.
    ///
    /// Cost: `rounds × speakers × classes²`.
    public func intervals(truth: [Int], predicted: [Int], speakers: [String], classCount: Int) -> Intervals? {
        precondition(truth.count == predicted.count && truth.count == speakers.count, "one speaker an utterance")
        var bySpeaker: [String: ConfusionMatrix] = [:]
        for index in truth.indices {
            bySpeaker[speakers[index], default: ConfusionMatrix(classCount: classCount)]
                .count(truth: truth[index], predicted: predicted[index])
        }
        guard bySpeaker.count > 1 else { return nil }
        // In the order of their names, so that the same seed draws the same speakers.
        let matrices = bySpeaker.sorted { $0.key < $1.key }.map(\.value)
        var metrics: [ClassificationMetrics] = []
        metrics.reserveCapacity(rounds)
        forEachDraw(of: matrices.count) { drawn in
            var sum = ConfusionMatrix(classCount: classCount)
            for speaker in drawn { sum.add(matrices[speaker]) }
            metrics.append(ClassificationMetrics(sum))
        }
        return Intervals(
            accuracy: interval(metrics.map(\.accuracy)),
            unweightedAverageRecall: interval(metrics.map(\.unweightedAverageRecall)),
            macroF1: interval(metrics.map(\.macroF1)))
    }

    /// The 95 % interval of any figure of a draw of speakers, or nil with fewer than two.
    ///
    /// - Parameter figure: takes as many indices below `speakerCount` as there are speakers, some of them several times.
    func interval(speakerCount: Int, of figure: (_ drawn: [Int]) -> Double) -> Interval? {
        guard speakerCount > 1 else { return nil }
        var figures: [Double] = []
        figures.reserveCapacity(rounds)
        forEachDraw(of: speakerCount) { figures.append(figure($0)) }
        return interval(figures)
    }

    /// The same seed draws the same speakers, whatever is made of them.
    private func forEachDraw(of count: Int, _ body: ([Int]) -> Void) {
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<rounds { body((0..<count).map { _ in Int.random(in: 0..<count, using: &generator) }) }
    }

    private func interval(_ values: [Double]) -> Interval {
        let sorted = values.sorted()
        return Interval(low: percentile(0.025, of: sorted), high: percentile(0.975, of: sorted))
    }

    /// Linear interpolation between closest ranks, NumPy's default.
    private func percentile(_ share: Double, of sorted: [Double]) -> Double {
        let position = share * Double(sorted.count - 1)
        let lower = Int(position)
        let upper = min(lower + 1, sorted.count - 1)
        return sorted[lower] + (position - Double(lower)) * (sorted[upper] - sorted[lower])
    }
}
