/// The `prosody` set: pitch, intensity, rhythm and intonation.
///
/// Frames are live: pitch, in hertz and in semitones, its strength, and intensity. Functionals are those of `ProsodyFunctional`;
/// they need the whole recording, for what is silent and what is a syllable depends on its level.
struct ProsodyComputer: VoiceComputer {
    let options: ProsodyOptions
    let frameNames = ["fundamental_frequency", "pitch_semitone", "voicing_strength", "intensity_db"]
    let functionalNames = ProsodyFunctional.allCases.map(\.rawValue)

    let pitchTracker: PitchTracker
    let intensityComputer: IntensityComputer
    /// Decides over the whole recording.
    let wholeTracker: PitchTracker
    let vowelBand: VowelBand
    let vowelIntensity: IntensityComputer

    /// - Throws: `FeatureOptionsError` for options that do not validate, or for a sample rate that the pitch tracker refuses.
    init(options: ProsodyOptions = ProsodyOptions(), sampleRate: Int) throws(FeatureOptionsError) {
        try options.validate()
        self.options = options
        pitchTracker = try PitchTracker(options.pitch, sampleRate: sampleRate)
        var wholeOptions = options.pitch
        wholeOptions.pathDelay = nil
        wholeTracker = try PitchTracker(wholeOptions, sampleRate: sampleRate)
        intensityComputer = try IntensityComputer(options.intensity, sampleRate: sampleRate)
        vowelBand = VowelBand(options.syllables, sampleRate: sampleRate)
        vowelIntensity = try IntensityComputer(
            IntensityOptions(floor: options.syllables.intensityFloor), sampleRate: sampleRate)
    }

    func functionals(of samples: [Float]) -> [Float] {
        var memory: FrameMemory?
        return functionals(of: samples, gain: 1, memory: &memory)
    }

    func functionals(of samples: [Float], gain: Float, memory: inout FrameMemory?) -> [Float] {
        let measurement = ProsodyMeasurement(contours(of: samples, gain: gain, memory: &memory), options: options)
        return ProsodyFunctional.allCases.map { measurement[$0].map { Float($0) } ?? .nan }
    }

    func measurement(of samples: [Float]) -> ProsodyMeasurement {
        var memory: FrameMemory?
        return ProsodyMeasurement(contours(of: samples, gain: 1, memory: &memory), options: options)
    }

    func online() -> any VoiceStream { ProsodyStream(self) }
}
