import Undertone
import UndertoneAudio

/// One stream without its socket: messages in, events out.
///
///     var session = try StreamSession(configuration, models: shelf, limits: .default, metrics: metrics)
///     for event in try session.accept(bytes) { … }
///     for event in try session.finish() { … }
///
/// However the bytes are cut into messages, the events are the same.
struct StreamSession {
    private(set) var live: LiveRecognition
    private let recognizer: Recognizer
    private let configuration: StreamConfiguration
    private var decoder: RawDecoder
    private let resampler: Resampler?
    private let limits: ServerLimits
    private let metrics: ServerMetrics
    private var sampleCount = 0

    /// - Throws: `APIError` for a model that there is not, or a rate that cannot be converted.
    init(_ configuration: StreamConfiguration, models: ModelShelf, limits: ServerLimits, metrics: ServerMetrics) throws {
        recognizer = try models.recognizer(named: configuration.model)
        self.configuration = configuration
        self.limits = limits
        self.metrics = metrics
        decoder = RawDecoder(configuration.encoding)
        live = try LiveRecognition(recognizer, options: configuration.moments)
        let isSame = configuration.rate == recognizer.sampleRate
        resampler = isSame ? nil : try Resampler(from: configuration.rate, to: recognizer.sampleRate)
    }

    /// What the stream is answered with.
    func ready(_ models: ModelShelf) -> StreamEvent {
        .ready(model: configuration.model ?? models.defaultName, rate: recognizer.sampleRate, options: configuration.moments)
    }

    /// - Throws: `APIError` when the stream has become too long.
    mutating func accept(_ bytes: UnsafeRawBufferPointer) throws -> [StreamEvent] {
        var samples = decoder.accept(bytes)
        // Floats from elsewhere may be no numbers.
        if configuration.encoding == .f32le { samples = samples.map { $0.isFinite ? $0 : 0 } }
        sampleCount += samples.count
        metrics.count(.audio, [("source", "stream")], by: Double(samples.count) / Double(configuration.rate))
        guard duration <= limits.streamDuration else {
            throw APIError(.tooLong, "A stream lasts at most \(Int(limits.streamDuration)) seconds; open another.")
        }
        return try judge(resampler?.process(samples) ?? samples)
    }

    /// Ends the stream; the last event is the answer for the whole.
    mutating func finish() throws -> (events: [StreamEvent], prediction: Prediction) {
        var events: [StreamEvent] = []
        if decoder.pendingByteCount > 0 {
            events.append(.warning(code: "partial_sample", message: "The last sample came in part, and was left out."))
        }
        if let resampler { events += try judge(resampler.finish()) }
        let (moments, prediction) = try live.finish()
        events += moments.map { .moment($0) } + live.takeSegments().map { .segment($0) }
        count(events)
        return (events + [.end(prediction)], prediction)
    }

    /// In seconds of sound.
    private var duration: Double { Double(sampleCount) / Double(configuration.rate) }

    private mutating func judge(_ samples: [Float]) throws -> [StreamEvent] {
        guard !samples.isEmpty else { return [] }
        let start = ContinuousClock.now
        let moments = try live.accept(samples)
        if !moments.isEmpty { metrics.observe(.moment, seconds: (.now - start) / .seconds(1) / Double(moments.count)) }
        let events: [StreamEvent] = moments.map { .moment($0) } + live.takeSegments().map { .segment($0) }
        count(events)
        return events
    }

    private func count(_ events: [StreamEvent]) {
        for event in events {
            switch event {
            case .moment: metrics.count(.moments)
            case .segment: metrics.count(.segments)
            default: break
            }
        }
    }
}
