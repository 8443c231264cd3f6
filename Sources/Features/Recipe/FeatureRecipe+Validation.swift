import UndertoneAudio

extension FeatureRecipe {
    /// Throws `FeatureRecipeError`, `FeatureOptionsError`, `ConditioningError` or `SegmentationError` unless an extractor can be made
    /// of the recipe.
    public func validate() throws {
        try validateSets()
        try validateFunctionals()
        if level == .frames { try validateFrames() }
        if let activityThreshold { try require(activityThreshold, in: 1...200, "activityThreshold") }
        try conditioning.validate()
        try duration?.validate()
        switch segmentation {
        case .whole: break
        case .fixed(let seconds): try validate(segmentDuration: seconds)
        case .pauses(let options): try options.validate()
        }
    }

    private func validateSets() throws {
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
    }

    /// Frames are descriptors alone: what sums them up, or leaves some of them out of the sum, has nothing to do there.
    private func validateFrames() throws(FeatureRecipeError) {
        guard voice.isEmpty else {
            throw .contradiction("The recipe gives frames, and the voice set \(voice[0].rawValue) has none that stand beside descriptors'.")
        }
        guard functionals.isEmpty, exceptions.isEmpty, activityThreshold == nil else {
            throw .contradiction("The recipe gives frames, so it cannot have functionals or an activity threshold.")
        }
    }

    private func validateFunctionals() throws(FeatureRecipeError) {
        for list in [functionals] + exceptions.map(\.functionals) {
            try require(Double(list.count), in: 0...256, "number of functionals")
            guard Set(list).count == list.count else {
                throw .contradiction("The recipe names a functional twice for the same columns.")
            }
            for functional in list where !functional.isValid { throw .unknownFunctional(functional.name) }
        }
    }

    private func validate(segmentDuration: Double) throws(FeatureRecipeError) {
        try require(segmentDuration, in: 0.1...3600, "segmentDuration")
        // The last segment has half of it at least, and must hold a window.
        let shortest = Double(descriptors.frames.windowLength) * 2 / Double(sampleRate)
        guard segmentDuration >= shortest else {
            throw .contradiction("The recipe's segments of \(segmentDuration) s are shorter than two windows, \(shortest) s.")
        }
    }

    private func require(_ value: Double, in bounds: ClosedRange<Double>, _ field: String) throws(FeatureRecipeError) {
        guard bounds.contains(value) else { throw .outOfBounds(field: field, value: value, bounds: bounds) }
    }
}
