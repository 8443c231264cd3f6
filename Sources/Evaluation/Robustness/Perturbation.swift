public import UndertoneAudio

/// Something that happens to a recording and should not change which emotion is heard in it.
///
/// Where a case lists several values, one of them is drawn for each clip, as in the battery of Derington et al. (arXiv
/// 2312.06270). A ``Perturber`` applies it. Values out of any sense are clamped there, and a clip too short for a change keeps
/// at least one sample.
public enum Perturbation: Codable, Hashable, Sendable {
    /// A steady sine of a frequency within the range, in hertz, whose peak lies so many decibels below the clip's.
    case tone(frequencies: ClosedRange<Double>, ratios: [Double])
    /// So many seconds of zeros after the clip.
    case appendedZeros(durations: [Double])
    /// So many seconds of zeros before the clip.
    case prependedZeros(durations: [Double])
    /// Without so many seconds of its beginning.
    case croppedBeginning(durations: [Double])
    /// Without so many seconds of its end.
    case croppedEnd(durations: [Double])
    /// Louder or softer by so many decibels. Nothing is clipped.
    case gain(decibels: [Double])
    /// A Butterworth high-pass of first order, by its −3 dB point in hertz.
    case highPass(cutoffs: [Double])
    /// A Butterworth low-pass of first order, by its −3 dB point in hertz.
    case lowPass(cutoffs: [Double])
    /// This share of the samples, the loudest, clipped.
    case clipping(shares: [Double])
    /// Noise made by formula, by the ratio of root mean squares in decibels.
    case noise(kind: NoiseKind, ratios: [Double])
    /// Voices of others, so many at once, by the ratio of root mean squares in decibels.
    case babble(voices: ClosedRange<Int>, ratio: Double)
    /// Through a telephone: a band of 300–3400 Hz at 8 kHz and a codec.
    case telephone(TelephoneCodec)
    /// Another microphone: see ``MicrophoneResponse``.
    case microphone
    /// The sound of the voice in a room.
    case rooms([Room])
    /// A spectrum that rises or falls on a straight line over frequency, at the same level.
    case tilt(decibelsPerKilohertz: Double)

    /// Whether it is made of other people's voices.
    public var needsVoices: Bool {
        if case .babble = self { return true }
        return false
    }
}
