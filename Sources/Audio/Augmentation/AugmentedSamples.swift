/// What came of an augmentation.
public struct AugmentedSamples: Hashable, Sendable {
    /// Finite, at the rate of what went in.
    public var samples: [Float]
    /// What was done, in order: each augmentation that happened, with the strength that was drawn.
    public var drawn: [Augmentation]
    /// Set by mixup.
    public var mixture: Mixture?

    /// With whom an utterance was mixed, for whoever weighs the labels.
    public struct Mixture: Hashable, Sendable {
        /// The other's index in the `BabbleSource`.
        public var companion: Int
        /// λ: the weight of the utterance itself; the other's is 1 − λ.
        public var weight: Double
    }
}
