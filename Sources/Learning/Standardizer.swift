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
        guard features.columnCount > 0 else { throw LearningError.noColumns }
        guard features.rowCount > 0 else { throw LearningError.noRows }
        if let limit { try require(limit.isFinite && limit > 0, "limit", limit, "a positive number") }
        try features.requireNoInfinity()
        let columns = features.columnCount
        var counts = [Double](repeating: 0, count: columns)
        for row in 0..<features.rowCount {
            for (column, value) in features.row(row).enumerated() where !value.isNaN { counts[column] += 1 }
        }
        var means = [Double](repeating: 0, count: columns)
        var squares = means
        for row in 0..<features.rowCount {
            for (column, value) in features.row(row).enumerated() where !value.isNaN {
                means[column] += Double(value) / counts[column]
            }
        }
        for row in 0..<features.rowCount {
            for (column, value) in features.row(row).enumerated() where !value.isNaN {
                let difference = Double(value) - means[column]
                squares[column] += difference * difference
            }
        }
        self.means = means
        deviations = means.indices.map { column in
            let mean = means[column]
            let deviation = counts[column] > 0 ? (squares[column] / counts[column]).squareRoot() : 0
            // Rounding leaves a constant column a tiny deviation, which must not be blown up to 1.
            return deviation > 1e-7 * max(abs(mean), 1e-30) ? deviation : 0
        }
        self.limit = limit
    }

    /// The same rows, standardised.
    ///
    /// - Throws: ``LearningError/wrongFeatureCount(expected:found:)`` for other columns.
    public func callAsFunction(_ features: FeatureMatrix) throws -> FeatureMatrix {
        guard features.columnCount == means.count else {
            throw LearningError.wrongFeatureCount(expected: means.count, found: features.columnCount)
        }
        let columns = means.count
        var values = features.values
        for index in values.indices {
            let column = index % columns
            let deviation = deviations[column]
            var value = deviation > 0 && !values[index].isNaN ? (Double(values[index]) - means[column]) / deviation : 0
            if let limit { value = min(max(value, -limit), limit) }
            values[index] = Float(value)
        }
        return FeatureMatrix(names: features.names, values: values)
    }
}
