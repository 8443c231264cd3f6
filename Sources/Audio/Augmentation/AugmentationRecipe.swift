/// A list of augmentations, each with the probability that it is applied, in the order in which they are: one line of text.
///
///     let recipe = try AugmentationRecipe(parsing: "reverb:0.2..0.8@0.5,noise:5..30,gain:-10..6")
///     var generator = SeededGenerator(seed: 1)
///     let other = try recipe.apply(to: samples, sampleRate: 16000, using: &generator)
///
/// For training only, and only after the split: a copy of a test utterance among the training rows would give it away.
public struct AugmentationRecipe: Hashable, Sendable {
    /// An augmentation, and how often it happens.
    public struct Step: Hashable, Sendable {
        public var augmentation: Augmentation
        /// Above 0 and at most 1.
        public var probability: Double

        public init(_ augmentation: Augmentation, probability: Double = 1) {
            self.augmentation = augmentation
            self.probability = probability
        }
    }

    public var steps: [Step]

    public init(_ steps: [Step]) {
        self.steps = steps
    }

    /// Whether it needs the voices of others: a `BabbleSource`.
    public var needsVoices: Bool { steps.contains { $0.augmentation.needsVoices } }

    /// Throws `AugmentationError` for a strength or probability out of bounds, and for mixup more than once.
    public func validate() throws(AugmentationError) {
        var mixups = 0
        for step in steps {
            try step.augmentation.validate()
            guard step.probability > 0, step.probability <= 1 else {
                throw .notAProbability(word: step.augmentation.word, text: Augmentation.text(of: step.probability))
            }
            if case .mixup = step.augmentation { mixups += 1 }
        }
        if mixups > 1 { throw .repeatedMixup }
    }
}

extension AugmentationRecipe: LosslessStringConvertible {
    /// Reads words with commas between them, each `augmentation` or `augmentation@probability`.
    ///
    /// - Throws: `AugmentationError`, whose sentence says what is wrong with which word.
    public init(parsing text: String) throws(AugmentationError) {
        guard !Augmentation.trimmed(text).isEmpty else { throw .emptyRecipe }
        var steps: [Step] = []
        for word in text.split(separator: ",", omittingEmptySubsequences: false) {
            let parts = word.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false).map(Augmentation.trimmed)
            guard !parts[0].isEmpty else { throw .emptyStep }
            let augmentation = try Augmentation(parsing: parts[0])
            var step = Step(augmentation)
            if parts.count > 1 {
                guard let probability = Double(parts[1]), probability > 0, probability <= 1 else {
                    throw .notAProbability(word: augmentation.word, text: parts[1])
                }
                step.probability = probability
            }
            steps.append(step)
        }
        self.init(steps)
        try validate()
    }

    public init?(_ description: String) {
        guard let recipe = try? AugmentationRecipe(parsing: description) else { return nil }
        self = recipe
    }

    /// What `init(parsing:)` reads.
    public var description: String { steps.map(\.description).joined(separator: ",") }
}

extension AugmentationRecipe.Step: CustomStringConvertible {
    public var description: String {
        probability == 1 ? augmentation.description : "\(augmentation)@\(Augmentation.text(of: probability))"
    }
}

/// One line of text.
extension AugmentationRecipe: Codable {
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        if text.isEmpty {
            self.init([])
        } else {
            do {
                try self.init(parsing: text)
            } catch {
                throw DecodingError.dataCorruptedError(in: container, debugDescription: "\(error)")
            }
        }
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
