public import UndertoneAudio

/// Measures many recordings on all cores, and keeps what it measured in a cache.
///
///     let extraction = CorpusExtraction(try FeatureExtractor(.default), cache: FeatureCache(folder: folder))
///     let result = try await extraction.features(of: paths) { done in … }
///     result.table        // rows keyed by (file, start, end), in the order of the paths
///     result.failures     // recordings that could not be read, each with its reason
///
/// A recording that cannot be read does not stop the others. Cancelling the task does, and throws `CancellationError`.
public struct CorpusExtraction: Sendable {
    public let extractor: FeatureExtractor
    /// Nil: every recording is measured anew.
    public let cache: FeatureCache?
    /// How recordings are decoded; the rate is always the recipe's.
    public let decoding: DecodingOptions
    /// How many recordings are under way at once.
    public let width: Int

    /// - Parameter width: nil for one a core.
    public init(
        _ extractor: FeatureExtractor, cache: FeatureCache? = nil, decoding: DecodingOptions = .default,
        width: Int? = nil
    ) {
        self.extractor = extractor
        self.cache = cache
        self.width = max(1, width ?? processorCount)
        var decoding = decoding
        decoding.sampleRate = extractor.recipe.sampleRate
        self.decoding = decoding
    }

    /// The features of all recordings, segment by segment as the recipe says, in the order of the paths.
    ///
    /// - Parameter progress: called after each recording with the number done.
    /// - Throws: `FeatureCacheError`, `CancellationError`.
    public func features(
        of paths: [String], progress: (@Sendable (Int) -> Void)? = nil
    ) async throws -> CorpusFeatures {
        var recordings: [RecordingFeatures] = []
        recordings.reserveCapacity(paths.count)
        let failures = try await forEach(paths, level: .functionals, progress: progress) { recordings.append($0) }
        return CorpusFeatures(names: extractor.featureNames, recordings: recordings, failures: failures)
    }

    /// Hands over each recording's features as soon as it and all before it are measured, so that memory stays bounded: at most
    /// four recordings a core are held.
    ///
    /// - Parameters:
    ///   - level: one row a segment, or one row a frame.
    ///   - progress: called after each recording with the number done, failed ones too.
    ///   - body: called in the order of the paths; an error of its own stops everything and is thrown.
    /// - Returns: the recordings that could not be read, in order.
    /// - Throws: `FeatureCacheError`, `CancellationError`, what `body` throws.
    public func forEach(
        _ paths: [String], level: FeatureLevel, progress: (@Sendable (Int) -> Void)? = nil,
        _ body: (RecordingFeatures) throws -> Void
    ) async throws -> [ExtractionFailure] {
        let measuring = try RecordingMeasurement(self, level: level)
        var failures: [ExtractionFailure] = []
        try await concurrentForEach(paths, width: width, progress: progress) { path in
            try measuring.outcome(of: path)
        } deliver: { outcome in
            switch outcome {
            case .success(let recording): try body(recording)
            case .failure(let failure): failures.append(failure)
            }
        }
        return failures
    }

    /// Hands over the rows of one recording as they are measured, without the cache: for a recording too long to hold.
    ///
    /// Memory is that of `SegmentStream` or `FrameStream`, however long the recording is.
    ///
    /// - Returns: what stands in the way of measuring the voice, where the recipe has voice sets.
    /// - Throws: `AudioError`, `CancellationError`, what `body` throws. Rows that came before an error are right.
    @discardableResult
    public func forEachRow(
        of path: String, level: FeatureLevel, _ body: (SegmentFeatures) throws -> Void
    ) throws -> [RecordingNote] {
        try forEachRow(of: AudioReader(path: path, options: decoding), level: level, body)
    }

    /// The same of what a reader has left; it must deliver the recipe's sample rate.
    @discardableResult
    public func forEachRow(
        of reader: AudioReader, level: FeatureLevel, _ body: (SegmentFeatures) throws -> Void
    ) throws -> [RecordingNote] {
        precondition(reader.sampleRate == extractor.recipe.sampleRate, "the reader delivers the recipe's sample rate")
        return try RecordingMeasurement(self, level: level, usesCache: false).forEachRow(of: reader, body)
    }
}

/// What was measured in one recording.
public struct RecordingFeatures: Hashable, Sendable {
    public let path: String
    /// One a segment, or one a frame, in order.
    public let segments: [SegmentFeatures]
    /// What stands in the way of measuring the voice; empty where the recipe has no voice set.
    public let notes: [RecordingNote]
    /// Whether it came from the cache.
    public let isCached: Bool

    init(path: String, _ measured: MeasuredRecording, isCached: Bool) {
        self.path = path
        segments = measured.segments
        notes = measured.notes
        self.isCached = isCached
    }

    /// The rows of a table, of a recipe that gives one row a segment.
    ///
    /// - Parameter file: how the table names the recording; nil: by its path.
    public func rows(file: String? = nil) -> [FeatureRow] {
        segments.map { FeatureRow(file: file ?? path, start: $0.start, end: $0.end, values: $0.values) }
    }
}

/// The features of a corpus, and what could not be measured.
public struct CorpusFeatures: Sendable {
    public let names: [String]
    /// In the order in which the paths were given, without those that failed.
    public let recordings: [RecordingFeatures]
    public let failures: [ExtractionFailure]

    /// Of a recipe that gives one row a segment.
    public var table: FeatureTable {
        FeatureTable(names: names, rows: recordings.flatMap { $0.rows() })
    }
}
