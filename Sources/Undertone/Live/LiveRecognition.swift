package import UndertoneAffect
import UndertoneLearning

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
    private let model: ModelBundle
    /// Those that the last samples completed, and that have not been judged.
    private var windows: [MeasuredWindow] = []

    /// - Throws: what ``MomentStream`` throws.
    public init(_ recognizer: Recognizer, options: MomentOptions = .default) throws {
        model = recognizer.model
        stream = try MomentStream(recognizer, options: options)
        // An utterance is measured when it has ended for a second or so, and it may be long.
        stream.rememberedFrames = 1000
        listener = try Listener(
            model: recognizer.model, extractor: recognizer.extractor, smoothing: recognizer.smoothing, explaining: false)
    }

    /// Samples at the model's rate, one channel, full scale ±1; returns the moments that they complete.
    public mutating func accept(_ samples: [Float]) throws -> [Moment] {
        var moments: [Moment] = []
        for start in stride(from: 0, to: samples.count, by: Self.sliceLength) {
            let questions = try measure(Array(samples[start..<min(samples.count, start + Self.sliceLength)]))
            moments += judge(try model.model.probabilities(ofSegments: questions))
        }
        return moments
    }

    /// So many samples at most are measured at once.
    package static var sliceLength: Int { Listener.sliceLength }

    /// The first half of ``accept(_:)``, for whoever judges several voices together: hears some samples, and returns the features of what
    /// they complete. ``judge(_:)`` takes the answers before more is heard.
    package mutating func measure(_ slice: [Float]) throws -> [[Float]] {
        windows = try stream.measure(listener.hear(slice, memory: &stream.memory))
        return listener.questions + windows.compactMap(\.features)
    }

    /// - Parameter answers: one to each of the features that were returned last, in order.
    package mutating func judge(_ answers: [Probabilities]) -> [Moment] {
        let count = listener.questions.count
        listener.judge(answers.prefix(count))
        defer { windows = [] }
        return stream.judged(windows, answers.dropFirst(count))
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
        windows = try stream.measureRest(listener.hearRest(memory: &stream.memory))
        let moments = judge(try model.model.probabilities(ofSegments: listener.questions + windows.compactMap(\.features)))
        return (moments, listener.prediction(path: path))
    }
}
