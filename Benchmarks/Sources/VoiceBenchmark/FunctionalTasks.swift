import UndertoneAudio
import UndertoneFeatures

enum FunctionalTasks {
    /// Prints the columns' names, with tabs between, before the time.
    static func measure(set: String, list: String) throws {
        guard let set = FeatureSet(rawValue: set) else { throw UsageError(sentence: "\(set) is not a set of features.") }
        let extractor = try FeatureExtractor(FeatureRecipe(set: set))
        print(extractor.functionalNames.joined(separator: "\t"))
        try Listing.each(list, columns: extractor.functionalNames.count) { samples in
            try extractor.functionals(of: Signal(samples: samples, sampleRate: extractor.recipe.sampleRate))
        }
    }
}
