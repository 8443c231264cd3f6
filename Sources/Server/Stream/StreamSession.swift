import Undertone
import UndertoneAudio

/// One stream without its socket: messages in, events out.
///
///     var session = try StreamSession(configuration, models: shelf, limits: .default, metrics: metrics)
///     for event in try await session.accept(bytes) { … }
///     for event in try session.finish() { … }
///
/// However the bytes are cut into messages, the events are the same.
struct StreamSession: ~Copyable {
    private var live: LiveRecognition
    private let recognizer: Recognizer
    private let judge: SharedJudge
    private let configuration: StreamConfiguration
    private var decoder: RawDecoder
    private let resampler: Resampler?
    private let limits: ServerLimits
    private let metrics: ServerMetrics
    private var sampleCount = 0

    /// - Throws: `APIError` for a model that there is not, or a rate that cannot be converted.
    init(_ configuration: StreamConfiguration, models: ModelShelf, limits: ServerLimits, metrics: ServerMetrics) throws {
        let recognizer = try models.recognizer(named: configuration.model)
        let judge = try models.judge(named: configuration.model)
        let live = try LiveRecognition(recognizer, options: configuration.moments)
        let isSame = configuration.rate == recognizer.sampleRate
        let resampler = isSame ? nil : try Resampler(from: configuration.rate, to: recognizer.sampleRate)
        self.recognizer = recognizer
        self.judge = judge
        self.live = live
        self.resampler = resampler
        self.configuration = configuration
        self.limits = limits
        self.metrics = metrics
        decoder = RawDecoder(configuration.encoding)
    }

    /// What the stream is answered with.
    func ready(_ models: ModelShelf) -> StreamEvent {
        .ready(model: configuration.model ?? models.defaultName, rate: recognizer.sampleRate, options: configuration.moments)
    }

    /// - Throws: `APIError` when the stream has become too long.
    mutating func accept(_ bytes: some Collection<UInt8>) async throws -> [StreamEvent] {
        var samples = Array(bytes).withUnsafeBytes { decoder.accept($0) }
        // Floats from elsewhere may be no numbers.
        if configuration.encoding == .f32le { samples = samples.map { $0.isFinite ? $0 : 0 } }
        sampleCount += samples.count
        metrics.count(.audio, [("source", "stream")], by: Double(samples.count) / Double(configuration.rate))
        guard duration <= limits.streamDuration else {
            throw APIError(.tooLong, "A stream lasts at most \(Int(limits.streamDuration)) seconds; open another.")
        }
        return try await hear(resampler?.process(samples) ?? samples)
    }

    /// Ends the stream; the last event is the answer for the whole.
    mutating func finish() throws -> (events: [StreamEvent], prediction: Prediction) {
        var events: [StreamEvent] = []
        if decoder.pendingByteCount > 0 {
            events.append(.warning(code: "partial_sample", message: "The last sample came in part, and was left out."))
        }
        var moments: [Moment] = []
        if let resampler { moments += try live.accept(resampler.finish()) }
        let (rest, prediction) = try live.finish()
        events += told(moments + rest)
        return (events + [.end(prediction)], prediction)
    }

    /// In seconds of sound.
    private var duration: Double { Double(sampleCount) / Double(configuration.rate) }

    private mutating func hear(_ samples: [Float]) async throws -> [StreamEvent] {
        let start = ContinuousClock.now
        var moments: [Moment] = []
        for first in stride(from: 0, to: samples.count, by: LiveRecognition.sliceLength) {
            let questions = try live.measure(Array(samples[first..<min(samples.count, first + LiveRecognition.sliceLength)]))
            moments += live.judge(try await judge.probabilities(of: questions))
        }
        if !moments.isEmpty { metrics.observe(.moment, seconds: (.now - start) / .seconds(1) / Double(moments.count)) }
        return told(moments)
    }

    /// The moments, and the utterances that have ended.
    private mutating func told(_ moments: [Moment]) -> [StreamEvent] {
        let segments = live.takeSegments()
        for _ in moments { metrics.count(.moments) }
        for _ in segments { metrics.count(.segments) }
        return moments.map { .moment($0) } + segments.map { .segment($0) }
    }
}
