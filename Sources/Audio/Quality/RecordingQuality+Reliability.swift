extension RecordingQuality {
    /// What stands in the way of judging a recording.
    public enum Issue: String, Codable, Hashable, Sendable, CaseIterable {
        /// Less than 0.1 s of speech, or no sound at all.
        case noSpeech = "no-speech"
        /// No sample above −40 dB of full scale.
        case tooQuiet = "too-quiet"
        /// More than one sample in a thousand at full scale.
        case clipped
        /// Speech less than 10 dB above the noise.
        case noisy
        /// Nothing above 4.75 kHz: a telephone.
        case narrowBand = "narrow-band"
        /// Less than 0.5 s of speech.
        case short
    }

    /// What stands in the way, in the order of `Issue`; what is not known does not.
    public var issues: [Issue] {
        Issue.allCases.filter { issue in
            switch issue {
            case .noSpeech: isWithoutSpeech
            case .tooQuiet: peak < -40
            case .clipped: clipping > 0.001
            case .noisy: signalToNoise.map { $0 < 10 } ?? false
            case .narrowBand: bandwidth.map { $0 < 4750 } ?? false
            case .short: !isWithoutSpeech && (speechDuration.map { $0 < 0.5 } ?? false)
            }
        }
    }

    /// By how much a judgement of the recording is to be trusted, 0…1: 0 without speech, else the product of five factors, each a
    /// straight line between two points and 1 where its measure is not known.
    ///
    /// | factor | falls from 1 at | to | at |
    /// |---|---|---|---|
    /// | signal-to-noise ratio | 10 dB | 0.3 | −5 dB |
    /// | speech | 1 s | 0.5 | 0 s |
    /// | clipping | 0.1 % | 0.5 | 10 % |
    /// | bandwidth | 4.75 kHz | 0.7 | 2 kHz |
    /// | peak | −40 dB | 0.5 | −70 dB |
    ///
    /// The points are set by hand, not fitted to errors of a model.
    public var reliability: Double {
        guard !isWithoutSpeech else { return 0 }
        return Self.factor(signalToNoise, best: 10, worst: -5, least: 0.3)
            * Self.factor(speechDuration, best: 1, worst: 0, least: 0.5)
            * Self.factor(clipping, best: 0.001, worst: 0.1, least: 0.5)
            * Self.factor(bandwidth, best: 4750, worst: 2000, least: 0.7)
            * Self.factor(peak, best: -40, worst: -70, least: 0.5)
    }

    private var isWithoutSpeech: Bool {
        peak <= Self.silence || (speechDuration.map { $0 < 0.1 } ?? false)
    }

    private static func factor(_ value: Double?, best: Double, worst: Double, least: Double) -> Double {
        guard let value, !value.isNaN else { return 1 }
        let position = min(max((value - worst) / (best - worst), 0), 1)
        return least + (1 - least) * position
    }
}
