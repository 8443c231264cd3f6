/// How far a group's figures may lie from everybody's, as data.
///
/// The criteria and thresholds are those of Derington et al. (arXiv 2312.06270): UAR of a group beside UAR of all, and, for
/// equalised odds, recall and precision of each class likewise. The paper found its thresholds by letting a random model judge
/// 1000 utterances a group; with fewer, chance alone may pass them. It draws the utterances so that all groups have the same
/// labels, which the acted corpora have by their making; here nothing is drawn.
public struct FairnessTest: Codable, Hashable, Sendable {
    /// What divides the speakers, for example `sex`.
    public let attribute: String
    public let maximumRecallChange: Double
    public let maximumClassRecallChange: Double
    public let maximumClassPrecisionChange: Double

    private enum CodingKeys: String, CodingKey {
        case attribute
        case maximumRecallChange = "maximum_uar_change"
        case maximumClassRecallChange = "maximum_class_recall_change"
        case maximumClassPrecisionChange = "maximum_class_precision_change"
    }

    public init(
        attribute: String, maximumRecallChange: Double, maximumClassRecallChange: Double, maximumClassPrecisionChange: Double
    ) {
        self.attribute = attribute
        self.maximumRecallChange = maximumRecallChange
        self.maximumClassRecallChange = maximumClassRecallChange
        self.maximumClassPrecisionChange = maximumClassPrecisionChange
    }

    public static let sex = FairnessTest(
        attribute: "sex", maximumRecallChange: 0.075, maximumClassRecallChange: 0.175, maximumClassPrecisionChange: 0.075)

    /// By the speakers' average fundamental frequency.
    public static let pitch = FairnessTest(
        attribute: "pitch", maximumRecallChange: 0.075, maximumClassRecallChange: 0.225, maximumClassPrecisionChange: 0.1)

    public static let standard = [sex, pitch]
}
