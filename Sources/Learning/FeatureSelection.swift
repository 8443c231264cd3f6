public import UndertoneFeatures

/// Which columns of a matrix a model looks at: those that weigh most in a linear machine fitted to the training rows.
///
/// The first step of recursive feature elimination (Guyon et al. 2002): a linear support vector machine with a boundary for
/// each pair of classes, and for each feature the Euclidean norm of its weights over the pairs.
public struct FeatureSelection: Codable, Hashable, Sendable {
    /// Ascending, each once.
    public let columns: [Int]

    /// - Parameters:
    ///   - data: standardised training rows.
    ///   - count: how many columns to keep; all when there are fewer.
    /// - Throws: ``LearningError``, or `CancellationError`.
    public init(fitting data: LabelledFeatures, keeping count: Int, seed: UInt64) throws {
        let all = try data.utterances.rows().columnCount
        try require(count > 0, "featureCount", count, "a positive number")
        guard count < all else {
            columns = Array(0..<all)
            return
        }
        let machine = try SupportVectorMachine.fit(
            data, parameters: .init(kernel: .linear, cost: 1 / Double(all)), seed: seed)
        var norms = [Double](repeating: 0, count: all)
        if case .linear(let weights) = machine.boundaries {
            for (index, weight) in weights.enumerated() { norms[index % all] += weight * weight }
        }
        // Of equal weights the earlier column, so that the choice is the same every time.
        columns = norms.indices.sorted { (norms[$1], $0) < (norms[$0], $1) }.prefix(count).sorted()
    }

    /// The columns alone.
    ///
    /// - Throws: ``LearningError/framesGiven``: it is for rows of functionals.
    public func callAsFunction(_ features: UtteranceFeatures) throws -> UtteranceFeatures {
        UtteranceFeatures(callAsFunction(try features.rows()))
    }

    /// The columns alone.
    public func callAsFunction(_ features: FeatureMatrix) -> FeatureMatrix {
        guard columns.count < features.columnCount else { return features }
        var values: [Float] = []
        values.reserveCapacity(features.rowCount * columns.count)
        for row in 0..<features.rowCount {
            let start = row * features.columnCount
            for column in columns { values.append(features.values[start + column]) }
        }
        return FeatureMatrix(names: columns.map { features.names[$0] }, values: values)
    }

    /// Whether it can be applied to a matrix of so many columns.
    func fits(_ columnCount: Int) -> Bool {
        guard let last = columns.last, columns[0] >= 0, last < columnCount else { return false }
        return zip(columns, columns.dropFirst()).allSatisfy { $0 < $1 }
    }
}
