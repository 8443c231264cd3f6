import UndertoneAffect
import UndertoneAudio
import UndertoneFeatures
import UndertoneLearning

/// Takes a live voice as it comes and judges the last seconds again and again.
///
///     var stream = try MomentStream(recognizer)
///     while let block = microphone.next() { for moment in try stream.accept(block) { print(moment.emotion) } }
///
/// However the samples are cut into blocks, the moments are the same. Holds the window and the hop, whatever comes: a stream may go on for
/// ever. Windows share most of their frames, which are measured once: a moment costs the frames that are new since the last, and what
/// is summed up over its window. What a window's probabilities are is what a recording of it would get but for their last digits; its
/// quality knows the noise from before the window too.
public struct MomentStream: Sendable {
    public let options: MomentOptions
    private let model: ModelBundle
    private let extractor: FeatureExtractor
    private let windowLength: Int
    private let hopLength: Int
    /// Nil at a rate at which no detector can listen; somebody is then supposed to speak.
    private let detector: SpeechDetector?
    private var ear: Ear
    /// For every window anew: its tables take longer to make than a window to measure.
    private let emptyMeter: QualityMeter
    private var smoother: MomentSmoother
    /// As it came.
    private var sound = RecentValues<Float>()
    /// What the model hears; nil where that is what came.
    private var conditioned: RecentValues<Float>?
    private var frames = RecentValues<SpeechFrame>()
    private var spectra = RecentValues<SpectrumFrame>()
    /// What the frames of windows have measured.
    var memory: FrameMemory? = FrameMemory()
    /// In frames: how much longer than a window pitch and intensity are remembered, for whoever asks for them.
    var rememberedFrames = 0
    /// Where the last moment ended, in samples.
    private var lastEnd = 0

    /// - Throws: `MomentError` for options out of bounds, `ConditioningError` when what conditions the sound cannot be set up.
    public init(_ recognizer: Recognizer, options: MomentOptions = .default) throws {
        try options.validate()
        self.options = options
        model = recognizer.model
        extractor = recognizer.extractor
        let rate = Double(recognizer.sampleRate)
        windowLength = Int((options.window * rate).rounded())
        hopLength = Int((options.hop * rate).rounded())
        detector = model.recipe.speechDetector
        ear = try Ear(extractor, detector: detector)
        conditioned = model.recipe.conditioning.changesStream ? RecentValues() : nil
        emptyMeter = QualityMeter(sampleRate: recognizer.sampleRate)
        smoother = MomentSmoother(timeConstant: options.smoothing)
        sound.reserve(windowLength + hopLength + Listener.sliceLength)
        conditioned?.reserve(windowLength + hopLength + Listener.sliceLength)
    }

    /// How many samples are held.
    public var heldSampleCount: Int { sound.values.count + (conditioned?.values.count ?? 0) }

    /// Samples at the model's rate, one channel, full scale ±1; those that are not finite count as 0. Returns the moments that they
    /// complete.
    ///
    /// - Throws: `LearningError` when the model cannot judge what it hears.
    public mutating func accept(_ samples: [Float]) throws -> [Moment] {
        var moments: [Moment] = []
        var rest = samples[...]
        while !rest.isEmpty {
            // A hop at a time, so that a huge block is not held twice.
            let slice = Array(rest.prefix(hopLength)).boundedSamples
            rest = rest.dropFirst(slice.count)
            moments += try judged(measure(ear.accept(slice)))
        }
        return moments
    }

    /// Ends the stream; returns the moments that are left. The last one hears what came since the last hop, and the window before it,
    /// unless it is less than a tenth of a second.
    public mutating func finish() throws -> [Moment] {
        try judged(measureRest(ear.finish()))
    }

    /// Ends a stream to which somebody else listens; returns the windows that are left.
    mutating func measureRest(_ rest: Heard) throws -> [MeasuredWindow] {
        var windows = try measure(rest)
        let end = heardEnd
        if Double(end - lastEnd) >= Self.shortestRest * Double(model.recipe.sampleRate) {
            windows.append(try window(end: end, frameEnd: frames.end))
        }
        return windows
    }

    /// In seconds.
    private static let shortestRest = 0.1

    /// How many samples of what the model hears there have been.
    private var heardEnd: Int { conditioned?.end ?? sound.end }

    /// Takes what somebody has heard; returns the windows that it completes, which are to be judged in order.
    mutating func measure(_ heard: Heard) throws -> [MeasuredWindow] {
        sound.append(heard.sound)
        conditioned?.append(heard.conditioned ?? heard.sound)
        frames.append(heard.frames)
        spectra.append(heard.spectra)
        var windows: [MeasuredWindow] = []
        while heardEnd >= lastEnd + hopLength {
            let end = lastEnd + hopLength
            windows.append(try window(end: end, frameEnd: decidedFrames(at: end)))
        }
        return windows
    }

    /// The moments of measured windows.
    ///
    /// - Parameter answers: one to each window that has features, in order.
    mutating func judged(_ windows: [MeasuredWindow], _ answers: some Collection<Probabilities>) -> [Moment] {
        var answers = answers.makeIterator()
        return windows.map { window in
            let answer = window.features.flatMap { _ in answers.next() }
            let probabilities = answer?.flattened(reliability: window.quality.reliability)
            let smoothed = probabilities.map { smoother.add($0, at: window.end) }
            return Moment(
                start: window.start, end: window.end, hasSpeech: window.features != nil, probabilities: probabilities, smoothed: smoothed,
                quality: window.quality)
        }
    }

    private mutating func judged(_ windows: [MeasuredWindow]) throws -> [Moment] {
        judged(windows, try model.model.probabilities(ofSegments: windows.compactMap(\.features)))
    }

    /// How many frames are certain to be decided when so many samples have come, however they came.
    private func decidedFrames(at end: Int) -> Int {
        guard let detector else { return 0 }
        let delay = Int((detector.delay * Double(detector.sampleRate)).rounded())
        return max(0, end - delay) * 100 / detector.sampleRate
    }

    private mutating func window(end: Int, frameEnd: Int) throws -> MeasuredWindow {
        let rate = model.recipe.sampleRate
        let start = max(0, end - windowLength)
        lastEnd = end
        let firstFrame = start * 100 / rate
        // Without a detector there are none.
        let window = frames[firstFrame..<max(firstFrame, frameEnd)]
        let soundInWindow = Array(sound[start..<end])
        var meter = emptyMeter
        let spectrumLength = SpectrumMeter.frameLength(sampleRate: rate)
        let firstSpectrum = (start + spectrumLength - 1) / spectrumLength
        let wholeSpectra = firstSpectrum..<max(firstSpectrum, end / spectrumLength)
        meter.add(soundInWindow, spectra: Array(spectra[wholeSpectra]))
        meter.add(decisions: window.map(\.isSpeech))
        let quality = meter.quality
        let samples = conditioned.map { Array($0[start..<end]) } ?? soundInWindow
        let hasSpeech = (detector == nil || window.holdVoice()) && samples.contains { $0 != 0 }
        let features = hasSpeech ? try extractor.features(ofSegment: samples, at: start, memory: &memory, isExact: false) : nil
        forget()
        return MeasuredWindow(
            start: Double(start) / Double(rate), end: Double(end) / Double(rate), features: features, quality: quality)
    }

    /// Lets go what no later moment hears.
    private mutating func forget() {
        let start = max(0, lastEnd + 1 - windowLength)
        sound.forget(before: start)
        conditioned?.forget(before: start)
        let frame = start * 100 / model.recipe.sampleRate
        frames.forget(before: frame)
        spectra.forget(before: start / SpectrumMeter.frameLength(sampleRate: model.recipe.sampleRate))
        memory?.forget(spectraBefore: frame, allBefore: frame - rememberedFrames)
    }
}

/// A window whose sound has been measured, and is to be judged.
struct MeasuredWindow: Sendable {
    /// Times in seconds.
    let start: Double
    let end: Double
    /// Nil when nobody speaks in it.
    let features: [Float]?
    let quality: RecordingQuality
}
