import Foundation
public import UndertoneAffect
public import UndertoneAudio
import UndertoneFeatures
public import UndertoneLearning

/// Says which emotion a voice expresses.
///
///     let recognizer = try Recognizer()
///     let prediction = try recognizer.recognize(contentsOf: "call.wav")
///     print(prediction.emotion, prediction.confidence)
///
/// A value without state of its own: one recogniser serves any number of tasks at once. A recording flows through in
/// blocks, so its length does not matter to memory.
public struct Recognizer: Sendable {
    public let model: ModelBundle
    /// How the segments of a recording steady one another on the timeline.
    public var smoothing = TimelineSmoothing.default
    let extractor: FeatureExtractor

    /// The built-in model.
    /// - Throws: `RecognizerError` or `ModelBundleError` when it is not where it was installed, or damaged.
    public init() throws {
        try self.init(model: BuiltInModels.load())
    }

    /// A built-in model by its name.
    public init(builtIn name: String) throws {
        try self.init(model: BuiltInModels.load(name))
    }

    /// The model in a bundle's folder.
    public init(modelAt folder: String) throws {
        try self.init(model: ModelBundle(contentsOf: URL(fileURLWithPath: folder)))
    }

    /// A model in memory.
    /// - Throws: `ModelBundleError` when its recipe does not give the features that it takes.
    public init(model: ModelBundle) throws {
        let extractor = try FeatureExtractor(model.recipe)
        try model.check(featureNames: extractor.featureNames, path: model.provenance.name)
        self.model = model
        self.extractor = extractor
    }

    /// What the model tells apart.
    public var labels: LabelSet { model.labels }

    /// The rate, in hertz, at which the model listens.
    public var sampleRate: Int { model.recipe.sampleRate }

    /// Does beforehand what the first recognition would have to do: compiles the nets and reads in what else a voice takes.
    ///
    /// For whoever would rather wait now, some hundredths of a second, than when somebody speaks. Need not be called.
    ///
    /// - Throws: `LearningError` when the model cannot judge, as any recognition would.
    public func prepare() throws {
        let period = max(1, sampleRate / 150)
        let buzz = (0..<sampleRate).map { $0.isMultiple(of: period) ? Float(0.3) : 0 }
        _ = try recognize(samples: buzz, sampleRate: sampleRate)
        // Whatever the detector says of it.
        _ = try model.model.probabilities(ofSegment: extractor.features(ofSegment: buzz))
    }

    /// Recognises a recording.
    ///
    /// - Parameter explaining: also say what in the voice speaks for the answer, which takes longer; see ``Explanation``.
    /// - Throws: `AudioError` when it cannot be read; `CancellationError` when the task is cancelled.
    public func recognize(contentsOf path: String, explaining: Bool = false) throws -> Prediction {
        try recognize(
            AudioReader(path: path, options: DecodingOptions(sampleRate: sampleRate)), path: path, explaining: explaining)
    }

    /// Recognises samples in memory.
    public func recognize(samples: [Float], sampleRate: Int, explaining: Bool = false) throws -> Prediction {
        try recognize(Signal(samples: samples, sampleRate: sampleRate), explaining: explaining)
    }

    /// Recognises a signal in memory, resampled to the model's rate where it has another.
    public func recognize(_ signal: Signal, explaining: Bool = false) throws -> Prediction {
        let signal = try signal.resampled(to: sampleRate)
        var listener = try Listener(model: model, extractor: extractor, smoothing: smoothing, explaining: explaining)
        try listener.accept(signal.samples)
        return try listener.finish(path: nil)
    }

    /// Recognises what a reader has left; it must deliver the model's sample rate.
    public func recognize(
        _ reader: AudioReader, path: String? = nil, explaining: Bool = false
    ) throws -> Prediction {
        precondition(reader.sampleRate == sampleRate, "the reader delivers the model's sample rate")
        var listener = try Listener(model: model, extractor: extractor, smoothing: smoothing, explaining: explaining)
        while let block = try reader.nextBlock() {
            try Task.checkCancellation()
            try listener.accept(block)
        }
        return try listener.finish(path: path)
    }
}
