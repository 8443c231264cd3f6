import UndertoneAudio

/// Measures one recording, or finds it in the cache.
struct RecordingMeasurement: Sendable {
    private let extractor: FeatureExtractor
    private let decoding: DecodingOptions
    private let level: FeatureLevel
    private let shelf: FeatureCacheShelf?

    /// Throws `FeatureCacheError`.
    init(_ extraction: CorpusExtraction, level: FeatureLevel) throws {
        extractor = extraction.extractor
        decoding = extraction.decoding
        self.level = level
        let columnCount = level == .frames ? extractor.frameNames.count : extractor.functionalNames.count
        let extractor = extractor
        shelf = try extraction.cache.map { cache in
            try FeatureCacheShelf(cache, key: cache.key(of: extractor.recipe, level: level), columnCount: columnCount)
        }
    }

    /// Throws only `CancellationError`; all else is a failure of the recording.
    func outcome(of path: String) throws -> Result<RecordingFeatures, ExtractionFailure> {
        do {
            guard let shelf else {
                return .success(RecordingFeatures(path: path, segments: try measure(path), isCached: false))
            }
            let content = try ContentHash(contentsOf: path).description
            if let segments = shelf.load(content) {
                return .success(RecordingFeatures(path: path, segments: segments, isCached: true))
            }
            let segments = try measure(path)
            // A cache that cannot be written costs time only, so the features are still given.
            try? shelf.store(segments, for: content)
            return .success(RecordingFeatures(path: path, segments: segments, isCached: false))
        } catch let error as CancellationError {
            throw error
        } catch {
            return .failure(ExtractionFailure(path: path, reason: error))
        }
    }

    private func measure(_ path: String) throws -> [SegmentFeatures] {
        switch level {
        case .functionals: try functionals(of: path)
        case .frames: try frames(of: path)
        }
    }

    /// Block by block, so that only a segment and a half are in memory.
    private func functionals(of path: String) throws -> [SegmentFeatures] {
        let reader = try AudioReader(path: path, options: decoding)
        var stream = SegmentStream(extractor)
        var result: [SegmentFeatures] = []
        while let block = try reader.nextBlock() {
            try Task.checkCancellation()
            result += stream.accept(block)
        }
        if let last = stream.finish() { result.append(last) }
        return result
    }

    private func frames(of path: String) throws -> [SegmentFeatures] {
        let reader = try AudioReader(path: path, options: decoding)
        var stream = FrameStream(extractor)
        var result: [SegmentFeatures] = []
        while let block = try reader.nextBlock() {
            try Task.checkCancellation()
            result += stream.accept(block)
        }
        return result + stream.finish()
    }
}
