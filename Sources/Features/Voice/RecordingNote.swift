/// What stands in the way of measuring the voice in a recording.
public enum RecordingNote: String, Codable, Hashable, Sendable, CaseIterable {
    /// Nothing above −90 dBFS.
    case silent
    /// Less than 0.1 s.
    case short
    /// At least one sample in a thousand is at full scale.
    case clipped
    /// Hardly any pitch where there is sound: a whisper, or noise.
    case unvoiced
    /// The pitch stays on tones as it never does in speech.
    case steady

    /// One sentence without its subject, which is the recording.
    public var sentence: String {
        switch self {
        case .silent: "holds no sound, so nothing of a voice can be measured"
        case .short: "is shorter than 0.1 s, too short for pitch and rhythm"
        case .clipped: "is clipped, which falsifies shimmer, harmonicity and spectrum"
        case .unvoiced: "has hardly any voiced sound, as in a whisper or noise: pitch and voice quality mean little"
        case .steady: "stays on steady tones, as music, singing and held vowels do: it may not be speech"
        }
    }
}
