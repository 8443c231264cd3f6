extension ModelParameters {
    /// The candidates that ``Trainer`` chooses from unless told otherwise: small, and ordered from plain to complex, so
    /// that of equally good ones the plainer is taken.
    ///
    /// | kind | candidates |
    /// |---|---|
    /// | svm | linear, C 0.003, 0.01, 0.03; radial, C 1, 3, 10, 30 × γ 0.3, 1 × scale |
    /// | forest | 300 trees; depth 8, 14; √ or 0.2 of the features a node |
    /// | boosting | 100, 300 rounds × depth 3, 5; rate 0.1 |
    public static func grid(_ kind: ModelKind) -> [ModelParameters] {
        switch kind {
        case .svm:
            return [0.003, 0.01, 0.03].map { .svm(.init(kernel: .linear, cost: $0)) }
                + [0.3, 1].flatMap { gamma in
                    [1, 3, 10, 30].map { .svm(.init(kernel: .rbf, cost: $0, gamma: .scale(times: gamma))) }
                }
        case .forest:
            return [8, 14].flatMap { depth in
                [nil, 0.2].map { .forest(.init(depth: depth, featureShare: $0)) }
            }
        case .boosting:
            return [100, 300].flatMap { rounds in
                [3, 5].map { .boosting(.init(rounds: rounds, depth: $0)) }
            }
        }
    }
}
