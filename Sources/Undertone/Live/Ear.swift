import UndertoneAudio
import UndertoneFeatures

/// What some sound brings, before anything is judged.
struct Heard: Sendable {
    /// As it came, within ±10⁶.
    var sound: [Float] = []
    /// What the model hears of it; nil where that is what came.
    var conditioned: [Float]?
    /// The decisions about speech that it made possible.
    var frames: [SpeechFrame] = []
    /// The spectra that it completed.
    var spectra: [SpectrumFrame] = []
}

/// Listens to a live voice where nobody else does.
struct Ear: Sendable {
    private var conditioning: ConditioningStream?
    private var detector: OnlineSpeechDetector?
    private var spectra: SpectrumMeter

    /// - Parameter detector: nil at a rate at which none can listen.
    init(_ extractor: FeatureExtractor, detector: SpeechDetector?) throws {
        conditioning = try extractor.conditioningStream()
        self.detector = detector?.online()
        spectra = SpectrumMeter(sampleRate: extractor.recipe.sampleRate)
    }

    /// - Parameter sound: within ±10⁶.
    mutating func accept(_ sound: [Float]) -> Heard {
        let conditioned = conditioning?.accept(sound)
        return Heard(
            sound: sound, conditioned: conditioned, frames: detector?.accept(conditioned ?? sound) ?? [],
            spectra: spectra.accept(sound))
    }

    mutating func finish() -> Heard {
        let conditioned = conditioning?.finish()
        let frames = detector?.accept(conditioned ?? []) ?? []
        return Heard(conditioned: conditioned, frames: frames + (detector?.finish() ?? []))
    }
}

extension FeatureRecipe {
    /// The detector that cuts its recordings at pauses, or else the usual one; nil at a rate at which none can listen.
    var speechDetector: SpeechDetector? {
        if case .pauses(let options) = segmentation { return try? SpeechDetector(options.detector, sampleRate: sampleRate) }
        return try? SpeechDetector(sampleRate: sampleRate)
    }
}
