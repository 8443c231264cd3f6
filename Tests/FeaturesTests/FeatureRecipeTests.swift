import Foundation
import Testing
import UndertoneAudio
import UndertoneFeatures

@Suite struct FeatureRecipeTests {
    @Test(arguments: FeatureSet.allCases, FeatureConvention.allCases)
    func `A recipe of every set and convention is valid and survives JSON`(
        set: FeatureSet, convention: FeatureConvention
    ) throws {
        let recipe = FeatureRecipe(set: set, convention: convention)
        try recipe.validate()
        #expect(try JSONDecoder().decode(FeatureRecipe.self, from: recipe.canonicalJSON()) == recipe)
    }

    @Test func `The default recipe is valid, survives JSON and has one canonical form`() throws {
        var recipe = FeatureRecipe.default
        recipe.exceptions = [FunctionalException(columnPrefix: "mfcc_delta_", functionals: [.standardDeviation])]
        let data = try recipe.canonicalJSON()
        let back = try JSONDecoder().decode(FeatureRecipe.self, from: data)
        #expect(back == recipe)
        #expect(try back.canonicalJSON() == data)
    }

    @Test func `The skeleton of a recipe needs descriptors and functionals only`() throws {
        let full = FeatureRecipe(set: .mfcc)
        var object = try #require(
            try JSONSerialization.jsonObject(with: full.canonicalJSON()) as? [String: Any])
        for field in ["exceptions", "isLevelNormalised"] { object[field] = nil }
        let data = try JSONSerialization.data(withJSONObject: object)
        #expect(try JSONDecoder().decode(FeatureRecipe.self, from: data) == full)
    }

    @Test(arguments: [Segmentation.whole, .fixed(seconds: 4), .pauses(UtteranceCutterOptions(longest: 6))])
    func `Conditioning, segmentation and duration survive JSON, and change the canonical form`(segmentation: Segmentation) throws {
        var recipe = FeatureRecipe(set: .mfcc)
        recipe.conditioning = Conditioning(removesDirectCurrent: true, band: .telephone, loudness: .broadcast)
        recipe.segmentation = segmentation
        recipe.duration = .tile(seconds: 3)
        let data = try recipe.canonicalJSON()
        #expect(try JSONDecoder().decode(FeatureRecipe.self, from: data) == recipe)
        #expect(try data != FeatureRecipe(set: .mfcc).canonicalJSON())
    }

    @Test func `A recipe from before there was conditioning is read as it was meant`() throws {
        var recipe = FeatureRecipe(set: .mfcc)
        recipe.segmentation = .fixed(seconds: 4)
        let text = String(decoding: try recipe.canonicalJSON(), as: UTF8.self)
        #expect(text.contains(#""segmentDuration":4"#))
        for key in ["conditioning", "pauses", #""duration""#] { #expect(!text.contains(key)) }
    }

    @Test func `Two ways of cutting contradict each other`() throws {
        var object = try #require(
            try JSONSerialization.jsonObject(with: FeatureRecipe.speech.canonicalJSON()) as? [String: Any])
        object["segmentDuration"] = 4
        let data = try JSONSerialization.data(withJSONObject: object)
        let error = #expect(throws: FeatureRecipeError.self) { try JSONDecoder().decode(FeatureRecipe.self, from: data) }
        #expect(error?.description == "The recipe cuts by segmentDuration and at pauses; it must be one of the two.")
    }

    @Test(arguments: [("whole", Segmentation.whole), ("pauses", .pauses(UtteranceCutterOptions())), ("2.5", .fixed(seconds: 2.5))])
    func `A segmentation is known by a word or by seconds`(word: String, segmentation: Segmentation) throws {
        #expect(try Segmentation(parsing: word) == segmentation)
        #expect(throws: FeatureRecipeError.self) { try Segmentation(parsing: word + "x") }
    }

    /// Where in the JSON, what to put there, and the sentence that must come.
    @Test(arguments: [
        ("segmentDuration", "1e9", "The recipe's segmentDuration is 1000000000, outside 0.1 to 3600."),
        ("segmentDuration", "-3", "The recipe's segmentDuration is -3, outside 0.1 to 3600."),
        ("activityThreshold", "0", "The recipe's activityThreshold is 0, outside 1 to 200."),
        ("functionals", #"["mean", "mode"]"#, "The recipe names the functional 'mode', which is not known."),
        ("functionals", #"["mean", "mean"]"#, "The recipe names a functional twice for the same columns."),
        ("descriptors.frames.transformLength", "1000000000",
            "The transform length is 1000000000; it must be a power of two from 32 to 65536."),
        ("descriptors.frames.hopLength", "0", "The feature option hopLength is 0; it must be from 1 to 1000000."),
        ("descriptors.frames.sampleRate", "-1", "The feature option sampleRate is -1; it must be from 100 to 1000000."),
        ("descriptors.mel.maximumFrequency", "9000",
            "The mel bands would run from 0.0 Hz to 9000.0 Hz; they must rise and end at 8000.0 Hz or below."),
    ])
    func `Nonsense in a recipe is refused by a sentence`(path: String, value: String, sentence: String) throws {
        let object = try JSONSerialization.jsonObject(with: FeatureRecipe(set: .core).canonicalJSON())
        let number = try JSONSerialization.jsonObject(with: Data(value.utf8), options: .fragmentsAllowed)
        let data = try JSONSerialization.data(
            withJSONObject: replacing(object, path.split(separator: ".").map(String.init)[...], by: number))
        let error = #expect(throws: (any Error).self) { try JSONDecoder().decode(FeatureRecipe.self, from: data) }
        #expect(error.map { "\($0)" } == sentence)
    }

    private func replacing(_ object: Any, _ path: ArraySlice<String>, by value: Any) -> Any {
        guard let key = path.first, var dictionary = object as? [String: Any] else { return value }
        dictionary[key] = replacing(dictionary[key] ?? [:], path.dropFirst(), by: value)
        return dictionary
    }

    @Test func `A segment shorter than two windows is refused`() {
        var recipe = FeatureRecipe(set: .mfcc)
        recipe.descriptors.frames.windowLength = 8192
        recipe.descriptors.frames.transformLength = 8192
        recipe.segmentation = .fixed(seconds: 1)
        let error = #expect(throws: FeatureRecipeError.self) { try recipe.validate() }
        #expect(error?.description == "The recipe's segments of 1.0 s are shorter than two windows, 1.024 s.")
    }

    @Test func `Recipes are known by names, which may be joined`() throws {
        #expect(try FeatureRecipe(named: "log-mel") == FeatureRecipe(set: .logMel))
        #expect(try FeatureRecipe(named: "egemaps").voice == [.egemaps])
        let joined = try FeatureRecipe(named: "prosody,speech,voice-quality")
        #expect(joined.voice == [.prosody, .voiceQuality] && joined.descriptors == FeatureRecipe.speech.descriptors)
    }

    @Test(arguments: [
        (
            "emobase",
            """
            There is no feature set 'emobase'; the sets are speech, log-mel-speech, log-mel, mfcc, chroma, spectral, spectral-shape, energy, \
            core, prosody, voice-quality, gemaps, egemaps.
            """
        ),
        ("gemaps,gemaps", "The features name gemaps twice."),
        ("mfcc,speech", "Features are speech or one set of descriptors, with any voice sets: not mfcc,speech."),
    ])
    func `What no recipe can be made of is named`(names: String, sentence: String) {
        let error = #expect(throws: FeatureRecipeError.self) { try FeatureRecipe(named: names) }
        #expect(error?.description == sentence)
    }
}
