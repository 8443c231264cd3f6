/// What a descriptor is about, in words that need no training in phonetics.
public enum DescriptorFamily: String, Codable, Hashable, Sendable, CaseIterable {
    /// How high the voice is, and how its melody runs.
    case pitch
    /// How strong the voice is, and how its strength runs.
    case loudness
    /// How fast and how fluently is spoken.
    case rhythm
    /// What the spectrum looks like as a whole: cepstra, bands, tilt and flux.
    case timbre
    /// The resonances of the vocal tract.
    case formants
    /// How regular and how tight the voice is: jitter, shimmer, harmonicity, harmonic differences, cepstral peak.
    case voiceQuality = "voice quality"
}

extension DescriptorFamily {
    /// The family of a descriptor, by the words in its name; what no rule names is timbre.
    init(ofDescriptor name: String) {
        let name = name.lowercased()
        self = Self.rules.first { rule in rule.words.contains { name.contains($0) } }?.family ?? .timbre
    }

    /// The first rule with a word in the name counts: `loudnessPeaksPerSec` is about rhythm, and `F1amplitudeLogRelF0` about
    /// formants, although other families' words stand in them too.
    private static let rules: [(family: Self, words: [String])] = [
        (.timbre, ["mfcc", "log_mel", "chroma", "shape_slope", "low_centroid"]),
        (.rhythm, ["persec", "segmentlength", "voiced_", "speech_", "articulation", "syllable", "pause", "phonation"]),
        (.voiceQuality, ["jitter", "shimmer", "hnr", "cpp", "h1_", "h1-", "voicing"]),
        (.formants, ["f1", "f2", "f3", "f4"]),
        (.pitch, ["f0", "pitch", "fundamental"]),
        (.loudness, ["loudness", "intensity", "level", "rms"]),
    ]
}
