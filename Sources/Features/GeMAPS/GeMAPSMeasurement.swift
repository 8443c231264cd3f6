/// Feeds the 20 ms path and the 60 ms path with the same samples, in memory bounded by the pitch path's look-ahead.
struct GeMAPSMeasurement: Sendable {
    /// The frames that became ready. There are a few more of 20 ms, which begin where those of 60 ms do; voice frames lag behind.
    struct Frames: Sendable {
        var spectral: [GeMAPSSpectralFrame] = []
        var voice: [GeMAPSVoiceFrame] = []
        /// At the end: how many of the last voice frames had their pitch open until it was known that none follows.
        var openCount = 0
    }

    private let spectral: GeMAPSSpectralComputer
    private var state = GeMAPSSpectralState()
    /// Samples from the next 20 ms frame on.
    private var buffer: [Float] = []
    private var voice: GeMAPSVoiceStream

    init(_ computer: GeMAPSComputer) {
        spectral = computer.spectral
        voice = GeMAPSVoiceStream(computer.voice)
    }

    mutating func accept(_ samples: [Float]) -> Frames {
        let conditioned = GeMAPSSamples.conditioned(samples)
        buffer += conditioned
        let ready = buffer.count < spectral.windowLength
            ? 0 : (buffer.count - spectral.windowLength) / spectral.hopLength + 1
        let frames = spectral.frames(buffer, origin: 0, frameCount: ready, state: &state)
        buffer.removeFirst(ready * spectral.hopLength)
        return Frames(spectral: frames, voice: voice.accept(conditioned, formants: frames.map(\.formantFrequencies)))
    }

    /// Ends the recording; nothing may be accepted afterwards.
    mutating func finish() -> Frames {
        let frames = voice.finish()
        return Frames(voice: frames, openCount: voice.openFrameCount)
    }
}
