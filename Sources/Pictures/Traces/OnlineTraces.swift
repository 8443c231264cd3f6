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
    private var intensity: OnlineIntensity
    private var intensityTrack: Track
    /// Nil when the recording has become too long for formants to be seen.
    private var formants: OnlineFormants?
    private var formantTracks: [Track]

    /// In seconds: a longer recording would have more dots than points.
    private static let longestWithFormants = 60.0
    private static let formantCount = 4
    /// In decibels below the loudest moment.
    private static let audibleRange: Float = 40

    /// Throws `FeatureOptionsError` when the rate is none that can be measured.
    public init(sampleRate: Int) throws {
        self.sampleRate = sampleRate
        let nyquist = Double(sampleRate) / 2
        spectrogram = try Spectrogram(sampleRate: sampleRate)
        // A sentence is decided as a whole; a longer recording in bounded memory.
        var pitchOptions = PitchOptions(pathDelay: 3)
        pitchOptions.ceiling = min(pitchOptions.ceiling, nyquist)
        pitch = try PitchTracker(pitchOptions, sampleRate: sampleRate).online()
        pitchTrack = Track(step: pitchOptions.timeStep)
        let intensityOptions = IntensityOptions()
        intensity = try IntensityComputer(intensityOptions, sampleRate: sampleRate).online()
        intensityTrack = Track(step: intensityOptions.timeStep)
        // A formant for every 1100 Hz, as the defaults have it below 5500 Hz.
        var formantOptions = FormantOptions()
        formantOptions.count = max(1, min(formantOptions.count, Int((nyquist / 1100).rounded())))
        formants = try FormantTracker(formantOptions, sampleRate: sampleRate).online()
        formantTracks = (0..<min(Self.formantCount, formantOptions.count)).map { _ in Track(step: formantOptions.timeStep) }
    }

    /// How many seconds have been taken.
    public var duration: Double { Double(envelope.sampleCount) / Double(sampleRate) }

    /// Samples that are not finite count as 0.
    public mutating func accept(_ samples: [Float]) {
        envelope.accept(samples)
        spectrogram.accept(samples)
        follow(pitch: pitch.accept(samples))
        follow(intensity: intensity.accept(samples))
        if duration > Self.longestWithFormants {
            formants = nil
            formantTracks = []
        }
        if let ready = formants?.accept(samples) { follow(formants: ready) }
    }

    /// Ends the recording. Nothing may be accepted afterwards.
    public mutating func finish() -> RecordingTraces {
        spectrogram.finish()
        follow(pitch: pitch.finish())
        follow(intensity: intensity.finish())
        if let rest = formants?.finish() { follow(formants: rest) }
        silencePitch()
        return RecordingTraces(
            sampleRate: sampleRate, envelope: envelope, spectrogram: spectrogram, pitch: pitchTrack,
            formants: formantTracks.map(whereVoiced), intensity: intensityTrack)
    }

    private mutating func follow(pitch points: [PitchCandidate]) {
        pitchTrack.values += points.map { $0.frequency > 0 ? $0.frequency : .nan }
    }

    private mutating func follow(intensity decibels: [Float]) {
        intensityTrack.values += decibels.map { $0 > IntensityComputer.silence ? $0 : .nan }
    }

    private mutating func follow(formants frames: [[Formant]]) {
        for index in formantTracks.indices {
            formantTracks[index].values += frames.map { index < $0.count ? $0[index].frequency : .nan }
        }
    }

    /// Takes the pitch out of what is near silence: while it was followed, only the loudest moment so far was known.
    private mutating func silencePitch() {
        guard let loudest = intensityTrack.values.filter({ !$0.isNaN }).max() else { return }
        for index in pitchTrack.values.indices {
            let level = intensityTrack.value(at: pitchTrack.time(of: index)) ?? .nan
            if !(level > loudest - Self.audibleRange) { pitchTrack.values[index] = .nan }
        }
    }

    /// Formants of the vocal tract are heard while the voice sounds; between, they would be those of noise.
    private func whereVoiced(_ track: Track) -> Track {
        var track = track
        for index in track.values.indices {
            if pitchTrack.value(at: track.time(of: index))?.isNaN ?? true { track.values[index] = .nan }
        }
        return track
    }
}
