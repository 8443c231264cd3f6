import UndertoneAudio

/// Takes sound as it comes and gives the frames that are ready, each as a row with its hop's start and end.
///
/// However the samples are cut, the rows are those of `FeatureExtractor.frames(of:)`. Memory is a few frames, unless the recipe
/// needs the whole recording (level normalisation, or librosa's `top_db`; see `FeatureRecipe.needsWholeRecording`): then the
/// recording is held, and the rows come from `finish`.
public struct FrameStream: Sendable {
    private let extractor: FeatureExtractor
    private var conditioning: ConditioningStream?
    private var driver: OnlineDescriptors?
    /// Where the recipe has voice sets only.
    private var voice: (any VoiceStream)?
    /// The whole recording, where it is needed.
    private var held: [Float] = []
    private var frameCount = 0

    /// Throws `ConditioningError` when what conditions the sound cannot be set up.
    public init(_ extractor: FeatureExtractor) throws {
        self.extractor = extractor
        conditioning = try extractor.conditioningStream()
        guard !extractor.recipe.needsWholeRecording else { return }
        if let computer = extractor.computer {
            driver = try? computer.online()
        } else {
            voice = extractor.voices.first?.online()
        }
    }

    /// Samples at the recipe's rate; returns the rows that they complete, which may be none.
    public mutating func accept(_ samples: [Float]) -> [SegmentFeatures] {
        take(conditioning?.accept(samples) ?? samples)
    }

    private mutating func take(_ samples: [Float]) -> [SegmentFeatures] {
        guard let frames = driver?.accept(samples) ?? voice?.accept(samples) else {
            held += samples
            return []
        }
        return rows(frames)
    }

    /// Ends the recording; returns the rows that are left. Nothing may be accepted afterwards.
    public mutating func finish() -> [SegmentFeatures] {
        let late = take(conditioning?.finish() ?? [])
        guard let frames = driver?.finish() ?? voice?.finish() else {
            defer { held.removeAll() }
            return rows(extractor.frames(ofSegment: held))
        }
        return late + rows(frames)
    }

    private mutating func rows(_ frames: FeatureMatrix) -> [SegmentFeatures] {
        defer { frameCount += frames.rowCount }
        return (0..<frames.rowCount).map { row in
            SegmentFeatures(
                start: extractor.time(ofFrame: frameCount + row), end: extractor.time(ofFrame: frameCount + row + 1),
                values: Array(frames.row(row)))
        }
    }
}

extension FeatureRecipe {
    /// Whether frames depend on the whole recording, so that a stream must hold it: level normalisation, what is done to
    /// a segment as a whole (trimming, loudness, duration), `log.topDecibels`, `spectral.contrastTopDecibels`.
    public var needsWholeRecording: Bool {
        let groups = descriptors.groups
        let needsLog = groups.contains(.logMel) || groups.contains(.mfcc)
        return isLevelNormalised || conditioning.changesSegments || duration != nil || (needsLog && descriptors.log.topDecibels != nil)
            || (groups.contains(.spectral) && descriptors.spectral.contrastTopDecibels != nil)
    }
}
