/// Takes a recording's samples as they come and measures what a picture shows.
///
/// However the samples are cut, the traces are the same.
public struct OnlineTraces: Sendable {
    /// In hertz.
    public let sampleRate: Int
    private var envelope = Envelope()
    private var spectrogram: Spectrogram

    /// Throws `FeatureOptionsError` when the rate is none that can be measured.
    public init(sampleRate: Int) throws {
        self.sampleRate = sampleRate
        spectrogram = try Spectrogram(sampleRate: sampleRate)
    }

    /// How many seconds have been taken.
    public var duration: Double { Double(envelope.sampleCount) / Double(sampleRate) }

    /// Samples that are not finite count as 0.
    public mutating func accept(_ samples: [Float]) throws {
        envelope.accept(samples)
        spectrogram.accept(samples)
    }

    /// Ends the recording. Nothing may be accepted afterwards.
    public mutating func finish() throws -> RecordingTraces {
        spectrogram.finish()
        return RecordingTraces(
            sampleRate: sampleRate, envelope: envelope, spectrogram: spectrogram, pitch: Track(step: 0.01), formants: [],
            intensity: Track(step: 0.01))
    }
}
