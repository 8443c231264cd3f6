/// One test of a model's robustness, as data: what is done to every clip, and what has to stay as it was.
///
/// The tests, their metrics and their thresholds are those of Derington et al., "Testing Correctness, Fairness, and Robustness of
/// Speech Emotion Recognition Models" (IEEE Transactions on Affective Computing, arXiv 2312.06270), for emotional categories.
public struct RobustnessTest: Codable, Hashable, Sendable {
    /// What a kind of test is about.
    public enum Group: String, Codable, Hashable, Sendable, CaseIterable {
        /// Changes that a listener hardly notices.
        case smallChanges = "small changes"
        /// Sounds behind the voice.
        case noise
        /// The way from the mouth to the file: rooms, microphones, telephones.
        case channel
    }

    /// One word for tables and for `--only`, for example `append-zeros`.
    public let name: String
    public let group: Group
    public let perturbation: Perturbation
    /// What the perturbed clip is compared with: the clip after this; nil: the clip as it is.
    public let reference: Perturbation?
    /// The share of unchanged predictions has to be above this.
    public let minimumUnchanged: Double
    /// The change of UAR has to be above this; nil where the paper does not ask for it.
    public let minimumRecallChange: Double?
    /// The median over the paper's eleven categorical models of the share of unchanged predictions, averaged over its corpora
    /// (from the results published with ser-tests); nil where theirs is another kind of test.
    public let publishedMedian: Double?

    private enum CodingKeys: String, CodingKey {
        case name, group, perturbation, reference
        case minimumUnchanged = "minimum_unchanged"
        case minimumRecallChange = "minimum_uar_change"
        case publishedMedian = "published_median"
    }

    public init(
        name: String, group: Group, perturbation: Perturbation, reference: Perturbation? = nil, minimumUnchanged: Double,
        minimumRecallChange: Double? = nil, publishedMedian: Double? = nil
    ) {
        self.name = name
        self.group = group
        self.perturbation = perturbation
        self.reference = reference
        self.minimumUnchanged = minimumUnchanged
        self.minimumRecallChange = minimumRecallChange
        self.publishedMedian = publishedMedian
    }

    /// Whether both metrics are above their thresholds.
    public func passes(unchanged: Double, recallChange: Double) -> Bool {
        unchanged > minimumUnchanged && recallChange > minimumRecallChange ?? -.infinity
    }
}
