public import UndertoneAffect

/// Everything that an evaluation says about a model: figures, their uncertainty, and what they were measured on.
///
/// Its JSON keys are part of the tool's contract: `protocol`, `accuracy`, `uar`, `macro_f1`, `per_class`, `confusion`,
/// `ci95`, `ece` and those below.
public struct EvaluationReport: Hashable, Sendable, Codable {
    /// One fold's part in the report.
    public struct FoldSummary: Hashable, Sendable, Codable {
        public let speakers: [String]
        public let utterances: Int
        public let accuracy: Double
        public let uar: Double
        /// The hyper-parameters chosen without the test part, in words; nil when a finished model was evaluated.
        public let parameters: String?
        /// How the chosen candidate did on what judged it, which the test part took no part in; nil when a finished model was evaluated.
        public let validation: Validation?
    }

    /// What a candidate was chosen by.
    public struct Validation: Hashable, Sendable, Codable {
        public let accuracy: Double
        public let uar: Double

        public init(accuracy: Double, uar: Double) {
            (self.accuracy, self.uar) = (accuracy, uar)
        }
    }

    /// A corpus whose utterances joined the training part of every fold, and no other part.
    public struct JoinedCorpus: Hashable, Sendable, Codable {
        public let corpus: String
        public let speakers: Int
        public let utterances: Int

        public init(corpus: String, speakers: Int, utterances: Int) {
            (self.corpus, self.speakers, self.utterances) = (corpus, speakers, utterances)
        }
    }

    /// What a report needs to know beside the predictions.
    public struct Context: Hashable, Sendable {
        public var protocolName: String
        /// Whether the protocol promises that no test speaker was trained on.
        public var isSpeakerIndependent: Bool
        public var model: String
        public var seed: UInt64
        /// How many utterances were left out, by reason (a label outside the protocol, unreadable, …).
        public var dropped: [String: Int]
        /// Corpora that joined the training parts, in alphabetical order.
        public var joined: [JoinedCorpus]
        /// The hyper-parameters of each fold's model, in words.
        public var parameters: [String]
        /// What each fold's model was chosen by.
        public var validations: [Validation]
        public var notes: [String]

        public init(
            protocolName: String, isSpeakerIndependent: Bool, model: String, seed: UInt64 = 1,
            dropped: [String: Int] = [:], joined: [JoinedCorpus] = [], parameters: [String] = [],
            validations: [Validation] = [], notes: [String] = []
        ) {
            self.protocolName = protocolName
            self.isSpeakerIndependent = isSpeakerIndependent
            self.model = model
            self.seed = seed
            self.dropped = dropped
            self.joined = joined
            self.parameters = parameters
            self.validations = validations
            self.notes = notes
        }
    }

    public let protocolName: String
    public let isSpeakerIndependent: Bool
    public let model: String
    public let seed: UInt64
    public let labels: LabelSet
    /// How many speakers and utterances were tested.
    public let speakers: Int
    public let utterances: Int
    public let dropped: [String: Int]
    /// The corpora that joined the training parts; nil where none did.
    public let joined: [JoinedCorpus]?
    public let accuracy: Double
    public let uar: Double
    public let macroF1: Double
    /// The expected calibration error in 15 bins of equal width.
    public let ece: Double
    /// By the name of the label.
    public let perClass: [String: ClassificationMetrics.PerClass]
    /// Rows are the truth, columns the prediction, both in the order of `labels`.
    public let confusion: [[Int]]
    /// 95 % bootstrap intervals over speakers by the figure's key; empty with fewer than two speakers.
    public let ci95: [String: Interval]
    /// By name: `majority` and `random`.
    public let baselines: [String: Baseline]
    public let folds: [FoldSummary]
    /// What a reader should know before believing the figures.
    public let notes: [String]
    /// Which descriptors carried the decision, where that was asked for.
    public var importance: ImportanceReport?

    private enum CodingKeys: String, CodingKey {
        case protocolName = "protocol"
        case isSpeakerIndependent = "speaker_independent"
        case model, seed, labels, speakers, utterances, dropped
        case joined = "also_trained"
        case accuracy, uar
        case macroF1 = "macro_f1"
        case ece
        case perClass = "per_class"
        case confusion, ci95, baselines, folds, notes, importance
    }
}

extension EvaluationReport {
    /// Figures over all rows pooled, as if from one test set; the folds are summarised beside them.
    ///
    /// - Parameter rows: each tested utterance once; a truth outside `labels` is not counted but noted as dropped.
    public init(
        rows allRows: [PredictionRow], labels: LabelSet, context: Context, bootstrap: SpeakerBootstrap = SpeakerBootstrap()
    ) {
        let rows = allRows.filter { labels.index(of: $0.truth) != nil && labels.index(of: $0.predicted) != nil }
        let truth = rows.compactMap { labels.index(of: $0.truth) }
        let predicted = rows.compactMap { labels.index(of: $0.predicted) }
        let metrics = ClassificationMetrics(truth: truth, predicted: predicted, classCount: labels.count)
        var dropped = context.dropped
        if rows.count < allRows.count { dropped["label outside the protocol", default: 0] += allRows.count - rows.count }

        protocolName = context.protocolName
        isSpeakerIndependent = context.isSpeakerIndependent
        model = context.model
        seed = context.seed
        self.labels = labels
        speakers = Set(rows.map(\.speaker)).count
        utterances = rows.count
        self.dropped = dropped
        joined = context.joined.isEmpty ? nil : context.joined
        accuracy = metrics.accuracy
        uar = metrics.unweightedAverageRecall
        macroF1 = metrics.macroF1
        ece = expectedCalibrationError(truth: truth, probabilities: rows.map(\.probabilities)) ?? 0
        perClass = Dictionary(
            uniqueKeysWithValues: zip(labels.map(\.rawValue), metrics.perClass).map { ($0, $1) })
        confusion = metrics.confusion.rows
        let intervals = bootstrap.intervals(
            truth: truth, predicted: predicted, speakers: rows.map(\.speaker), classCount: labels.count)
        ci95 =
            intervals.map {
                ["accuracy": $0.accuracy, "uar": $0.unweightedAverageRecall, "macro_f1": $0.macroF1]
            } ?? [:]
        baselines = [
            "majority": .majority(truth: truth, classCount: labels.count),
            "random": .random(truth: truth, classCount: labels.count),
        ]
        folds = Self.summaries(rows, labels: labels, context: context)
        notes = context.notes + Self.cautions(metrics: metrics, labels: labels, context: context, speakers: speakers)
    }

    private static func summaries(_ rows: [PredictionRow], labels: LabelSet, context: Context) -> [FoldSummary] {
        Dictionary(grouping: rows, by: \.fold).sorted { $0.key < $1.key }.map { fold, rows in
            let metrics = ClassificationMetrics(
                truth: rows.compactMap { labels.index(of: $0.truth) },
                predicted: rows.compactMap { labels.index(of: $0.predicted) }, classCount: labels.count)
            return FoldSummary(
                speakers: Set(rows.map(\.speaker)).sorted(), utterances: rows.count, accuracy: metrics.accuracy,
                uar: metrics.unweightedAverageRecall,
                parameters: context.parameters.indices.contains(fold) ? context.parameters[fold] : nil,
                validation: context.validations.indices.contains(fold) ? context.validations[fold] : nil)
        }
    }

    /// Above this, a speaker-independent result on acted speech has nearly always turned out to be a leak.
    static let suspiciousUAR = 0.90

    private static func cautions(
        metrics: ClassificationMetrics, labels: LabelSet, context: Context, speakers: Int
    ) -> [String] {
        var notes: [String] = []
        if context.isSpeakerIndependent && metrics.unweightedAverageRecall > suspiciousUAR {
            notes.append(
                "A speaker-independent UAR above \(decimal(suspiciousUAR, 2)) is suspicious: look for a leak "
                    + "(shared speakers, duplicate audio, a property of the recording that gives the label away) "
                    + "before believing it.")
        }
        if !context.isSpeakerIndependent {
            notes.append(
                "The split is not speaker-independent: the same voices were trained on and tested, so expect less on new voices.")
        }
        if speakers < 10 {
            notes.append(
                "Only \(speakers) speaker\(speakers == 1 ? " was" : "s were") tested: the figures may not hold for others.")
        }
        let absent = zip(labels, metrics.perClass).filter { $0.1.support == 0 }.map(\.0.rawValue)
        if !absent.isEmpty {
            notes.append("No utterance tested is truly \(absent.joined(separator: ", ")): left out of UAR and macro-F1.")
        }
        return notes
    }
}
