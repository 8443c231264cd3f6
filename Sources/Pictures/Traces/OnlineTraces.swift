import UndertoneFeatures

/// Takes a recording's samples as they come and measures what a picture shows.
///
/// However the samples are cut, the traces are the same.
public struct OnlineTraces: Sendable {
    /// In hertz.
    public let sampleRate: Int
    private var envelope = Envelope()
    private var spectrogram: Spectrogram
    private var pitch: OnlinePitch
    private var pitchTrack: Track

    /// Throws `FeatureOptionsError` when the rate is none that can be measured.
    public init(sampleRate: Int) throws {
        self.sampleRate = sampleRate
        spectrogram = try Spectrogram(sampleRate: sampleRate)
        // A sentence is decided as a whole; a longer recording in bounded memory.
        var options = PitchOptions(pathDelay: 3)
        options.ceiling = min(options.ceiling, Double(sampleRate) / 2)
        pitch = try PitchTracker(options, sampleRate: sampleRate).online()
        pitchTrack = Track(start: pitch.firstTime, step: options.timeStep)
    }

    /// How many seconds have been taken.
    public var duration: Double { Double(envelope.sampleCount) / Double(sampleRate) }

    /// Samples that are not finite count as 0.
    public mutating func accept(_ samples: [Float]) {
        envelope.accept(samples)
        spectrogram.accept(samples)
        follow(pitch.accept(samples))
    }

    /// Ends the recording. Nothing may be accepted afterwards.
    public mutating func finish() -> RecordingTraces {
        spectrogram.finish()
        follow(pitch.finish())
        return RecordingTraces(
            sampleRate: sampleRate, envelope: envelope, spectrogram: spectrogram, pitch: pitchTrack, formants: [],
            intensity: Track(step: 0.01))
    }

    private mutating func follow(_ points: [PitchCandidate]) {
        pitchTrack.values += points.map { $0.frequency > 0 ? $0.frequency : .nan }
    }
}
