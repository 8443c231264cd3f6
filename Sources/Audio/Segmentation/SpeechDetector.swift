import Foundation

/// Finds speech in sound: one decision for every 10 ms, from levels over the noise floor, periodicity and the spectrum's shape.
///
/// Each frame's evidence is weighed by a logistic regression (`SpeechWeights`), to which hysteresis and a hangover are added.
///
///     let detector = try SpeechDetector(sampleRate: 16000)
///     let isSpeech = detector.frames(of: samples).map(\.isSpeech)
///
/// A stream goes through `online()`, and gets the same decisions to the bit.
public struct SpeechDetector: Hashable, Sendable {
    public let options: SpeechDetectorOptions
    /// In hertz.
    public let sampleRate: Int

    let transform: LaneTransform
    /// The autocorrelation of a frame, from its spectrum up to 2 kHz.
    let correlation: LaneTransform
    let window: [Float]
    /// One over the sum of the window.
    let windowScale: Double
    /// Makes the sum of a frame's power spectrum the mean square of its samples.
    let powerScale: Double
    let bands: SpeechBands
    /// Bins from 100 Hz to 4 kHz.
    let shapeBins: Range<Int>
    /// Bins from 80 Hz to 2 kHz, by the band whose noise floor they have.
    let voiceBinsOfBand: [VoiceBins]
    struct VoiceBins: Hashable, Sendable {
        let band: Int
        let bins: Range<Int>
    }
    /// Lags of the correlation from 1/500 s to 1/70 s.
    let lags: Range<Int>
    /// One over the window's own correlation at each lag, so that a periodic signal has 1.
    let lagScale: [Double]

    /// - Parameter sampleRate: in hertz, 8000 to 96000. The weights were fitted at 16000.
    public init(_ options: SpeechDetectorOptions = SpeechDetectorOptions(), sampleRate: Int) throws(SegmentationError) {
        try options.validate()
        try SegmentationError.require(sampleRate, in: 8000...96000, field: "sampleRate")
        self.options = options
        self.sampleRate = sampleRate
        let windowLength = 3 * (sampleRate / 100)
        var length = 256
        while length < windowLength { length *= 2 }
        transform = LaneTransform(length: length)
        correlation = LaneTransform(length: Self.correlationLength)
        let values = WindowFunction.hannPeriodic.doubles(length: windowLength)
        window = values.map(Float.init)
        windowScale = 1 / window.reduce(0) { $0 + Double($1) }
        powerScale = 2 / (Double(length) * values.reduce(0) { $0 + $1 * $1 })
        bands = SpeechBands(sampleRate: sampleRate, transformLength: length)
        let scale = Double(length) / Double(sampleRate)
        shapeBins = Int(100 * scale)..<min(length / 2, Int(4000 * scale))
        let voiceBins = Int((80 * scale).rounded(.up))..<Int(2000 * scale)
        var voiceBinsOfBand: [VoiceBins] = []
        for bin in voiceBins {
            let band = SpeechBands.edges.dropFirst().firstIndex { Double(bin) < $0 * scale }.map { $0 - 1 } ?? SpeechBands.count - 1
            let first = voiceBinsOfBand.last?.band == band ? voiceBinsOfBand.removeLast().bins.lowerBound : bin
            voiceBinsOfBand.append(VoiceBins(band: band, bins: first..<bin + 1))
        }
        self.voiceBinsOfBand = voiceBinsOfBand
        // A lag of the correlation is this many samples.
        let step = length / Self.correlationLength
        let lagRate = Double(sampleRate) / Double(step)
        lags = Int(lagRate / 500)..<min(Self.correlationLength / 2, Int(lagRate / 70))
        let energy = values.reduce(0) { $0 + $1 * $1 }
        lagScale = (0..<Self.correlationLength / 2).map { lag in
            let shift = lag * step
            // What is beyond the transform's length comes round.
            let value = Self.correlation(of: values, at: shift) + Self.correlation(of: values, at: length - shift)
            return 1 / max(0.15, value / energy)
        }
    }

    /// In seconds: how long after a sample has come in its frame is decided at the latest, from the frame's first sample to the last
    /// that the decision needs. 30 ms: the frame, the half window after it and the evidence of the next frame.
    public var delay: Double { Double(frameStart(2) + sampleRate / 100) / Double(sampleRate) }

    /// Where a frame starts, in samples: every hundredth of a second. It ends where the next one starts.
    public func frameStart(_ frame: Int) -> Int { frame * sampleRate / 100 }

    public func online() -> OnlineSpeechDetector { OnlineSpeechDetector(self) }

    /// The frames of a whole recording; the last one may be cut short by its end.
    public func frames(of samples: [Float]) -> [SpeechFrame] {
        var driver = online()
        return driver.accept(samples) + driver.finish()
    }

    static let correlationLength = 256

    private static func correlation(of values: [Double], at shift: Int) -> Double {
        guard shift < values.count else { return 0 }
        return zip(values, values[shift...]).reduce(0) { $0 + $1.0 * $1.1 }
    }
}
