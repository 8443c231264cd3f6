/// The tables of the 60 ms path of GeMAPS at one sample rate.
struct GeMAPSVoiceComputer: Sendable {
    let sampleRate: Int
    /// 60 ms, in samples.
    let windowLength: Int
    /// 10 ms, in samples.
    let hopLength: Int

    /// - Precondition: `sampleRate` is from 8000 to 96000.
    init(sampleRate: Int) {
        self.sampleRate = sampleRate
        windowLength = sampleRate * 6 / 100
        hopLength = sampleRate / 100
    }
}
