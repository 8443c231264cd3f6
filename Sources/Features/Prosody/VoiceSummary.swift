/// What a listener would say of a voice, in a few plain measures: how high, how lively, how fast, how hesitant, how bright.
///
///     let voice = VoiceSummary(of: signal)
///     voice.medianPitch      // 187.3 (Hz)
///     voice.speechRate       // 4.6 (syllables a second)
///
/// A measure that the signal does not define is nil: a whisper has no pitch, silence has no brightness. The measures are those
/// of the `prosody` set; a comparison of two voices should compare pitch by its ratio and everything else by its difference.
public struct VoiceSummary: Codable, Hashable, Sendable {
    /// The median fundamental frequency of the voiced frames, in hertz.
    public var medianPitch: Double?
    /// From the 5th to the 95th percentile of the voiced frames' pitch, in semitones.
    public var pitchRange: Double?
    /// Syllables a second between the first and the last sound of the speech, pauses included.
    public var speechRate: Double?
    /// The share, 0…1, of the time between the first and the last sound of the speech that is spent in pauses.
    public var pauseShare: Double?
    /// The standard deviation of the intensity of the frames that hold speech, in decibels.
    public var intensityVariation: Double?
    /// The share, 0…1, of the frames that hold speech in which the voice sounds.
    public var voicedShare: Double?
    /// Brightness: the energy from 1 to 5 kHz over that from 50 Hz to 1 kHz in all voiced frames (the alpha ratio of
    /// Frøkjær-Jensen & Prytz 1976), in decibels; the higher, the sharper and the more pressed the voice sounds.
    public var alphaRatio: Double?

    public init(
        medianPitch: Double? = nil, pitchRange: Double? = nil, speechRate: Double? = nil, pauseShare: Double? = nil,
        intensityVariation: Double? = nil, voicedShare: Double? = nil, alphaRatio: Double? = nil
    ) {
        self.medianPitch = medianPitch
        self.pitchRange = pitchRange
        self.speechRate = speechRate
        self.pauseShare = pauseShare
        self.intensityVariation = intensityVariation
        self.voicedShare = voicedShare
        self.alphaRatio = alphaRatio
    }
}
