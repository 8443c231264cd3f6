public import Foundation
import UndertoneAudio

extension FeatureRecipe: Codable {
    private enum Field: String, CodingKey {
        case level, descriptors, voice, functionals, exceptions, activityThreshold, isLevelNormalised
        case conditioning, segmentDuration, pauses, duration
    }

    /// What is missing is off, so that recipes written before there was such a step mean what they meant.
    public init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: Field.self)
        self.init(
            level: try fields.decodeIfPresent(FeatureLevel.self, forKey: .level) ?? .functionals,
            descriptors: try fields.decode(DescriptorOptions.self, forKey: .descriptors),
            voice: try fields.decodeIfPresent([VoiceSet].self, forKey: .voice) ?? [],
            functionals: try fields.decode([Functional].self, forKey: .functionals),
            exceptions: try fields.decodeIfPresent([FunctionalException].self, forKey: .exceptions) ?? [],
            activityThreshold: try fields.decodeIfPresent(Double.self, forKey: .activityThreshold),
            isLevelNormalised: try fields.decodeIfPresent(Bool.self, forKey: .isLevelNormalised) ?? false,
            conditioning: try fields.decodeIfPresent(Conditioning.self, forKey: .conditioning) ?? .none,
            segmentation: try Self.segmentation(fields),
            duration: try fields.decodeIfPresent(DurationStandardisation.self, forKey: .duration))
        try validate()
    }

    public func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: Field.self)
        if level != .functionals { try fields.encode(level, forKey: .level) }
        try fields.encode(descriptors, forKey: .descriptors)
        if !voice.isEmpty { try fields.encode(voice, forKey: .voice) }
        try fields.encode(functionals, forKey: .functionals)
        try fields.encode(exceptions, forKey: .exceptions)
        try fields.encodeIfPresent(activityThreshold, forKey: .activityThreshold)
        try fields.encode(isLevelNormalised, forKey: .isLevelNormalised)
        if conditioning != .none { try fields.encode(conditioning, forKey: .conditioning) }
        switch segmentation {
        case .whole: break
        case .fixed(let seconds): try fields.encode(seconds, forKey: .segmentDuration)
        case .pauses(let options): try fields.encode(options, forKey: .pauses)
        }
        try fields.encodeIfPresent(duration, forKey: .duration)
    }

    /// `segmentDuration` for segments by the clock, `pauses` for those at pauses, neither for whole recordings.
    private static func segmentation(_ fields: KeyedDecodingContainer<Field>) throws -> Segmentation {
        let seconds = try fields.decodeIfPresent(Double.self, forKey: .segmentDuration)
        let pauses = try fields.decodeIfPresent(UtteranceCutterOptions.self, forKey: .pauses)
        guard seconds == nil || pauses == nil else {
            throw FeatureRecipeError.contradiction("The recipe cuts by segmentDuration and at pauses; it must be one of the two.")
        }
        return seconds.map { .fixed(seconds: $0) } ?? pauses.map { .pauses($0) } ?? .whole
    }

    /// The recipe as JSON with sorted keys: equal recipes give equal bytes.
    public func canonicalJSON() throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return try encoder.encode(self)
    }
}
