public import UndertoneFeatures

/// What utterances sound like: one row of functionals each, or a run of frames each.
///
/// Runs are kept one by one, so that a choice of utterances shares their numbers with the whole instead of copying them: a fold of
/// CREMA-D's frames would be 0.4 GB.
public struct UtteranceFeatures: Hashable, Sendable {
    private enum Content: Hashable, Sendable {
        case rows(FeatureMatrix)
        /// Frames × columns, row by row.
        case runs([[Float]])
    }

    /// One name a column.
    public let names: [String]
    private let content: Content

    /// One row an utterance.
    public init(_ rows: FeatureMatrix) {
        names = rows.names
        content = .rows(rows)
    }

    /// - Parameter runs: frames × columns of each utterance, row by row.
    /// - Precondition: whole frames.
    public init(names: [String], runs: [[Float]]) {
        precondition(
            runs.allSatisfy { names.isEmpty ? $0.isEmpty : $0.count.isMultiple(of: names.count) }, "whole frames")
        self.names = names
        content = .runs(runs)
    }

    public var columnCount: Int { names.count }

    /// Whether each utterance is a run of frames.
    public var areFrames: Bool {
        if case .runs = content { true } else { false }
    }

    /// How many utterances there are.
    public var count: Int {
        switch content {
        case .rows(let rows): rows.rowCount
        case .runs(let runs): runs.count
        }
    }

    /// The numbers of one utterance: one row, or frames × columns.
    public subscript(utterance: Int) -> ArraySlice<Float> {
        switch content {
        case .rows(let rows): rows.row(utterance)
        case .runs(let runs): runs[utterance][...]
        }
    }

    /// How many rows an utterance has: its frames, or 1.
    public func length(of utterance: Int) -> Int {
        switch content {
        case .rows: 1
        case .runs(let runs): names.isEmpty ? 0 : runs[utterance].count / names.count
        }
    }

    /// The rows of all utterances, one utterance after the other; runs are copied.
    public var joined: FeatureMatrix {
        switch content {
        case .rows(let rows): return rows
        case .runs(let runs):
            var values: [Float] = []
            values.reserveCapacity(runs.reduce(0) { $0 + $1.count })
            for run in runs { values += run }
            return FeatureMatrix(names: names, values: values)
        }
    }

    /// The rows, where each is an utterance.
    ///
    /// - Throws: ``LearningError/framesGiven``.
    public func rows() throws -> FeatureMatrix {
        guard case .rows(let rows) = content else { throw LearningError.framesGiven }
        return rows
    }

    /// The utterances at the given indices, in that order; runs are shared.
    public func utterances(at indices: some Sequence<Int>) -> UtteranceFeatures {
        switch content {
        case .rows(let rows): UtteranceFeatures(rows.rows(at: indices))
        case .runs(let runs): UtteranceFeatures(names: names, runs: indices.map { runs[$0] })
        }
    }

    /// These utterances and then others of the same columns.
    ///
    /// - Throws: ``LearningError``.
    public func appending(_ other: UtteranceFeatures) throws -> UtteranceFeatures {
        guard other.names == names else {
            throw LearningError.wrongFeatureCount(expected: columnCount, found: other.columnCount)
        }
        switch (content, other.content) {
        case (.rows(let rows), .rows(let others)):
            return UtteranceFeatures(FeatureMatrix(names: names, values: rows.values + others.values))
        case (.runs(let runs), .runs(let others)):
            return UtteranceFeatures(names: names, runs: runs + others)
        case (.rows, .runs): throw LearningError.framesGiven
        case (.runs, .rows): throw LearningError.framesMissing
        }
    }

    /// The same utterances with other numbers in the same places.
    func map(_ transform: ([Float]) -> [Float]) -> UtteranceFeatures {
        switch content {
        case .rows(let rows): UtteranceFeatures(FeatureMatrix(names: names, values: transform(rows.values)))
        case .runs(let runs): UtteranceFeatures(names: names, runs: runs.map(transform))
        }
    }

    /// Whole rows at a time, as they are stored.
    func forEachBlock(_ body: (UnsafeBufferPointer<Float>) throws -> Void) rethrows {
        switch content {
        case .rows(let rows): try rows.values.withUnsafeBufferPointer(body)
        case .runs(let runs): for run in runs { try run.withUnsafeBufferPointer(body) }
        }
    }

    func requireFinite() throws {
        try refuse { !$0.isFinite }
    }

    /// NaN is a measurement that is undefined, such as the jitter of a whisper; an infinite number is a mistake.
    func requireNoInfinity() throws {
        try refuse { $0.isInfinite }
    }

    private func refuse(_ isRefused: (Float) -> Bool) throws {
        var utterance = 0
        try forEachBlock { values in
            if let index = values.firstIndex(where: isRefused) {
                throw LearningError.notFinite(
                    row: areFrames ? utterance : index / columnCount, column: names[index % columnCount])
            }
            utterance += 1
        }
    }
}
