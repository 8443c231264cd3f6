/// A set of measurements that has a name on the command line.
public enum FeatureSet: String, Codable, Hashable, Sendable, CaseIterable {
    /// Logarithms of the mel bands.
    case logMel = "log-mel"
    /// Mel-frequency cepstral coefficients.
    case mfcc
    /// Energy by pitch class.
    case chroma
    /// Centroid, bandwidth, roll-off, flatness, contrast and flux.
    case spectral
    /// Spectral shape within 60 to 5000 Hz, on logarithmic scales: what the built-in models hear beside the MFCC and prosody.
    case shape = "spectral-shape"
    /// Root mean square and zero-crossing rate.
    case energy
    /// All of these but the shape, with the first and second time derivative of the MFCC.
    case core
    /// `VoiceSet.prosody`.
    case prosody
    /// `VoiceSet.voiceQuality`.
    case voiceQuality = "voice-quality"
    /// `VoiceSet.gemaps`.
    case gemaps
    /// `VoiceSet.egemaps`.
    case egemaps

    /// The descriptors that share one spectrum a frame; none for a voice set.
    public var groups: [DescriptorGroup] {
        switch self {
        case .logMel: [.logMel]
        case .mfcc: [.mfcc]
        case .chroma: [.chroma]
        case .spectral: [.spectral]
        case .shape: [.shape]
        case .energy: [.energy, .zeroCrossingRate]
        case .core: [.logMel, .mfcc, .spectral, .chroma, .energy, .zeroCrossingRate]
        case .prosody, .voiceQuality, .gemaps, .egemaps: []
        }
    }

    /// The voice set of this name; nil for sets of descriptors.
    public var voiceSet: VoiceSet? { VoiceSet(rawValue: rawValue) }
}
