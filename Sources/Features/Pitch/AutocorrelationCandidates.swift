/// Candidates from the maxima of a frame's autocorrelation (Boersma 1993).
struct AutocorrelationCandidates: PitchCandidateComputer {
    var windowLength: Int { frame.windowLength }
    private let frame: CorrelationFrame
    private let peaks: LagPeaks

    init(options: PitchOptions, sampleRate: Int, windowLength: Int) {
        peaks = LagPeaks(options: options, sampleRate: sampleRate)
        frame = CorrelationFrame(
            options: options, sampleRate: sampleRate, windowLength: windowLength, lastLag: peaks.lastLag)
    }

    func frames(_ samples: UnsafeBufferPointer<Float>, starts: [Int]) -> [PitchFrame] {
        frame.measure(samples, starts: starts) { _, curve in peaks.candidates(curve) }
    }
}
