extension FeatureRecipe {
    /// What is to be measured, by names joined with commas: `speech`, `egemaps`, `speech,prosody,voice-quality`, or
    /// `log-mel-speech` alone, whose frames are for nets.
    ///
    /// `speech` (the recipe of that name) or one set of descriptors may come with any number of voice sets. Voice sets by
    /// themselves are measured as their field does: without conditioning, a recording being one segment.
    ///
    /// - Parameters:
    ///   - convention: for a set of descriptors.
    ///   - sampleRate: in hertz; `speech` has its own, 16 kHz.
    /// - Throws: `FeatureRecipeError.unknownSet`, or `.contradiction` for two sets of descriptors or a set named twice.
    public init(
        named names: String, convention: FeatureConvention = .librosa, sampleRate: Int = 16000
    ) throws(FeatureRecipeError) {
        if names == Self.logMelSpeechName {
            self = .logMelSpeech
            return
        }
        var base: FeatureRecipe?
        var voice: [VoiceSet] = []
        for name in names.split(separator: ",", omittingEmptySubsequences: false).map(String.init) {
            if let set = VoiceSet(rawValue: name) {
                guard !voice.contains(set) else { throw .contradiction("The features name \(name) twice.") }
                voice.append(set)
                continue
            }
            guard base == nil else {
                throw .contradiction("Features are speech or one set of descriptors, with any voice sets: not \(names).")
            }
            if name == Self.logMelSpeechName {
                throw .contradiction("\(name) gives frames and stands alone: not \(names).")
            } else if name == Self.speechName {
                base = .speech
            } else if let set = FeatureSet(rawValue: name) {
                base = FeatureRecipe(set: set, convention: convention, sampleRate: sampleRate)
            } else {
                throw .unknownSet(name, known: [Self.speechName, Self.logMelSpeechName] + FeatureSet.allCases.map(\.rawValue))
            }
        }
        var recipe = base ?? FeatureRecipe(descriptors: DescriptorOptions(groups: [], sampleRate: sampleRate))
        recipe.voice = voice
        self = recipe
    }

    static let speechName = "speech"
    static let logMelSpeechName = "log-mel-speech"
}
