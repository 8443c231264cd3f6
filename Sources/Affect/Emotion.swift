/// The name of an expressed emotion: what a listener would hear, never what a person feels.
///
/// The ten names that the field's corpora share are constants; a corpus of one's own may use any other word.
///
///     let emotion = Emotion("anger")
///     emotion == .anger  // true
public struct Emotion: RawRepresentable, Hashable, Sendable {
    public let rawValue: String

    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    public init(_ name: String) {
        self.init(rawValue: name)
    }

    public static let anger = Emotion("anger")
    public static let boredom = Emotion("boredom")
    public static let calm = Emotion("calm")
    public static let contempt = Emotion("contempt")
    public static let disgust = Emotion("disgust")
    public static let fear = Emotion("fear")
    public static let happiness = Emotion("happiness")
    public static let neutral = Emotion("neutral")
    public static let sadness = Emotion("sadness")
    public static let surprise = Emotion("surprise")

    /// The ten names to which the known corpora map their own labels, in alphabetical order.
    public static let standard: [Emotion] = [
        .anger, .boredom, .calm, .contempt, .disgust, .fear, .happiness, .neutral, .sadness, .surprise,
    ]
}

extension Emotion: Comparable {
    public static func < (left: Emotion, right: Emotion) -> Bool {
        left.rawValue < right.rawValue
    }
}

extension Emotion: CustomStringConvertible {
    public var description: String { rawValue }
}

extension Emotion: Codable {
    public init(from decoder: any Decoder) throws {
        self.init(rawValue: try decoder.singleValueContainer().decode(String.self))
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(rawValue)
    }
}
