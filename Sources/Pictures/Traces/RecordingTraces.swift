public import UndertoneAudio
import UndertoneFeatures

/// What a picture shows of a recording's sound, measured once from beginning to end.
public struct RecordingTraces: Sendable {
    /// In hertz, of the samples that were measured.
    public let sampleRate: Int
    public let envelope: Envelope
    public let spectrogram: Spectrogram
    /// In hertz; NaN where there is no voice.
    public let pitch: Track
    /// F1, F2, … in hertz; empty for recordings too long for dots to be told apart.
    public let formants: [Track]
    /// In decibels; NaN in digital silence.
    public let intensity: Track

    /// In seconds.
    public var duration: Double { Double(envelope.sampleCount) / Double(sampleRate) }

    /// At most this rate, in hertz, is measured: speech has little above 8 kHz that an eye would miss.
    public static let highestRate = 16000

    /// Measures a recording, block by block; memory grows by 3 MB an hour.
    ///
    /// - Parameters:
    ///   - path: of any length; rates above 16 kHz are resampled to that, lower ones are kept.
    ///   - progress: is told how many seconds are done.
    /// - Throws: `AudioError` when it cannot be read; `CancellationError` when the task is cancelled.
    public init(contentsOf path: String, progress: (Double) -> Void = { _ in }) throws {
        var reader = try AudioReader(path: path)
        if reader.sourceSampleRate > Self.highestRate {
            reader = try AudioReader(path: path, options: DecodingOptions(sampleRate: Self.highestRate))
        }
        var tracer = try OnlineTraces(sampleRate: reader.sampleRate)
        while let block = try reader.nextBlock() {
            try Task.checkCancellation()
            tracer.accept(block)
            progress(tracer.duration)
        }
        self = tracer.finish()
    }

    /// Measures samples in memory, at their own rate.
    public init(_ signal: Signal) throws {
        var tracer = try OnlineTraces(sampleRate: signal.sampleRate)
        tracer.accept(signal.samples)
        self = tracer.finish()
    }

    init(
        sampleRate: Int, envelope: Envelope, spectrogram: Spectrogram, pitch: Track, formants: [Track], intensity: Track
    ) {
        self.sampleRate = sampleRate
        self.envelope = envelope
        self.spectrogram = spectrogram
        self.pitch = pitch
        self.formants = formants
        self.intensity = intensity
    }
}
