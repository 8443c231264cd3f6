/// A live voice from its first sample to its last: moments while it goes on, and at its end the answer that a recording of it would get.
///
///     var live = try LiveRecognition(recognizer)
///     for block in blocks {
///         for moment in try live.accept(block) { … }
///         for segment in live.takeSegments() { … }
///     }
///     let (rest, prediction) = try live.finish()
///
/// Listens once for both: speech is found and frames are measured for the moments, and the answer at the end makes use of them.
/// Holds what ``MomentStream`` does, and for the answer at the end a few numbers an utterance: some 60 kB an hour.
public struct LiveRecognition: Sendable {
    private var stream: MomentStream
    private var listener: Listener

    /// - Throws: what ``MomentStream`` throws.
    public init(_ recognizer: Recognizer, options: MomentOptions = .default) throws {
        stream = try MomentStream(recognizer, options: options)
        // An utterance is measured when it has ended for a second or so, and it may be long.
        stream.rememberedFrames = 1000
        listener = try Listener(
            model: recognizer.model, extractor: recognizer.extractor, smoothing: recognizer.smoothing, explaining: false)
    }

    /// Samples at the model's rate, one channel, full scale ±1; returns the moments that they complete.
    public mutating func accept(_ samples: [Float]) throws -> [Moment] {
        var moments: [Moment] = []
        for start in stride(from: 0, to: samples.count, by: Listener.sliceLength) {
            let slice = Array(samples[start..<min(samples.count, start + Listener.sliceLength)])
            let heard = try listener.hear(slice, memory: &stream.memory)
            moments += try stream.take(heard)
        }
        return moments
    }

    /// The utterances that have been finished since this was last asked, in order; only those in which somebody speaks.
    ///
    /// Each is flattened by the quality of the sound so far. The answer at the end knows the quality of the whole, so that its segments
    /// are the same ones with probabilities that may differ a little. A recording is cut once it is longer than the model's longest
    /// utterance, so that its first ones come then; those that are left come after ``finish(path:)``.
    public mutating func takeSegments() -> [Prediction.Segment] {
        listener.takeSegments()
    }

    /// Ends the stream.
    ///
    /// - Parameter path: what the answer calls the recording.
    public mutating func finish(path: String? = nil) throws -> (moments: [Moment], prediction: Prediction) {
        let rest = try listener.hearRest(memory: &stream.memory)
        return (try stream.finish(rest), listener.prediction(path: path))
    }
}
