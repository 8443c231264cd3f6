public import UndertoneAudio

/// Altered copies of training utterances, by which a model learns what rooms, telephones and noise do to a voice.
///
/// Copies are made after the split and of training and validation utterances only; a test utterance is always heard as it was recorded.
public struct TrainingAugmentation: Codable, Hashable, Sendable {
    public var recipe: AugmentationRecipe
    /// How many altered copies of each utterance join the unaltered one.
    public var copies: Int

    /// - Precondition: `copies` is positive.
    public init(_ recipe: AugmentationRecipe, copies: Int = 1) {
        precondition(copies > 0, "at least one copy")
        self.recipe = recipe
        self.copies = copies
    }
}

extension TrainingAugmentation: CustomStringConvertible {
    public var description: String { "\(copies == 1 ? "one copy" : "\(copies) copies") of each utterance altered by \(recipe)" }
}
