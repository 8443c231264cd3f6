import Foundation
import Testing
import UndertoneAudio

struct AugmentationRecipeTests {
    @Test(arguments: [
        "reverb:0.2..0.8,noise:5..30,babble:10..25,hum:20,pitch:-2..2,tempo:0.9..1.1,gain:-10..6,clip:0.01..0.1",
        "telephone,telephone:mu-law,telephone:mu-law+gsm,shift:0.1,crop:0.8..1,mask-time:0.05..0.3,mask-frequency:0.2,mixup:0.2",
        "tilt:-3..3,low-cut:20..200",
        "noise:10..30@0.5,white:-5,music:0.125@0.01",
    ]) func `a recipe is written as it was read`(_ text: String) throws {
        let recipe = try AugmentationRecipe(parsing: text)
        #expect(recipe.description == text)
        let coded = try JSONDecoder().decode(AugmentationRecipe.self, from: JSONEncoder().encode(recipe))
        #expect(coded == recipe)
    }

    @Test(arguments: Augmentation.defaults) func `a word alone stands for its default`(_ standard: Augmentation) throws {
        #expect(try Augmentation(parsing: standard.word) == standard)
        #expect(try Augmentation(parsing: standard.description) == standard)
        #expect(throws: Never.self) { try standard.validate() }
    }

    @Test func `spaces and the order of codecs do not matter`() throws {
        let recipe = try AugmentationRecipe(parsing: " reverb : 0.4 , telephone: opus + gsm @ 0.5 ")
        #expect(recipe.description == "reverb:0.4,telephone:gsm+opus@0.5")
    }

    static let mistakes: [(String, String)] = [
        ("", "An augmentation recipe names at least one augmentation, such as reverb,noise:10..30."),
        ("reverb,", "An augmentation recipe has nothing between two commas, or a comma at one end."),
        ("echo", """
            There is no augmentation 'echo'; there are noise, white, pink, brown, hum, music, environment, bursts, babble, \
            reverb, pitch, tempo, gain, clip, telephone, tilt, low-cut, shift, crop, mask-time, mask-frequency and mixup.
            """),
        ("noise:loud", "The augmentation noise takes a number, or a range such as 5..30, and not 'loud'."),
        ("noise:", "The augmentation noise takes a number, or a range such as 5..30, and not ''."),
        ("noise:1..2..3", "The augmentation noise takes a number, or a range such as 5..30, and not '1..2..3'."),
        ("noise:nan", "The augmentation noise takes a number, or a range such as 5..30, and not 'nan'."),
        ("noise:30..10", "The range '30..10' of the augmentation noise ends before it begins."),
        ("pitch:-20..2", "The augmentation pitch takes -12 to 12 semitones, and not -20."),
        ("tempo:0", "The augmentation tempo takes 0.5 to 2 times the tempo, and not 0."),
        ("telephone:fax", "There is no telephone codec 'fax'; there are mu-law, gsm and opus."),
        ("gain@2", "The probability of the augmentation gain is above 0 and at most 1, as in gain@0.5, and not '2'."),
        ("gain@", "The probability of the augmentation gain is above 0 and at most 1, as in gain@0.5, and not ''."),
        ("mixup,noise,mixup", "An augmentation recipe has mixup at most once."),
    ]

    @Test(arguments: mistakes) func `a mistake is told in one sentence`(_ text: String, _ sentence: String) {
        let error = #expect(throws: AugmentationError.self) { try AugmentationRecipe(parsing: text) }
        #expect(error?.description == sentence)
    }

    @Test func `a recipe made of values is checked before it is followed`() {
        var generator = SeededGenerator(seed: 1)
        let recipe = AugmentationRecipe([.init(.tempo(factor: 0...1))])
        #expect(throws: AugmentationError.self) { try recipe.apply(to: [1], sampleRate: 16000, using: &generator) }
        let unlikely = AugmentationRecipe([.init(.gain(decibels: 0...1), probability: .nan)])
        #expect(throws: AugmentationError.self) { try unlikely.apply(to: [1], sampleRate: 16000, using: &generator) }
    }
}
