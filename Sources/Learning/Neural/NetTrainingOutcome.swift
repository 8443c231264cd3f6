/// What a training came to.
public struct NetTrainingOutcome: Sendable {
    /// One epoch of a training.
    public struct Epoch: Codable, Hashable, Sendable {
        /// The mean of the training batches.
        public let loss: Double
        public let learningRate: Double
        /// Of held-out speakers, where there are some.
        public let uar: Double?
    }

    /// By the names of the net's parameters, each row by row.
    public let weights: [String: [Float]]
    public let epochs: [Epoch]
    /// The epoch that the weights are from, counted from one.
    public let bestEpoch: Int
}

/// How far a training has got.
public struct NetTrainingProgress: Sendable {
    /// Of all epochs, between 0 and 1.
    public let share: Double
    /// Counted from one.
    public let epoch: Int
    public let epochCount: Int
    /// The mean of the epoch's batches so far.
    public let loss: Double
    /// Of the last epoch that was judged.
    public let uar: Double?
}

extension NetTrainingProgress {
    /// The same of one of several trainings that follow one another.
    func ofMember(_ member: Int, of count: Int) -> NetTrainingProgress {
        NetTrainingProgress(
            share: (Double(member) + share) / Double(count), epoch: epoch, epochCount: epochCount, loss: loss, uar: uar)
    }
}
