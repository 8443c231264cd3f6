/// Tracks the fundamental frequency of a voice at one sample rate.
///
///     let tracker = try PitchTracker(PitchOptions(floor: 60), sampleRate: 16000)
///     let track = tracker.track(of: samples)
///     print(track.frequencies)
///
/// It holds tables only and may be shared by threads. At 16 kHz and the default options a frame costs about 10 µs.
public struct PitchTracker: Sendable {
    public let options: PitchOptions
    public let sampleRate: Int
    let computer: any PitchCandidateComputer

    /// - Throws: `FeatureOptionsError.outOfRange` for options that do not validate, a sample rate outside 1,000…1,000,000 Hz, a ceiling
    ///   above half of it, or a floor so low that the window passes 32768 samples.
    public init(_ options: PitchOptions = PitchOptions(), sampleRate: Int) throws(FeatureOptionsError) {
        try options.validate()
        try require(sampleRate, in: 1000...1_000_000, field: "sampleRate")
        try require(options.ceiling, in: 0...Double(sampleRate) / 2, field: "pitch.ceiling")
        let window = 2 * Int(options.windowPeriods * Double(sampleRate) / options.floor / 2)
        try require(window, in: 16...32768, field: "pitch window, in samples,")
        self.options = options
        self.sampleRate = sampleRate
        switch options.method {
        case .autocorrelation, .subharmonicSummation:
            computer = AutocorrelationCandidates(options: options, sampleRate: sampleRate, windowLength: window)
        case .yin: computer = DifferenceCandidates(options: options, sampleRate: sampleRate, windowLength: window)
        }
    }

    /// The samples that a frame reads.
    public var windowLength: Int { computer.windowLength }

    /// The track of a whole recording; samples that are not finite count as 0. No samples give no frames.
    public func track(of samples: [Float]) -> PitchTrack {
        var driver = online()
        let points = driver.accept(samples)
        let rest = driver.finish()
        return PitchTrack(firstTime: driver.firstTime, timeStep: options.timeStep, points: points + rest)
    }

    /// A driver for samples that arrive in pieces.
    public func online() -> OnlinePitch { OnlinePitch(self) }

    /// The times in seconds of the frames of a signal: the first, and how many there are.
    func frames(sampleCount: Int) -> (firstTime: Double, count: Int) {
        guard sampleCount > 0 else { return (0, 0) }
        let duration = Double(sampleCount) / Double(sampleRate)
        // A step that fits but for rounding fits.
        let slack = 1e-9
        switch options.alignment {
        case .hops: return (0, Int(duration / options.timeStep + slack) + 1)
        case .centredInFile:
            let free = max(0, duration - Double(computer.windowLength) / Double(sampleRate))
            let count = Int(free / options.timeStep + slack) + 1
            return ((duration - Double(count - 1) * options.timeStep) / 2, count)
        }
    }

    /// Where the window centred at a time begins, in samples.
    func windowStart(_ time: Double) -> Int {
        Int((time * Double(sampleRate) + 0.5).rounded(.down)) - computer.windowLength / 2
    }
}
