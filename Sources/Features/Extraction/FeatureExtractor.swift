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

    /// The columns of what a segment gives by the recipe's level: `functionalNames`, or `frameNames`.
    public var featureNames: [String] { recipe.level == .frames ? frameNames : functionalNames }

    /// Nil where the recipe has voice sets only.
    let computer: DescriptorComputer?
    let voices: [any VoiceComputer]
    private let parts: [Part]

    /// Neighbouring columns with the same functionals.
    private struct Part: Sendable {
        var columns: Range<Int>
        let computer: FunctionalsComputer
    }

    /// Throws what `FeatureRecipe.validate` throws, and `ConditioningError` or `SegmentationError` for a sample rate at which sound cannot
    /// be conditioned, or cut at pauses.
    public init(_ recipe: FeatureRecipe) throws {
        try recipe.validate()
        if recipe.conditioning.changesStream { _ = try recipe.conditioning.stream(sampleRate: recipe.sampleRate) }
        if case .pauses = recipe.segmentation { _ = try SpeechDetector(sampleRate: recipe.sampleRate) }
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
    /// Conditioned, of standard duration and scaled to the common level where the recipe says so; inactive frames are not left out.
    /// Throws `AudioError` when the signal cannot be resampled.
    public func frames(of signal: Signal) throws -> FeatureMatrix {
        frames(ofSegment: try conditioned(signal))
    }

    /// The frames of samples at the recipe's rate, already conditioned as a stream.
    func frames(ofSegment segment: [Float]) -> FeatureMatrix {
        var memory: FrameMemory?
        return frames(ofSegment: segment, memory: &memory)
    }

    private func frames(ofSegment segment: [Float], memory: inout FrameMemory?) -> FeatureMatrix {
        let samples = prepared(segment)
        let level = recipe.isLevelNormalised ? SegmentLevel(samples: samples, frames: recipe.descriptors.frames) : nil
        let gain = level?.normalisingGain ?? 1
        return computer?.matrix(of: samples, gain: gain, memory: &memory)
            ?? voices.first?.frames(of: samples.scaled(by: gain)) ?? FeatureMatrix(names: [])
    }

    /// The time in seconds at which a frame's hop begins: frame × hop / sample rate, librosa's `frames_to_time`.
    public func time(ofFrame frame: Int) -> Double {
        Double(frame * recipe.descriptors.frames.hopLength) / Double(recipe.sampleRate)
    }

    /// One row of functionals of a whole signal taken as one segment, however long; resampled first when its rate is not the
    /// recipe's. Descriptors' values are finite; a voice set's are NaN where a recording
    /// does not define them. Throws `AudioError` when the signal cannot be resampled.
    public func functionals(of signal: Signal) throws -> [Float] {
        functionals(ofSegment: try conditioned(signal))
    }

    /// What the recipe asks for of a whole signal taken as one segment: one row of functionals, or frames × columns row by row, in the
    /// order of `featureNames`. Throws `AudioError` when the signal cannot be resampled.
    public func features(of signal: Signal) throws -> [Float] {
        features(ofSegment: try conditioned(signal))
    }

    /// The features of samples at the recipe's rate, already conditioned as a stream.
    package func features(ofSegment segment: [Float]) -> [Float] {
        var memory: FrameMemory?
        return features(ofSegment: segment, memory: &memory)
    }

    /// The features of a segment of a stream, whose frames are measured as far as they are not remembered.
    ///
    /// Only where the recipe leaves segments as they come, and the segment begins on a frame of 10 ms, is there anything to remember;
    /// elsewhere this is `features(ofSegment:)`.
    ///
    /// - Parameters:
    ///   - place: of the segment's first sample in the stream.
    ///   - isExact: whether the features have the bits of `features(ofSegment:)`; else the last may differ, and less is measured anew.
    package func features(
        ofSegment segment: [Float], at place: Int, memory: inout FrameMemory?, isExact: Bool = true
    ) -> [Float] {
        let hop = recipe.descriptors.frames.hopLength
        guard hop * 100 == recipe.sampleRate, place.isMultiple(of: hop), !recipe.conditioning.changesSegments, recipe.duration == nil
        else { return features(ofSegment: segment) }
        memory?.firstFrame = place / hop
        memory?.isExact = isExact
        return features(ofSegment: segment, memory: &memory)
    }

    private func features(ofSegment segment: [Float], memory: inout FrameMemory?) -> [Float] {
        recipe.level == .frames
            ? frames(ofSegment: segment, memory: &memory).values : functionals(ofSegment: segment, memory: &memory)
    }

    /// The features of each segment of a signal, cut by the recipe's `segmentation`; none for an empty signal. Throws `AudioError` when
    /// the signal cannot be resampled.
    public func segments(of signal: Signal) throws -> [SegmentFeatures] {
        var stream = try SegmentStream(self)
        let first = stream.accept(try signal.resampled(to: recipe.sampleRate).samples)
        return first + stream.finish()
    }

    /// A signal at the recipe's rate after what the recipe does to the stream.
    private func conditioned(_ signal: Signal) throws -> [Float] {
        let samples = try signal.resampled(to: recipe.sampleRate).samples
        guard var stream = try conditioningStream() else { return samples }
        return stream.accept(samples) + stream.finish()
    }

    /// Nil where the recipe does nothing to the stream. Throws `ConditioningError`.
    package func conditioningStream() throws -> ConditioningStream? {
        recipe.conditioning.changesStream ? try recipe.conditioning.stream(sampleRate: recipe.sampleRate) : nil
    }

    /// A segment after what the recipe does to each.
    private func prepared(_ segment: [Float]) -> [Float] {
        let samples = recipe.conditioning.segment(segment, sampleRate: recipe.sampleRate)
        return recipe.duration?.apply(samples, sampleRate: recipe.sampleRate) ?? samples
    }

    /// The functionals of samples at the recipe's rate, already conditioned as a stream.
    func functionals(ofSegment segment: [Float]) -> [Float] {
        var memory: FrameMemory?
        return functionals(ofSegment: segment, memory: &memory)
    }

    private func functionals(ofSegment segment: [Float], memory: inout FrameMemory?) -> [Float] {
        let samples = prepared(segment)
        var gain: Float = 1
        var isActive: [Bool]?
        if recipe.isLevelNormalised || recipe.activityThreshold != nil {
            let level = SegmentLevel(samples: samples, frames: recipe.descriptors.frames)
            isActive = recipe.activityThreshold.map { level.isActive(threshold: $0) }
            if recipe.isLevelNormalised { gain = level.normalisingGain ?? 1 }
        }
        var result: [Float] = []
        result.reserveCapacity(functionalNames.count)
        if let frames = computer?.matrix(of: samples, gain: gain, memory: &memory) {
            for part in parts {
                result += part.computer.compute(
                    frames: frames, columns: part.columns, frameRate: recipe.frameRate, isActive: isActive)
            }
        }
        for voice in voices { result += voice.functionals(of: samples, gain: gain, memory: &memory) }
        return result
    }
}

extension [Float] {
    func scaled(by gain: Float) -> [Float] {
        gain == 1 ? self : map { $0 * gain }
    }
}
