import ArgumentParser
import UndertoneAudio
import UndertoneFeatures
import UndertoneLearning

/// How training utterances are altered and multiplied.
struct AugmentationOptions: ParsableArguments {
    @Option(
        name: .customLong("augment"),
        help: ArgumentHelp(
            "Let altered copies of the training utterances join them, by a recipe of `undertone augment`.", valueName: "recipe"))
    var recipe: String?

    @Option(help: ArgumentHelp("How many altered copies of each training utterance.", valueName: "count"))
    var copies: Int?

    @Flag(
        help: ArgumentHelp(
            "Make the altered copies before a random split, so that copies of test utterances are trained on: the mistake behind many "
                + "published figures, to expose it. Says so in the report."))
    var leakyCopiesBeforeSplit = false

    static let highestCount = 100

    func validate() throws {
        if let copies, !(1...Self.highestCount).contains(copies) {
            throw ValidationError("--copies takes a number from 1 to \(Self.highestCount).")
        }
        if copies != nil, recipe == nil { throw ValidationError("--copies needs --augment: an unaltered copy teaches nothing.") }
        if leakyCopiesBeforeSplit, recipe == nil {
            throw ValidationError("--leaky-copies-before-split needs --augment: it is the copies that leak.")
        }
        _ = try augmentation()
    }

    /// What makes the copies; nil where none are asked for.
    func trainingCopies(features: FeatureRecipe, seed: UInt64) throws -> TrainingCopies? {
        guard let augmentation = try augmentation() else { return nil }
        do { return try TrainingCopies(augmentation, recipe: features, seed: seed) } catch { throw Failure(error) }
    }

    private func augmentation() throws -> TrainingAugmentation? {
        guard let recipe else { return nil }
        do {
            return TrainingAugmentation(try AugmentationRecipe(parsing: recipe), copies: copies ?? 1)
        } catch {
            throw ValidationError("\(error)")
        }
    }
}
