import UndertoneAudio

/// How much a fitted model relies on a group of columns: the recall lost when those columns are shuffled among test rows.
///
/// Permutation importance (Breiman 2001, "Random forests", Machine Learning 45), for any model (Fisher, Rudin & Dominici
/// 2019, "All models are wrong, but many are useful", JMLR 20). The columns of a group move together, by one permutation of
/// the rows, so that what they say is lost as a whole; rows move within the test part of their own fold only. Where a test
/// part holds one speaker, what tells speakers apart is thus not counted as lost. Columns of different groups that say the
/// same stand in for each other: a small loss does not mean that a group says nothing.
///
/// The loss is that of the unweighted average recall over all parts pooled, averaged over the repeats. Its interval is over
/// speakers, by bootstrap; the deviation beside it is over the repeats, and says whether there were enough of them.
public struct PermutationImportance: Hashable, Sendable {
    /// How often each group is shuffled.
    public let repeats: Int
    /// Draws the speakers of the intervals; its seed also draws the permutations.
    public let bootstrap: SpeakerBootstrap

    public init(repeats: Int = 5, bootstrap: SpeakerBootstrap = SpeakerBootstrap()) {
        precondition(repeats > 0, "at least one repeat")
        self.repeats = repeats
        self.bootstrap = bootstrap
    }

    /// The test rows of one model.
    public struct Part: Hashable, Sendable {
        /// One class index a row.
        public let truth: [Int]
        /// What the model says of the rows as they are.
        public let predicted: [Int]
        public let speakers: [String]

        /// - Precondition: one truth, one prediction and one speaker a row.
        public init(truth: [Int], predicted: [Int], speakers: [String]) {
            precondition(truth.count == predicted.count && truth.count == speakers.count, "one of each a row")
            self.truth = truth
            self.predicted = predicted
            self.speakers = speakers
        }
    }

    /// Rows to predict: those of a part, where the columns of a group come from other rows.
    public struct Shuffle: Hashable, Sendable {
        public let part: Int
        public let group: Int
        /// Row r takes the group's columns of row `order[r]`.
        public let order: [Int]
    }

    /// What shuffling one group costs.
    public struct Loss: Hashable, Sendable {
        /// The unweighted average recall lost, averaged over the repeats; below 0 where shuffling happened to help.
        public let mean: Double
        /// The sample standard deviation over the repeats; 0 with one repeat.
        public let deviation: Double
        /// The 95 % interval of `mean` over speakers, or nil with fewer than two.
        public let ci95: Interval?
    }

    /// One loss a group, in order, computed on all cores. The same seed gives the same losses on any number of them.
    ///
    /// - Parameters:
    ///   - progress: called with how many of groups × parts are done.
    ///   - predict: the class index of each row of a shuffled part. Called groups × parts × repeats times.
    /// - Throws: what `predict` throws; `CancellationError`.
    public func losses(
        groupCount: Int, parts: [Part], classCount: Int, progress: (@Sendable (_ done: Int, _ total: Int) -> Void)? = nil,
        predict: @escaping @Sendable (Shuffle) throws -> [Int]
    ) async throws -> [Loss] {
        let tally = RecallTally(parts: parts, classCount: classCount)
        var generator = SeededGenerator(seed: bootstrap.seed)
        let orders = parts.map { part in
            (0..<repeats).map { _ in part.truth.indices.shuffled(using: &generator) }
        }
        let jobs = (0..<groupCount).flatMap { group in parts.indices.map { (group, $0) } }
        let lost = try await concurrentMap(jobs, progress: { progress?($0, jobs.count) }) { group, part in
            try orders[part].map { order in
                try Task.checkCancellation()
                return tally.lostHits(parts[part], predicted: try predict(Shuffle(part: part, group: group, order: order)))
            }
        }
        return (0..<groupCount).map { group in
            var sums = [[Int]](repeating: tally.noHits, count: repeats)
            for part in parts.indices {
                for (index, hits) in lost[group * parts.count + part].enumerated() {
                    for cell in hits.indices { sums[index][cell] += hits[cell] }
                }
            }
            return loss(sums, tally)
        }
    }

    private func loss(_ lostHits: [[Int]], _ tally: RecallTally) -> Loss {
        let count = Double(lostHits.count)
        let everybody = Array(tally.speakers.indices)
        let losses = lostHits.map { tally.recallLost($0.map(Double.init), speakers: everybody) }
        let mean = losses.reduce(0, +) / count
        let squares = losses.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        // Recall is linear in the hits, so the mean over repeats can be drawn from their mean.
        let meanHits = tally.noHits.indices.map { cell in lostHits.reduce(0) { $0 + Double($1[cell]) } / count }
        return Loss(
            mean: mean, deviation: count > 1 ? (squares / (count - 1)).squareRoot() : 0,
            ci95: bootstrap.interval(speakerCount: everybody.count) { tally.recallLost(meanHits, speakers: $0) })
    }
}

/// Right answers by speaker and class, from which recalls of any choice of speakers follow.
private struct RecallTally: Sendable {
    /// Sorted, so that the same seed draws the same ones.
    let speakers: [String]
    private let places: [String: Int]
    private let classCount: Int
    /// Speakers × classes: how many rows there are.
    private let supports: [Double]

    init(parts: [PermutationImportance.Part], classCount: Int) {
        let speakers = Set(parts.flatMap(\.speakers)).sorted()
        let places = Dictionary(uniqueKeysWithValues: zip(speakers, speakers.indices))
        var supports = [Double](repeating: 0, count: speakers.count * classCount)
        for part in parts {
            for (speaker, truth) in zip(part.speakers, part.truth) {
                supports[(places[speaker] ?? 0) * classCount + truth] += 1
            }
        }
        self.speakers = speakers
        self.places = places
        self.classCount = classCount
        self.supports = supports
    }

    var noHits: [Int] { [Int](repeating: 0, count: supports.count) }

    /// Speakers × classes: right answers without shuffling minus right answers with it.
    func lostHits(_ part: PermutationImportance.Part, predicted: [Int]) -> [Int] {
        precondition(predicted.count == part.truth.count, "one prediction a row")
        var lost = noHits
        for (row, truth) in part.truth.enumerated() {
            let cell = (places[part.speakers[row]] ?? 0) * classCount + truth
            lost[cell] += (part.predicted[row] == truth ? 1 : 0) - (predicted[row] == truth ? 1 : 0)
        }
        return lost
    }

    /// The mean over the classes that the speakers have of the recall that is lost.
    func recallLost(_ lostHits: [Double], speakers: [Int]) -> Double {
        var sum = 0.0
        var present = 0.0
        for index in 0..<classCount {
            var lost = 0.0
            var support = 0.0
            for speaker in speakers {
                lost += lostHits[speaker * classCount + index]
                support += supports[speaker * classCount + index]
            }
            guard support > 0 else { continue }
            sum += lost / support
            present += 1
        }
        return present > 0 ? sum / present : 0
    }
}
