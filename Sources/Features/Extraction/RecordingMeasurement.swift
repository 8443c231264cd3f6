import UndertoneAudio

/// Measures one recording, or finds it in the cache.
struct RecordingMeasurement: Sendable {
    private let extractor: FeatureExtractor
    private let decoding: DecodingOptions
    private let level: FeatureLevel
    private let shelf: FeatureCacheShelf?

    /// Throws `FeatureCacheError`.
    init(_ extraction: CorpusExtraction, level: FeatureLevel, usesCache: Bool = true) throws {
        extractor = extraction.extractor
        decoding = extraction.decoding
        self.level = level
        let columnCount = level == .frames ? extractor.frameNames.count : extractor.featureNames.count
        let isRagged = level == .functionals && extractor.recipe.level == .frames
        let extractor = extractor
        shelf = try (usesCache ? extraction.cache : nil).map { cache in
            try FeatureCacheShelf(cache, key: cache.key(of: extractor.recipe, level: level), columnCount: columnCount,
                isRagged: isRagged)
        }
    }

    /// Throws only `CancellationError`; all else is a failure of the recording.
    func outcome(of path: String) throws -> Result<RecordingFeatures, ExtractionFailure> {
        do {
            guard let shelf else { return .success(RecordingFeatures(path: path, try measure(path), isCached: false)) }
            let content = try ContentHash(contentsOf: path).description
            if let measured = shelf.load(content) {
                return .success(RecordingFeatures(path: path, measured, isCached: true))
            }
            let measured = try measure(path)
            // A cache that cannot be written costs time only, so the features are still given.
            try? shelf.store(measured, for: content)
            return .success(RecordingFeatures(path: path, measured, isCached: false))
        } catch let error as CancellationError {
            throw error
        } catch {
            return .failure(ExtractionFailure(path: path, reason: error))
        }
    }

    private func measure(_ path: String) throws -> MeasuredRecording {
        var segments: [SegmentFeatures] = []
        let notes = try forEachRow(of: AudioReader(path: path, options: decoding)) { segments.append($0) }
        return MeasuredRecording(segments: segments, notes: notes)
    }

    /// Block by block, so that only a segment and a half, or a few frames, are in memory.
    ///
    /// - Returns: what stands in the way of measuring the voice, where the recipe has voice sets.
    func forEachRow(of reader: AudioReader, _ body: (SegmentFeatures) throws -> Void) throws -> [RecordingNote] {
        var segments = try SegmentStream(extractor)
        var frames = try FrameStream(extractor)
        var inspector = extractor.voices.isEmpty ? nil : try RecordingInspector(sampleRate: extractor.recipe.sampleRate)
        while let block = try reader.nextBlock() {
            try Task.checkCancellation()
            inspector?.accept(block)
            switch level {
            case .functionals: try segments.accept(block).forEach(body)
            case .frames: try frames.accept(block).forEach(body)
            }
        }
        switch level {
        case .functionals: try segments.finish().forEach(body)
        case .frames: try frames.finish().forEach(body)
        }
        return inspector?.finish() ?? []
    }
}

/// What one recording gave: what a cache keeps.
struct MeasuredRecording: Hashable, Sendable {
    let segments: [SegmentFeatures]
    let notes: [RecordingNote]
}
