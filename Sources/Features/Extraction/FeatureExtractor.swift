public import UndertoneAudio

/// Makes features of signals by a recipe: a matrix of frames, or one row of functionals.
///
///     let extractor = try FeatureExtractor(.default)
///     let row = try extractor.functionals(of: signal)      // one number for each of extractor.functionalNames
///
/// It holds tables only and may be shared by threads.
public struct FeatureExtractor: Sendable {
    public let recipe: FeatureRecipe
    /// The columns of `frames(of:)`: the descriptors', or where the recipe has none, the first voice set's.
    public var frameNames: [String] { computer?.names ?? voices.first?.frameNames ?? [] }
    /// The columns of `functionals(of:)`: column by column, `mfcc_0_mean`, `mfcc_0_percentile_20`, `mfcc_1_mean` …;
    /// then the voice sets' own.
    public let functionalNames: [String]

    /// Nil where the recipe has voice sets only.
    let computer: DescriptorComputer?
    let voices: [any VoiceComputer]
    private let parts: [Part]

    /// Neighbouring columns with the same functionals.
    private struct Part: Sendable {
        var columns: Range<Int>
        let computer: FunctionalsComputer
    }

    /// Throws what `FeatureRecipe.validate` throws.
    public init(_ recipe: FeatureRecipe) throws {
        try recipe.validate()
        self.recipe = recipe
        computer = recipe.descriptors.groups.isEmpty ? nil : try DescriptorComputer(recipe.descriptors)
        voices = try recipe.voice.map { try $0.computer(sampleRate: recipe.sampleRate) }
        let columns = computer?.names ?? []
        var parts: [Part] = []
        for (column, name) in columns.enumerated() {
            let exception = recipe.exceptions.first { name.hasPrefix($0.columnPrefix) }
            let functionals = exception?.functionals ?? recipe.functionals
            if let last = parts.last, last.computer.functionals == functionals {
                parts[parts.count - 1].columns = last.columns.lowerBound..<column + 1
            } else {
                parts.append(Part(columns: column..<column + 1, computer: FunctionalsComputer(functionals)))
            }
        }
        self.parts = parts
        functionalNames =
            parts.flatMap { $0.computer.names(for: Array(columns[$0.columns])) } + voices.flatMap(\.functionalNames)
    }

    /// Frames × descriptors of a whole signal taken as one segment; resampled first when its rate is not the recipe's.
    ///
    /// Scaled to the common level where the recipe says so; inactive frames are not left out. Throws `AudioError` when the signal
    /// cannot be resampled.
    public func frames(of signal: Signal) throws -> FeatureMatrix {
        frames(ofSamples: try signal.resampled(to: recipe.sampleRate).samples)
    }

    /// The frames of samples at the recipe's rate.
    func frames(ofSamples samples: [Float]) -> FeatureMatrix {
        var samples = samples
        if recipe.isLevelNormalised {
            normalise(&samples, to: SegmentLevel(samples: samples, frames: recipe.descriptors.frames))
        }
        return computer?.matrix(of: samples) ?? voices.first?.frames(of: samples) ?? FeatureMatrix(names: [])
    }

    /// The time in seconds at which a frame's hop begins: frame × hop / sample rate, librosa's `frames_to_time`.
    public func time(ofFrame frame: Int) -> Double {
        Double(frame * recipe.descriptors.frames.hopLength) / Double(recipe.sampleRate)
    }

    /// One row of functionals of a whole signal taken as one segment, however long; resampled first when its rate is not the
    /// recipe's. Descriptors' values are finite; a voice set's are NaN where a recording
    /// does not define them. Throws `AudioError` when the signal cannot be resampled.
    public func functionals(of signal: Signal) throws -> [Float] {
        functionals(ofSegment: try signal.resampled(to: recipe.sampleRate).samples)
    }

    /// One row for each segment of a signal, cut by the recipe's `segmentRule`; none for an empty signal. Throws `AudioError`
    /// when the signal cannot be resampled.
    public func segments(of signal: Signal) throws -> [SegmentFeatures] {
        var stream = SegmentStream(self)
        let samples = try signal.resampled(to: recipe.sampleRate).samples
        var result = stream.accept(samples)
        if let last = stream.finish() { result.append(last) }
        return result
    }

    /// The functionals of samples at the recipe's rate.
    func functionals(ofSegment segment: [Float]) -> [Float] {
        var samples = segment
        var isActive: [Bool]?
        if recipe.isLevelNormalised || recipe.activityThreshold != nil {
            let level = SegmentLevel(samples: samples, frames: recipe.descriptors.frames)
            isActive = recipe.activityThreshold.map { level.isActive(threshold: $0) }
            if recipe.isLevelNormalised { normalise(&samples, to: level) }
        }
        var result: [Float] = []
        result.reserveCapacity(functionalNames.count)
        if let frames = computer?.matrix(of: samples) {
            for part in parts {
                result += part.computer.compute(
                    frames: frames, columns: part.columns, frameRate: recipe.frameRate, isActive: isActive)
            }
        }
        for voice in voices { result += voice.functionals(of: samples) }
        return result
    }

    private func normalise(_ samples: inout [Float], to level: SegmentLevel) {
        guard let gain = level.normalisingGain else { return }
        for index in samples.indices { samples[index] *= gain }
    }
}
