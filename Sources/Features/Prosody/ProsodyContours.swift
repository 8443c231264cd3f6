/// What prosody is measured on: one value of each a frame of 10 ms, frame t centred at t · 10 ms.
struct ProsodyContours: Hashable, Sendable {
    /// In hertz, 0 where unvoiced.
    var frequencies: [Float]
    /// How periodic a voiced frame is, 0…1.
    var strengths: [Float]
    /// In dB above 20 µPa.
    var intensities: [Float]
    /// The same of the vowels' band.
    var vowelIntensities: [Float]
}
