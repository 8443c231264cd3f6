public import UndertoneEvaluation

/// Where a model comes from: what it learnt from, under which licences, and how it was judged.
public struct ModelProvenance: Codable, Hashable, Sendable {
    public struct Corpus: Codable, Hashable, Sendable {
        public var name: String
        public var licence: String
        public var speakers: Int
        public var utterances: Int

        public init(name: String, licence: String, speakers: Int, utterances: Int) {
            self.name = name
            self.licence = licence
            self.speakers = speakers
            self.utterances = utterances
        }
    }

    /// The figures of one evaluation, for readers of the card.
    public struct Figures: Codable, Hashable, Sendable {
        public let protocolName: String
        public let isSpeakerIndependent: Bool
        public let speakers: Int
        public let utterances: Int
        public let accuracy: Double
        public let uar: Double
        public let macroF1: Double
        public let ece: Double
        public let ci95: [String: Interval]

        private enum CodingKeys: String, CodingKey {
            case protocolName = "protocol"
            case isSpeakerIndependent = "speaker_independent"
            case speakers, utterances, accuracy, uar
            case macroF1 = "macro_f1"
            case ece, ci95
        }

        public init(_ report: EvaluationReport) {
            protocolName = report.protocolName
            isSpeakerIndependent = report.isSpeakerIndependent
            speakers = report.speakers
            utterances = report.utterances
            accuracy = report.accuracy
            uar = report.uar
            macroF1 = report.macroF1
            ece = report.ece
            ci95 = report.ci95
        }
    }

    /// Recordings that a finished model got used to, without their labels.
    public struct Acquaintance: Codable, Hashable, Sendable, CustomStringConvertible {
        /// The day, as `2026-11-27`.
        public var date: String
        public var recordings: Int
        public var utterances: Int

        public init(date: String, recordings: Int, utterances: Int) {
            self.date = date
            self.recordings = recordings
            self.utterances = utterances
        }

        public var description: String { "\(utterances) utterances of \(recordings) recordings, on \(date)" }
    }

    /// What the model is called in answers.
    public var name: String
    public var corpora: [Corpus]
    /// Everybody whose voice was fitted or chosen by, as `corpus/speaker`, sorted: testing on them proves nothing.
    public var trainingSpeakers: [String]
    public var protocolName: String
    public var seed: UInt64
    /// The day of training, as `2026-11-21`.
    public var date: String
    /// How hyper-parameters and temperature were chosen.
    public var selection: String
    /// How training utterances were altered and multiplied; nil: they were not.
    public var augmentation: String?
    /// Versions of this package and of the libraries, by name.
    public var versions: [String: String]
    /// Evaluations of models trained in this way; of this very model only where a protocol's test part was kept back.
    public var evaluations: [Figures]
    /// What the model got used to after its training and its evaluations, in this order; nil: nothing.
    public var acquaintances: [Acquaintance]?

    private enum CodingKeys: String, CodingKey {
        case name, corpora
        case trainingSpeakers = "training_speakers"
        case protocolName = "protocol"
        case seed, date, selection, augmentation, versions, evaluations, acquaintances
    }

    public init(
        name: String, corpora: [Corpus], trainingSpeakers: [String], protocolName: String, seed: UInt64, date: String,
        selection: String, augmentation: String? = nil,
        versions: [String: String] = [:], evaluations: [Figures] = []
    ) {
        self.name = name
        self.corpora = corpora
        self.trainingSpeakers = trainingSpeakers.sorted()
        self.protocolName = protocolName
        self.seed = seed
        self.date = date
        self.selection = selection
        self.augmentation = augmentation
        self.versions = libraryVersions.merging(versions) { $1 }
        self.evaluations = evaluations
    }
}
