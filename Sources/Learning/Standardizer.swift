public import UndertoneFeatures

/// Brings each feature to mean 0 and standard deviation 1, as the training rows had them.
///
/// Fit it on training rows only. The deviation is over the count (scikit-learn's `StandardScaler`); a feature that was
/// constant while training becomes 0, since nothing was learnt about its changes. An undefined measurement (NaN), such as the
/// jitter of a whisper, takes no part in fitting and becomes 0: what is not known counts as average.
public struct Standardizer: Codable, Hashable, Sendable {
    /// One value a column.
    public let means: [Double]
    /// One value a column; 0 for a constant one.
    public let deviations: [Double]
    /// Standard deviations beyond which a value is cut off, or nil. A recording unlike any in training cannot then push
    /// a score arbitrarily far.
    public let limit: Double?

    /// - Throws: ``LearningError`` without rows, or for an infinite number.
    public init(fitting features: FeatureMatrix, limit: Double? = nil) throws {
        try self.init(fitting: UtteranceFeatures(features), limit: limit)
    }

    /// To all rows: frames count one by one.
    ///
    /// - Throws: ``LearningError`` without rows, or for an infinite number.
    public init(fitting features: UtteranceFeatures, limit: Double? = nil) throws {
        guard features.columnCount > 0 else { throw LearningError.noColumns }
        guard features.count > 0 else { throw LearningError.noRows }
        if let limit { try require(limit.isFinite && limit > 0, "limit", limit, "a positive number") }
        try features.requireNoInfinity()
        let statistics = ColumnStatistics(of: features)
        self.init(
            means: statistics.means, deviations: Self.deviations(statistics.variances, means: statistics.means), limit: limit)
    }

    init(means: [Double], deviations: [Double], limit: Double?) {
        self.means = means
        self.deviations = deviations
        self.limit = limit
    }

    /// Rounding leaves a constant column a tiny deviation, which must not be blown up to 1.
    static func deviations(_ variances: [Double], means: [Double]) -> [Double] {
        zip(variances, means).map { variance, mean in
            let deviation = variance.squareRoot()
            return deviation > 1e-7 * max(abs(mean), 1e-30) ? deviation : 0
        }
    }

    /// The same rows, standardised.
    ///
    /// - Throws: ``LearningError/wrongFeatureCount(expected:found:)`` for other columns.
    public func callAsFunction(_ features: FeatureMatrix) throws -> FeatureMatrix {
        try callAsFunction(UtteranceFeatures(features)).rows()
    }

    /// The same utterances, standardised row by row.
    ///
    /// - Throws: ``LearningError/wrongFeatureCount(expected:found:)`` for other columns.
    public func callAsFunction(_ features: UtteranceFeatures) throws -> UtteranceFeatures {
        try check(features)
        return features.map { values in
            var result: [Float] = []
            result.reserveCapacity(values.count)
            append(values[...], to: &result)
            return result
        }
    }

    func check(_ features: UtteranceFeatures) throws {
        guard features.columnCount == means.count, deviations.count == means.count else {
            throw LearningError.wrongFeatureCount(expected: means.count, found: features.columnCount)
        }
    }

    /// Whole rows, standardised, at the end of others.
    func append(_ values: ArraySlice<Float>, to result: inout [Float]) {
        var column = 0
        for value in values {
            let deviation = deviations[column]
            var scaled = deviation > 0 && !value.isNaN ? (Double(value) - means[column]) / deviation : 0
            if let limit { scaled = min(max(scaled, -limit), limit) }
            result.append(Float(scaled))
            column += 1
            if column == means.count { column = 0 }
        }
    }
}

/// Mean and variance of each column, over the values that are defined.
struct ColumnStatistics {
    let counts: [Double]
    let means: [Double]
    let variances: [Double]

    init(of utterances: UtteranceFeatures) {
        var counts = [Double](repeating: 0, count: utterances.columnCount)
        var means = counts
        var squares = counts
        utterances.forEachNumber { column, _ in counts[column] += 1 }
        utterances.forEachNumber { column, value in means[column] += value / counts[column] }
        utterances.forEachNumber { column, value in
            let difference = value - means[column]
            squares[column] += difference * difference
        }
        self.counts = counts
        self.means = means
        variances = zip(squares, counts).map { $1 > 0 ? $0 / $1 : 0 }
    }
}

extension UtteranceFeatures {
    /// Each number with its column, row by row, but those that are undefined.
    fileprivate func forEachNumber(_ body: (_ column: Int, _ value: Double) -> Void) {
        let columns = columnCount
        forEachBlock { values in
            var column = 0
            for value in values {
                if !value.isNaN { body(column, Double(value)) }
                column += 1
                if column == columns { column = 0 }
            }
        }
    }
}
