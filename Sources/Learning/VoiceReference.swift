import Foundation
public import UndertoneAffect
public import UndertoneFeatures

/// How the voices that a model was trained on sound, emotion by emotion: what one voice's measures are compared with.
///
/// An unknown speaker's own neutral voice is not known, and high and low voices differ by more in pitch than emotions do. So
/// a measure is compared with the neutral utterances of all speakers, and it counts as standing out only beyond what nine in
/// ten of them show: a pitch has to be high even for a high voice.
public struct VoiceReference: Hashable, Sendable {
    /// How a measure is distributed over the utterances of one emotion.
    public struct Statistics: Codable, Hashable, Sendable {
        /// In the measure's unit; of pitch, the geometric mean.
        public let mean: Double
        /// The sample standard deviation in the measure's unit; of pitch, in semitones.
        public let deviation: Double
        /// The percentiles, in the measure's unit.
        public let p10: Double
        public let p25: Double
        public let p75: Double
        public let p90: Double
        /// How many utterances define the measure.
        public let count: Int
    }

    /// Averages of fewer utterances than this are no reference.
    public static let leastCount = 10

    private let statistics: [Emotion: [VoiceMeasure: Statistics]]

    /// Sums up training utterances, or nil without enough neutral ones: there is nothing to compare with then.
    public init?(voices: [(emotion: Emotion, voice: VoiceSummary)]) {
        let byEmotion = Dictionary(grouping: voices, by: \.emotion)
        statistics = byEmotion.compactMapValues { voices in
            let measures = VoiceMeasure.allCases.compactMap { measure in
                Statistics(measure, voices.compactMap { measure.value(in: $0.voice) }).map { (measure, $0) }
            }
            return measures.isEmpty ? nil : Dictionary(uniqueKeysWithValues: measures)
        }
        guard statistics[.neutral] != nil else { return nil }
    }

    /// The emotions that there are averages of, sorted.
    public var emotions: [Emotion] { statistics.keys.sorted() }

    public func statistics(_ measure: VoiceMeasure, of emotion: Emotion) -> Statistics? {
        statistics[emotion]?[measure]
    }
}

extension VoiceReference.Statistics {
    init?(_ measure: VoiceMeasure, _ values: [Double]) {
        guard values.count >= VoiceReference.leastCount else { return nil }
        let scaled = values.map(measure.scaled).sorted()
        let count = Double(scaled.count)
        let mean = scaled.reduce(0, +) / count
        let squares = scaled.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        /// Linear interpolation between closest ranks.
        func percentile(_ share: Double) -> Double {
            let position = share * (count - 1)
            let lower = Int(position)
            let upper = min(lower + 1, scaled.count - 1)
            return measure.unscaled(scaled[lower] + (position - Double(lower)) * (scaled[upper] - scaled[lower]))
        }
        self.init(
            mean: measure.unscaled(mean), deviation: (squares / (count - 1)).squareRoot(), p10: percentile(0.1),
            p25: percentile(0.25), p75: percentile(0.75), p90: percentile(0.9), count: scaled.count)
    }

    /// Whether another voice can be compared with them.
    func isSound(_ measure: VoiceMeasure) -> Bool {
        [mean, deviation, p10, p25, p75, p90].allSatisfy(\.isFinite) && deviation >= 0 && measure.scaled(mean).isFinite
    }
}

extension VoiceReference: Codable {
    /// By the names of the emotions, then of the measures; measures of a later version are left out.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        var statistics: [Emotion: [VoiceMeasure: Statistics]] = [:]
        for (emotion, measures) in try container.decode([String: [String: Statistics]].self) {
            for (name, values) in measures {
                guard let measure = VoiceMeasure(rawValue: name) else { continue }
                guard values.isSound(measure) else {
                    throw DecodingError.dataCorruptedError(in: container, debugDescription: "\(emotion), \(name)")
                }
                statistics[Emotion(emotion), default: [:]][measure] = values
            }
        }
        self.statistics = statistics
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        let named = statistics.map { emotion, measures in
            (emotion.rawValue, Dictionary(uniqueKeysWithValues: measures.map { ($0.key.rawValue, $0.value) }))
        }
        try container.encode(Dictionary(uniqueKeysWithValues: named))
    }
}
