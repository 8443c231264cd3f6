public import Foundation
import UndertoneAudio

extension FeatureRecipe: Codable {
    private enum Field: String, CodingKey {
        case descriptors, voice, functionals, exceptions, activityThreshold, isLevelNormalised, segmentDuration
    }

    public init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: Field.self)
        self.init(
            descriptors: try fields.decode(DescriptorOptions.self, forKey: .descriptors),
            voice: try fields.decodeIfPresent([VoiceSet].self, forKey: .voice) ?? [],
            functionals: try fields.decode([Functional].self, forKey: .functionals),
            exceptions: try fields.decodeIfPresent([FunctionalException].self, forKey: .exceptions) ?? [],
            activityThreshold: try fields.decodeIfPresent(Double.self, forKey: .activityThreshold),
            isLevelNormalised: try fields.decodeIfPresent(Bool.self, forKey: .isLevelNormalised) ?? false,
            segmentDuration: try fields.decodeIfPresent(Double.self, forKey: .segmentDuration))
        try validate()
    }

    public func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: Field.self)
        try fields.encode(descriptors, forKey: .descriptors)
        if !voice.isEmpty { try fields.encode(voice, forKey: .voice) }
        try fields.encode(functionals, forKey: .functionals)
        try fields.encode(exceptions, forKey: .exceptions)
        try fields.encodeIfPresent(activityThreshold, forKey: .activityThreshold)
        try fields.encode(isLevelNormalised, forKey: .isLevelNormalised)
        try fields.encodeIfPresent(segmentDuration, forKey: .segmentDuration)
    }

    /// Throws `FeatureRecipeError` or `FeatureOptionsError` unless an extractor can be made of the recipe.
    public func validate() throws {
        func require(_ value: Double, in bounds: ClosedRange<Double>, _ field: String) throws(FeatureRecipeError) {
            guard bounds.contains(value) else { throw .outOfBounds(field: field, value: value, bounds: bounds) }
        }
        guard Set(voice).count == voice.count else {
            throw FeatureRecipeError.contradiction("The recipe names a voice set twice.")
        }
        guard !(voice.contains(.gemaps) && voice.contains(.egemaps)) else {
            throw FeatureRecipeError.contradiction("egemaps holds all of gemaps; name one of the two.")
        }
        if descriptors.groups.isEmpty, !voice.isEmpty {
            try descriptors.frames.validate()
        } else {
            try descriptors.validate()
        }
        let lists = [functionals] + exceptions.map(\.functionals)
        for list in lists {
            try require(Double(list.count), in: 0...256, "number of functionals")
            guard Set(list).count == list.count else {
                throw FeatureRecipeError.contradiction("The recipe names a functional twice for the same columns.")
            }
            for functional in list where !functional.isValid {
                throw FeatureRecipeError.unknownFunctional(functional.name)
            }
        }
        if let activityThreshold { try require(activityThreshold, in: 1...200, "activityThreshold") }
        if let segmentDuration {
            try require(segmentDuration, in: 0.1...3600, "segmentDuration")
            // The last segment has half of it at least, and must hold a window.
            let shortest = Double(descriptors.frames.windowLength) * 2 / Double(sampleRate)
            guard segmentDuration >= shortest else {
                throw FeatureRecipeError.contradiction(
                    "The recipe's segments of \(segmentDuration) s are shorter than two windows, \(shortest) s.")
            }
        }
    }

    /// The recipe as JSON with sorted keys: equal recipes give equal bytes.
    public func canonicalJSON() throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return try encoder.encode(self)
    }
}
