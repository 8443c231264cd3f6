public import UndertoneAffect

/// What a battery says about a model: how often its answers change with the sound, what that costs, and for whom it works less.
///
/// Its JSON keys are part of the tool's contract: `protocol`, `model`, `uar`, `tests`, `baselines`, `fairness` and those below.
public struct RobustnessReport: Hashable, Sendable, Codable {
    /// One test's figures beside its thresholds.
    public struct Row: Hashable, Sendable, Codable {
        public let test: RobustnessTest
        /// The share of clips with the same answer after the perturbation, 0…1.
        public let unchanged: Double
        /// UAR on the perturbed clips.
        public let uar: Double
        /// The same minus UAR on what they are compared with.
        public let uarChange: Double
        public let passed: Bool

        private enum CodingKeys: String, CodingKey {
            case test, unchanged, uar
            case uarChange = "uar_change"
            case passed
        }
    }

    /// What an answer without listening would reach.
    public struct Reference: Hashable, Sendable, Codable {
        public let unchanged: Double
        public let uar: Double
    }

    /// What a report needs to know beside the answers.
    public struct Context: Hashable, Sendable {
        public var protocolName: String
        /// Whether the model has heard none of the speakers in training.
        public var isSpeakerIndependent: Bool
        public var model: String
        /// How many utterances were left out, by reason.
        public var dropped: [String: Int]
        public var notes: [String]

        public init(
            protocolName: String, isSpeakerIndependent: Bool, model: String, dropped: [String: Int] = [:], notes: [String] = []
        ) {
            self.protocolName = protocolName
            self.isSpeakerIndependent = isSpeakerIndependent
            self.model = model
            self.dropped = dropped
            self.notes = notes
        }
    }

    public let protocolName: String
    public let isSpeakerIndependent: Bool
    public let model: String
    public let seed: UInt64
    public let labels: LabelSet
    public let speakers: Int
    public let utterances: Int
    public let dropped: [String: Int]
    /// On the clips as they are.
    public let accuracy: Double
    /// On the clips as they are.
    public let uar: Double
    public let tests: [Row]
    /// By name: `majority` and `random`.
    public let baselines: [String: Reference]
    /// One row a group; empty where no groups were given.
    public let fairness: [FairnessRow]
    public let notes: [String]

    private enum CodingKeys: String, CodingKey {
        case protocolName = "protocol"
        case isSpeakerIndependent = "speaker_independent"
        case model, seed, labels, speakers, utterances, dropped, accuracy, uar, tests, baselines, fairness, notes
    }
}
