public import Foundation

/// Why a recipe of augmentation cannot be read or followed: facts. The sentences are below.
public enum AugmentationError: Error, Hashable, Sendable {
    // The text
    case emptyRecipe
    case emptyStep
    case unknownWord(String)
    case notANumber(word: String, text: String)
    /// A range whose end lies before its beginning.
    case reversedRange(word: String, text: String)
    case outOfBounds(word: String, value: Double, bounds: ClosedRange<Double>, unit: String)
    case unknownCodec(String)
    case notAProbability(word: String, text: String)
    case repeatedMixup
    // Following it
    /// There are no other voices to babble or to mix with.
    case needsVoices(word: String)
    case sampleRate(Int)
    case codecMissing(String)
    case resampling(String)
    case outOfMemory
}

extension AugmentationError: CustomStringConvertible, LocalizedError {
    public var description: String {
        switch self {
        case .emptyRecipe:
            "An augmentation recipe names at least one augmentation, such as reverb,noise:10..30."
        case .emptyStep:
            "An augmentation recipe has nothing between two commas, or a comma at one end."
        case .unknownWord(let word):
            "There is no augmentation '\(word)'; there are \(Self.list(Augmentation.words))."
        case .notANumber(let word, let text):
            "The augmentation \(word) takes a number, or a range such as \(Augmentation.example(of: word)), and not '\(text)'."
        case .reversedRange(let word, let text):
            "The range '\(text)' of the augmentation \(word) ends before it begins."
        case .outOfBounds(let word, let value, let bounds, let unit):
            """
            The augmentation \(word) takes \(Augmentation.text(of: bounds.lowerBound)) to \
            \(Augmentation.text(of: bounds.upperBound)) \(unit), and not \(Augmentation.text(of: value)).
            """
        case .unknownCodec(let name):
            "There is no telephone codec '\(name)'; there are \(Self.list(TelephoneCodec.allCases.map(\.rawValue)))."
        case .notAProbability(let word, let text):
            "The probability of the augmentation \(word) is above 0 and at most 1, as in \(word)@0.5, and not '\(text)'."
        case .repeatedMixup:
            "An augmentation recipe has mixup at most once."
        case .needsVoices(let word):
            "The augmentation \(word) needs the voices of others."
        case .sampleRate(let rate):
            """
            The sample rate is \(rate) Hz; augmentation takes \(AudioLimits.sampleRates.lowerBound) to \
            \(AudioLimits.sampleRates.upperBound) Hz.
            """
        case .codecMissing(let name):
            "The installed libsndfile cannot encode \(name)."
        case .resampling(let message):
            "The sound \(message)."
        case .outOfMemory:
            "There is not enough memory to change the tempo."
        }
    }

    public var errorDescription: String? { description }

    private static func list(_ names: [String]) -> String {
        "\(names.dropLast().joined(separator: ", ")) and \(names.last ?? "")"
    }
}
