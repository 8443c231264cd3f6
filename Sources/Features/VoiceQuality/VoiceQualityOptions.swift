/// What the set `voice-quality` is measured with.
public struct VoiceQualityOptions: Codable, Hashable, Sendable {
    /// Its `pathDelay` holds for frames only, and must not be nil for a stream to give them live: functionals know the whole
    /// recording, and decide over the whole.
    public var pitch: PitchOptions
    public var formants: FormantOptions

    public init(pitch: PitchOptions = PitchOptions(pathDelay: 0.5), formants: FormantOptions = FormantOptions()) {
        self.pitch = pitch
        self.formants = formants
    }

    /// Throws `FeatureOptionsError.outOfRange` unless the set can be measured with these options at some sample rate. Both time
    /// steps must be 10 ms, and frames must stand at hops.
    public func validate() throws(FeatureOptionsError) {
        try pitch.validate()
        try formants.validate()
        try require(pitch.timeStep, in: 0.01...0.01, field: "pitch.timeStep")
        try require(formants.timeStep, in: 0.01...0.01, field: "formants.timeStep")
        guard pitch.alignment == .hops else {
            throw .outOfRange(field: "pitch.alignment", value: pitch.alignment.rawValue, allowed: "hops")
        }
    }
}
