import UndertoneAudio
import UndertoneFeatures
import UndertoneLearning

/// Takes a live voice as it comes and judges the last seconds again and again.
///
///     var stream = try MomentStream(recognizer)
///     while let block = microphone.next() { for moment in try stream.accept(block) { print(moment.emotion) } }
///
/// However the samples are cut into blocks, the moments are the same. Holds the window and the hop in samples, whatever comes: a stream
/// may go on for ever. Cost of a moment: the features of one window.
public struct MomentStream: Sendable {
    public let options: MomentOptions
    private let model: ModelBundle
    private let extractor: FeatureExtractor
    private let windowLength: Int
    private let hopLength: Int
    private var conditioning: ConditioningStream?
    /// Nil at a rate at which no detector can listen; somebody is then supposed to speak.
    private var detector: OnlineSpeechDetector?
    private var smoother: MomentSmoother
    /// As it came.
    private var sound = RecentValues<Float>()
    /// What the model hears; nil where that is what came.
    private var conditioned: RecentValues<Float>?
    private var frames = RecentValues<SpeechFrame>()
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
        conditioning = try extractor.conditioningStream()
        conditioned = conditioning == nil ? nil : RecentValues()
        detector = try? SpeechDetector(sampleRate: recognizer.sampleRate).online()
        smoother = MomentSmoother(timeConstant: options.smoothing)
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
            let slice = rest.prefix(hopLength).map(\.bounded)
            rest = rest.dropFirst(slice.count)
            sound.append(slice)
            moments += try take(conditioning?.accept(slice) ?? slice)
        }
        return moments
    }

    /// Ends the stream; returns the moments that are left. The last one hears what came since the last hop, and the window before it,
    /// unless it is less than a tenth of a second.
    public mutating func finish() throws -> [Moment] {
        var moments = try take(conditioning?.finish() ?? [])
        frames.append(detector?.finish() ?? [])
        let end = heard.end
        if Double(end - lastEnd) >= Self.shortestRest * Double(model.recipe.sampleRate) {
            moments.append(try moment(end: end, frameEnd: frames.end))
        }
        return moments
    }

    /// In seconds.
    private static let shortestRest = 0.1

    /// What the model hears.
    private var heard: RecentValues<Float> { conditioned ?? sound }

    private mutating func take(_ samples: [Float]) throws -> [Moment] {
        conditioned?.append(samples)
        frames.append(detector?.accept(samples) ?? [])
        var moments: [Moment] = []
        while heard.end >= lastEnd + hopLength {
            let end = lastEnd + hopLength
            moments.append(try moment(end: end, frameEnd: decidedFrames(at: end)))
        }
        return moments
    }

    /// How many frames are certain to be decided when so many samples have come, however they came.
    private func decidedFrames(at end: Int) -> Int {
        guard let detector = detector?.detector else { return 0 }
        let delay = Int((detector.delay * Double(detector.sampleRate)).rounded())
        return max(0, end - delay) * 100 / detector.sampleRate
    }

    private mutating func moment(end: Int, frameEnd: Int) throws -> Moment {
        let rate = model.recipe.sampleRate
        let start = max(0, end - windowLength)
        lastEnd = end
        let firstFrame = start * 100 / rate
        // Without a detector there are none.
        let window = frames[firstFrame..<max(firstFrame, frameEnd)]
        var meter = QualityMeter(sampleRate: rate)
        meter.add(Array(sound[start..<end]))
        meter.add(decisions: window.map(\.isSpeech))
        let quality = meter.quality
        let samples = Array(heard[start..<end])
        let hasSpeech = (detector == nil || window.holdVoice()) && samples.contains { $0 != 0 }
        let probabilities =
            hasSpeech
            ? try model.model.probabilities(ofSegment: extractor.features(ofSegment: samples))
                .flattened(reliability: quality.reliability)
            : nil
        let time = Double(end) / Double(rate)
        let smoothed = probabilities.map { smoother.add($0, at: time) }
        forget()
        return Moment(
            start: Double(start) / Double(rate), end: time, hasSpeech: hasSpeech, probabilities: probabilities, smoothed: smoothed,
            quality: quality)
    }

    /// Lets go what no later moment hears.
    private mutating func forget() {
        let start = max(0, lastEnd + 1 - windowLength)
        sound.forget(before: start)
        conditioned?.forget(before: start)
        frames.forget(before: start * 100 / model.recipe.sampleRate)
    }
}
