import ArgumentParser
import UndertoneAudio
import UndertoneFeatures

/// What `features`, `train` and `evaluate` may do to the sound before they measure it.
struct SignalOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Steps joined by commas: dc, telephone or band:LOW-HIGH, speex or spectral (noise suppression), trim, and one of "
                + "loudness:LUFS, rms:DB, peak:DB. Such as dc,spectral,loudness:-23.",
            valueName: "steps"))
    var conditioning: String?

    @Option(
        help: ArgumentHelp(
            "How long recordings are cut: pauses, a number of seconds, or whole. A labelled utterance is always measured whole.",
            valueName: "rule"))
    var segmentation: String?

    @Option(
        help: ArgumentHelp(
            "Bring segments to a like length: pad:SECONDS, crop:SECONDS, tile:SECONDS, or fix:SECONDS (crop and pad).", valueName: "rule"))
    var duration: String?

    /// The first option that was given, for complaints.
    var given: String? {
        let options: [(String, String?)] = [
            ("conditioning", conditioning), ("segmentation", segmentation), ("duration", duration),
        ]
        return options.first { $0.1 != nil }?.0
    }

    /// Throws `ValidationError` for what cannot be understood or is out of range.
    func apply(to recipe: inout FeatureRecipe) throws {
        do {
            if let conditioning { recipe.conditioning = try Conditioning(parsing: conditioning) }
            if let segmentation { recipe.segmentation = try Segmentation(parsing: segmentation) }
            if let duration { recipe.duration = try DurationStandardisation(parsing: duration) }
            try recipe.validate()
        } catch {
            throw ValidationError(String(describing: error))
        }
    }
}
