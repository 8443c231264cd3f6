/// One resonance of the vocal tract at one moment.
public struct Formant: Codable, Hashable, Sendable {
    /// In hertz.
    public let frequency: Float
    /// In hertz, between the points 3 dB below the top.
    public let bandwidth: Float
    /// The level in decibels of the predictor's spectral envelope at the frequency, the pre-emphasis taken back. White noise of
    /// mean square 1 has an envelope of 0 dB everywhere; doubling the signal adds 6 dB.
    public let level: Float

    public init(frequency: Float, bandwidth: Float, level: Float) {
        self.frequency = frequency
        self.bandwidth = bandwidth
        self.level = level
    }
}

/// The formants of a recording over time.
public struct FormantTrack: Codable, Hashable, Sendable {
    /// Seconds from frame to frame; frame t is centred at t · `timeStep`.
    public let timeStep: Double
    /// The formants of each frame, from the lowest up; none where there is no sound.
    public let frames: [[Formant]]

    public init(timeStep: Double, frames: [[Formant]]) {
        self.timeStep = timeStep
        self.frames = frames
    }
}
