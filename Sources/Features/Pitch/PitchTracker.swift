/// Tracks the fundamental frequency of a voice at one sample rate.
///
///     let tracker = try PitchTracker(PitchOptions(floor: 60), sampleRate: 16000)
///     let track = tracker.track(of: samples)
///     print(track.frequencies)
///
/// It holds tables only and may be shared by threads. At 16 kHz and the default options a frame costs about 9 µs (YIN 10,
/// sub-harmonic summation 26).
public struct PitchTracker: Sendable {
    public let options: PitchOptions
    public let sampleRate: Int
    let computer: any PitchCandidateComputer
    /// What must fit into the signal about a frame that is `centredInFile`, in samples: the same for every method.
    private let placedLength: Int

    /// - Throws: `FeatureOptionsError.outOfRange` for options that do not validate, a sample rate outside 1,000…1,000,000 Hz, a
    ///   ceiling above half of it, or a floor so low that the window passes 16384 samples.
    public init(_ options: PitchOptions = PitchOptions(), sampleRate: Int) throws(FeatureOptionsError) {
        try options.validate()
        try require(sampleRate, in: 1000...1_000_000, field: "sampleRate")
        try require(options.ceiling, in: 0...Double(sampleRate) / 2, field: "pitch.ceiling")
        // At low rates the interpolation about the longest lag needs more than three periods.
        let periods = 2 * Int(options.windowPeriods * Double(sampleRate) / options.floor / 2)
        let window = max(periods, 2 * (Int(Double(sampleRate) / options.floor) + LagPeaks.depth + 4))
        try require(window, in: 16...16384, field: "pitch window, in samples,")
        self.options = options
        self.sampleRate = sampleRate
        placedLength = window
        switch options.method {
        case .autocorrelation:
            computer = AutocorrelationCandidates(options: options, sampleRate: sampleRate, windowLength: window)
        case .subharmonicSummation:
            computer = SubharmonicCandidates(options: options, sampleRate: sampleRate, windowLength: window)
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

    /// The track of a segment of a stream, whose frames are measured where they are not remembered; the same as that of the segment by
    /// itself.
    ///
    /// - Parameters:
    ///   - samples: all finite.
    ///   - memory: nil for a recording of its own.
    func track(ofFinite samples: [Float], memory: inout FrameMemory?) -> PitchTrack {
        guard let firstFrame = memory?.firstFrame, options.alignment == .hops, options.pathDelay == nil, samples.count >= windowLength
        else { return track(of: samples) }
        let (time, count) = frames(sampleCount: samples.count)
        let hop = Int((options.timeStep * Double(sampleRate)).rounded())
        let last = samples.count - windowLength
        // A frame near an end takes the nearest window inside, which may be that of another frame.
        let starts = (0..<count).map { min(last, max(0, windowStart(time + Double($0) * options.timeStep))) }
        func place(_ start: Int) -> Int? {
            let (frame, rest) = (start + windowLength / 2).quotientAndRemainder(dividingBy: hop)
            return rest == 0 ? firstFrame + frame : nil
        }
        var missing: [Int] = []
        for start in starts where start != missing.last && place(start).flatMap({ memory?.pitch[$0] }) == nil { missing.append(start) }
        let measured = samples.withUnsafeBufferPointer { computer.frames($0, starts: missing) }
        for (start, frame) in zip(missing, measured) {
            if let place = place(start) { memory?.pitch[place] = frame }
        }
        let found = Dictionary(uniqueKeysWithValues: zip(missing, measured))
        var all = PitchFrames()
        for start in starts { all.append(found[start] ?? place(start).flatMap { memory?.pitch[$0] } ?? PitchFrame()) }
        var peak = RunningPeak()
        peak.add(samples[...])
        return PitchTrack(
            firstTime: time, timeStep: options.timeStep, points: all.points(peak: peak.value, options: options))
    }

    /// A driver for samples that arrive in pieces.
    public func online() -> OnlinePitch { OnlinePitch(self) }

    /// The times in seconds of the frames of a signal: the first, and how many there are.
    func frames(sampleCount: Int) -> (firstTime: Double, count: Int) {
        options.alignment.frames(
            sampleCount: sampleCount, sampleRate: sampleRate, step: options.timeStep,
            window: Double(placedLength) / Double(sampleRate))
    }

    /// Where the window centred at a time begins, in samples; each sample stands in the middle of its own period.
    func windowStart(_ time: Double) -> Int {
        let period = 1 / Double(sampleRate)
        return Int(((time - period / 2) / period).rounded(.down)) + 1 - computer.windowLength / 2
    }
}
