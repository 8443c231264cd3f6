public import UndertoneAffect
public import UndertoneFeatures

extension VoiceReference {
    /// One measure of a voice beside the neutral average.
    public struct Comparison: Hashable, Sendable {
        public let measure: VoiceMeasure
        /// In the measure's unit.
        public let value: Double
        /// The neutral average, in the measure's unit.
        public let neutral: Double
        /// How far the value lies above the neutral average, in standard deviations of the neutral utterances.
        public let deviation: Double
    }

    /// An emotion's average must lie so many neutral standard deviations from the neutral one to point anywhere.
    static let leastTendency = 0.2

    /// The measures that speak for an emotion, the strongest first.
    ///
    /// For any emotion but neutral: those that lie audibly beyond the central 80 % of neutral utterances, on the side where the
    /// emotion's own average lies; the strongest is the one with the greatest product of the two deviations. For neutral: those
    /// within the middle half of neutral utterances, the closest to their average first.
    public func evidence(for emotion: Emotion, in voice: VoiceSummary) -> [Comparison] {
        let found = VoiceMeasure.allCases.compactMap { measure -> (comparison: Comparison, strength: Double)? in
            guard let value = measure.value(in: voice), let neutral = statistics(measure, of: .neutral),
                neutral.deviation > 0
            else { return nil }
            func deviation(_ value: Double) -> Double {
                (measure.scaled(value) - measure.scaled(neutral.mean)) / neutral.deviation
            }
            let comparison = Comparison(
                measure: measure, value: value, neutral: neutral.mean, deviation: deviation(value))
            guard comparison.deviation.isFinite else { return nil }
            if emotion == .neutral {
                return value >= neutral.p25 && value <= neutral.p75 ? (comparison, -abs(comparison.deviation)) : nil
            }
            guard value < neutral.p10 || value > neutral.p90, measure.isAudible(value, beside: neutral.mean),
                let average = statistics(measure, of: emotion)
            else { return nil }
            let tendency = deviation(average.mean)
            guard abs(tendency) >= Self.leastTendency, tendency * comparison.deviation > 0 else { return nil }
            return (comparison, tendency * comparison.deviation)
        }
        return found.sorted { $0.strength > $1.strength }.map(\.comparison)
    }
}
