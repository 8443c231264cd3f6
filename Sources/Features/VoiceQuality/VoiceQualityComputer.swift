/// Measures the set `voice-quality` at one sample rate: jitter, shimmer, harmonicity, cepstral peak, harmonic differences,
/// spectral balance and formants. See `VoiceQualityRow` for frames; functionals are NaN where they are undefined.
///
///     let computer = try VoiceQualityComputer(options: VoiceQualityOptions(pitch: PitchOptions(floor: 60)), sampleRate: 16000)
///     for (name, value) in zip(computer.functionalNames, computer.functionals(of: samples)) { print(name, value) }
///
/// It holds tables only and may be shared by threads. At 16 kHz a frame costs about 30 µs, half of it for pitch and formants.
public struct VoiceQualityComputer: VoiceComputer {
    public let options: VoiceQualityOptions
    public let sampleRate: Int
    /// Decides over the whole recording, for functionals.
    let tracker: PitchTracker
    /// Decides as it goes, for frames.
    let liveTracker: PitchTracker
    let formants: FormantTracker
    let harmonicity: HarmonicityComputer
    let spectrum: VoiceSpectrumComputer
    let pulses: PulseFinder

    /// Periods on either side of a frame over which its own jitter and shimmer are taken.
    private static let nearbyPeriods = 3
    static let timeStep = 0.01

    /// - Throws: `FeatureOptionsError.outOfRange` for options that do not validate or do not go with the sample rate.
    public init(options: VoiceQualityOptions = VoiceQualityOptions(), sampleRate: Int) throws(FeatureOptionsError) {
        try options.validate()
        // The harmonics' window has four periods of the floor.
        try require(4 * Double(sampleRate) / options.pitch.floor, in: 16...65536, field: "pitch window, in samples,")
        self.options = options
        self.sampleRate = sampleRate
        var whole = options.pitch
        whole.pathDelay = nil
        whole.alignment = .centredInFile
        tracker = try PitchTracker(whole, sampleRate: sampleRate)
        liveTracker = try PitchTracker(options.pitch, sampleRate: sampleRate)
        formants = try FormantTracker(options.formants, sampleRate: sampleRate)
        harmonicity = HarmonicityComputer(floor: options.pitch.floor, sampleRate: sampleRate)
        spectrum = VoiceSpectrumComputer(floor: options.pitch.floor, ceiling: options.pitch.ceiling, sampleRate: sampleRate)
        pulses = PulseFinder(sampleRate: Double(sampleRate))
    }

    /// The columns of a frame, of which there is one every 10 ms.
    public var frameNames: [String] { VoiceQualityRow.names }

    func online() -> any VoiceStream { OnlineVoiceQuality(self) }

    /// Samples on either side of a frame's time that are read, all measures together.
    var reach: Int {
        let nearby = PulseFinder.reach(count: Self.nearbyPeriods) * Double(sampleRate) / options.pitch.floor
        return max(Int(nearby) + 4, max(harmonicity.reach, spectrum.reach))
    }

    /// The rows of successive frames, with their formants; `isLive` for the measures that only frames have.
    ///
    /// - Parameters:
    ///   - span: holds the frames' times with `reach` samples on either side.
    ///   - times: in seconds.
    func rows(
        in span: SampleSpan, times: [Double], frequencies: [Float], formants: [[Formant]], isLive: Bool
    ) -> [VoiceQualityRow] {
        var rows = zip(frequencies, formants).map { frequency, formants in
            var row = VoiceQualityRow()
            row.fundamentalFrequency = frequency
            row.formants = formants
            return row
        }
        let voiced = rows.indices.filter { rows[$0].isVoiced }
        for index in stride(from: 0, to: voiced.count, by: 2) {
            // An odd last frame goes twice.
            let (a, b) = (voiced[index], voiced[min(index + 1, voiced.count - 1)])
            let (x, y) = spectrum.frames(in: span, request(rows[a], times[a]), request(rows[b], times[b]))
            rows[a].spectrum = x
            rows[b].spectrum = y
        }
        guard isLive else { return rows }
        for index in voiced {
            let frame = harmonicity.frame(in: span, at: times[index])
            if frame.peak > 0 { rows[index].harmonicsToNoiseRatio = frame.ratio }
            let nearby = pulses.pulses(
                in: span, around: times[index], period: 1 / Double(rows[index].fundamentalFrequency), count: Self.nearbyPeriods)
            let perturbation = Perturbation(pulses: nearby, in: span, sampleRate: Double(sampleRate))
            rows[index].jitterLocal = perturbation.jitterLocal
            rows[index].shimmerLocal = perturbation.shimmerLocal
        }
        return rows
    }

    private func request(_ row: VoiceQualityRow, _ time: Double) -> VoiceSpectrumComputer.Request {
        VoiceSpectrumComputer.Request(
            time: time, frequency: Double(row.fundamentalFrequency),
            thirdFormant: row.formants.count > 2 ? Double(row.formants[2].frequency) : .nan)
    }
}
