/// A set of measurements of the voice that has a name, with its own frames and its own functionals.
public enum VoiceSet: String, Codable, Hashable, Sendable, CaseIterable {
    /// Pitch, intensity, rhythm and intonation.
    case prosody
    /// Jitter, shimmer, harmonicity, cepstral peak, harmonic differences, spectral balance and formants.
    case voiceQuality = "voice-quality"
    /// The 62 parameters of the Geneva Minimalistic Acoustic Parameter Set (Eyben et al. 2016).
    case gemaps
    /// The 88 parameters of its extended set, eGeMAPSv02.
    case egemaps

    /// Tables for recordings at a rate.
    func computer(sampleRate: Int) throws -> any VoiceComputer {
        switch self {
        case .prosody: try ProsodyComputer(sampleRate: sampleRate)
        case .voiceQuality: try VoiceQualityComputer(sampleRate: sampleRate)
        case .gemaps: try GeMAPSComputer(set: .gemaps, sampleRate: sampleRate)
        case .egemaps: try GeMAPSComputer(set: .egemaps, sampleRate: sampleRate)
        }
    }
}
