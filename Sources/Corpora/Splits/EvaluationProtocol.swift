public import UndertoneAffect

/// How utterances are divided for an evaluation: which corpora, labels and speakers, and who is tested when.
///
///     let sixfold = try EvaluationProtocol(named: "ravdess-actors-6fold")
///     let resolved = try sixfold.resolve([ravdess])
///     resolved.folds.count  // 6
public struct EvaluationProtocol: Hashable, Sendable {
    public let name: String
    /// The corpora that it is about, in order; empty for a protocol that any corpora may follow.
    public let corpora: [String]
    /// The labels that are told apart; nil for all that occur, in alphabetical order.
    public let labels: LabelSet?
    /// What becomes of a corpus' labels, by the corpus' name.
    public let labelMapping: [String: [Emotion: LabelChange]]
    /// Names of recordings, without folder and ending, that take no part.
    public let exclude: Set<String>
    public let division: Division
    /// Where the division is from.
    public let source: String?
    /// Figures that others have published, by what was measured.
    public let published: [String: String]

    public init(
        name: String, corpora: [String] = [], labels: LabelSet? = nil,
        labelMapping: [String: [Emotion: LabelChange]] = [:], exclude: Set<String> = [], division: Division,
        source: String? = nil, published: [String: String] = [:]
    ) {
        self.name = name
        self.corpora = corpora
        self.labels = labels
        self.labelMapping = labelMapping
        self.exclude = exclude
        self.division = division
        self.source = source
        self.published = published
    }

    public enum LabelChange: Hashable, Sendable {
        case become(Emotion)
        case drop
    }

    public enum Division: Hashable, Sendable {
        /// Folds whose speakers are named.
        case speakers([SpeakerFold])
        /// Each speaker is the test of one fold.
        case leaveOneSpeakerOut
        /// Folds of whole speakers, balanced by label.
        case speakerFolds(Int)
        /// One fold of clips at random, in shares of a whole, stratified by label; speakers are shared.
        case randomParts(train: Int, validation: Int, test: Int)
        /// Folds of clips at random, stratified by label; speakers are shared.
        case randomFolds(Int)

        /// Whether it claims that nobody is heard on two sides.
        public var isSpeakerIndependent: Bool {
            switch self {
            case .speakers, .leaveOneSpeakerOut, .speakerFolds: true
            case .randomParts, .randomFolds: false
            }
        }
    }

    /// The speakers of one fold's parts: plain names where the protocol is about one corpus, else `corpus/speaker`.
    public struct SpeakerFold: Hashable, Sendable, Codable {
        /// Nil for everybody who is not named in the other parts.
        public let train: [String]?
        public let validation: [String]?
        public let test: [String]

        public init(train: [String]? = nil, validation: [String]? = nil, test: [String]) {
            self.train = train
            self.validation = validation
            self.test = test
        }
    }

    /// The name for a report, which says so when speakers are shared.
    public var reportName: String {
        division.isSpeakerIndependent ? name : "\(name) (random split, speakers shared)"
    }
}
