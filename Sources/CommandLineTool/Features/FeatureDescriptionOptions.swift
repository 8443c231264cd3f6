import ArgumentParser
import UndertoneFeatures

/// What to measure, in the words of the toolkits.
struct FeatureDescriptionOptions: ParsableArguments {
    @Option(help: ArgumentHelp("What to measure; several voice sets may be joined by commas.", valueName: "sets"))
    var set = FeatureSet.core.rawValue

    @Option(help: "Whose definition of frames, mel bands and cepstra.")
    var convention: FeatureConvention = .librosa

    @Option(help: ArgumentHelp("Resample to this rate first.", valueName: "hertz"))
    var rate: Int = 16000

    @Option(help: ArgumentHelp("Samples in a window, which is also the transform's length: a power of two.", valueName: "count"))
    var fft: Int?

    @Option(help: ArgumentHelp("Samples from one frame to the next.", valueName: "count"))
    var hop: Int?

    @Option(help: ArgumentHelp("Mel bands.", valueName: "count"))
    var bands: Int?

    @Option(help: ArgumentHelp("Mel-frequency cepstral coefficients.", valueName: "count"))
    var count: Int?

    @Option(help: ArgumentHelp("Time derivatives of the MFCC: 0, 1 or 2. The set core has 2.", valueName: "order"))
    var deltas: Int?

    @OptionGroup var signal: SignalOptions

    /// The names in `set`.
    var sets: [String] { self.set.split(separator: ",").map(String.init) }

    /// The recipe, with a recording being one row of functionals unless it is to be cut.
    func recipe() throws -> FeatureRecipe {
        var recipe: FeatureRecipe
        do {
            recipe = try FeatureRecipe(named: set, convention: convention, sampleRate: rate)
        } catch {
            throw ValidationError(error.description)
        }
        if !sets.contains(where: { FeatureSet(rawValue: $0)?.groups.isEmpty == false }), let option = spectralOption {
            throw ValidationError("--\(option) does not apply to \(set), which has frames of its own.")
        }
        recipe.segmentation = .whole
        try signal.apply(to: &recipe)
        if let fft {
            recipe.descriptors.frames.transformLength = fft
            // Kaldi and HTK fill a 25 ms window up with zeros; librosa's window is the transform.
            recipe.descriptors.frames.windowLength =
                convention == .librosa ? fft : min(fft, recipe.descriptors.frames.windowLength)
        }
        if let hop { recipe.descriptors.frames.hopLength = hop }
        if let bands { recipe.descriptors.mel.bands = bands }
        if let count { recipe.descriptors.mfcc.count = count }
        if let deltas {
            guard (0...2).contains(deltas) else { throw ValidationError("--deltas takes 0, 1 or 2.") }
            recipe.descriptors.deltas =
                deltas == 0 ? nil : DeltaOptions(convention: convention, order: deltas, groups: [.mfcc])
        }
        return recipe
    }

    /// An option that was given and speaks of descriptors that share one spectrum.
    private var spectralOption: String? {
        let given: [(String, Bool)] = [
            ("fft", fft != nil), ("hop", hop != nil), ("bands", bands != nil), ("count", count != nil), ("deltas", deltas != nil),
            ("convention", convention != .librosa),
        ]
        return given.first { $0.1 }?.0
    }
}
