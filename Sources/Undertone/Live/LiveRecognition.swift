/// A live voice from its first sample to its last: moments while it goes on, and at its end the answer that a recording of it would get.
///
///     var live = try LiveRecognition(recognizer)
///     for block in blocks { for moment in try live.accept(block) { … } }
///     let (rest, prediction) = try live.finish()
///
/// Holds what ``MomentStream`` does, and for the answer at the end a few numbers an utterance: some 60 kB an hour.
public struct LiveRecognition: Sendable {
    private var stream: MomentStream
    private var listener: Listener

    /// - Throws: what ``MomentStream`` throws.
    public init(_ recognizer: Recognizer, options: MomentOptions = .default) throws {
        stream = try MomentStream(recognizer, options: options)
        listener = try Listener(
            model: recognizer.model, extractor: recognizer.extractor, smoothing: recognizer.smoothing, explaining: false)
    }

    /// Samples at the model's rate, one channel, full scale ±1; returns the moments that they complete.
    public mutating func accept(_ samples: [Float]) throws -> [Moment] {
        try listener.accept(samples)
        return try stream.accept(samples)
    }

    /// Ends the stream.
    ///
    /// - Parameter path: what the answer calls the recording.
    public mutating func finish(path: String? = nil) throws -> (moments: [Moment], prediction: Prediction) {
        (try stream.finish(), try listener.finish(path: path))
    }
}
