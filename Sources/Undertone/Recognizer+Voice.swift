public import UndertoneAudio
import UndertoneFeatures
import UndertoneLearning

/// What a recogniser has heard of one voice, or of recordings that were made alike; nobody needs to say what they express.
public struct HeardVoice: Hashable, Sendable {
    /// The features of each utterance, as the model's recipe gives them.
    var utterances: [[Float]] = []

    public init() {}

    /// How many utterances have been heard.
    public var count: Int { utterances.count }

    /// These utterances and those of another.
    public mutating func append(_ other: HeardVoice) { utterances += other.utterances }
}

extension Recognizer {
    /// Whether the model was trained to get used to a voice.
    public var adaptsToVoices: Bool { model.model.adaptation != nil }

    /// Listens to a recording of one voice, to get used to it; see ``adapted(to:)``.
    ///
    /// - Throws: `AudioError` when it cannot be read; `CancellationError` when the task is cancelled.
    public func voice(contentsOf path: String) throws -> HeardVoice {
        try voice(AudioReader(path: path, options: DecodingOptions(sampleRate: sampleRate)))
    }

    /// Listens to what a reader has left, all of one voice; it must deliver the model's sample rate.
    public func voice(_ reader: AudioReader) throws -> HeardVoice {
        precondition(reader.sampleRate == sampleRate, "the reader delivers the model's sample rate")
        var stream = try SegmentStream(extractor)
        var voice = HeardVoice()
        while let block = try reader.nextBlock() {
            try Task.checkCancellation()
            voice.utterances += stream.accept(block).filter(\.hasSound).map(\.values)
        }
        voice.utterances += stream.finish().filter(\.hasSound).map(\.values)
        return voice
    }

    /// The same recogniser, used to a voice: it judges what it hears relative to how the voice sounds on the whole.
    ///
    ///     var voice = HeardVoice()
    ///     for call in earlierCalls { voice.append(try recognizer.voice(contentsOf: call)) }
    ///     let prediction = try recognizer.adapted(to: voice).recognize(contentsOf: "today.wav")
    ///
    /// Voices differ more from one another than emotions do in one of them, so this helps a good deal: from eight utterances or so on,
    /// and the more there are. They should not all express the same emotion. Recordings of many speakers that were made alike help too, in
    /// a language or through microphones that the model has never heard: most of what it loses there is the shift of everything.
    ///
    /// - Throws: `LearningError.adaptsToNoVoice` where the model was not trained to; `ModelBundleError`, or `LearningError` for what
    ///   another model heard.
    public func adapted(to voice: HeardVoice) throws -> Recognizer {
        guard voice.count > 0 || !adaptsToVoices else { return self }
        var result = try Recognizer(model: model.adapted(toUtterances: voice.utterances))
        result.smoothing = smoothing
        return result
    }
}
