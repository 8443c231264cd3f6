extension ModelParameters {
    /// The candidates that ``Trainer`` chooses from unless told otherwise: small, and ordered from plain to complex, so
    /// that of equally good ones the plainer is taken.
    ///
    /// | kind | candidates |
    /// |---|---|
    /// | svm | linear, C 0.003, 0.01; radial, C 1, 3, 10 × γ 0.3, 0.6 × scale |
    /// | forest | 200 trees; depth 8, 12; √ of the features a node |
    /// | boosting | 150, 300 rounds of depth 4; rate 0.1 |
    /// | mlp, cnn, rnn, crnn | one net, ``NeuralParameters/standard(_:columns:classes:)`` |
    ///
    /// - Parameters:
    ///   - columns: features a row, or a frame.
    ///   - classes: how many labels there are. Only nets need to know either.
    public static func grid(_ kind: ModelKind, columns: Int = 1, classes: Int = 2) -> [ModelParameters] {
        switch kind {
        case .svm:
            return [0.003, 0.01].map { .svm(.init(kernel: .linear, cost: $0)) }
                + [0.3, 0.6].flatMap { gamma in
                    [1, 3, 10].map { .svm(.init(kernel: .rbf, cost: $0, gamma: .scale(times: gamma), precision: .half)) }
                }
        case .forest:
            return [8, 12].map { .forest(.init(depth: $0)) }
        case .boosting:
            return [150, 300].map { .boosting(.init(rounds: $0, depth: 4, rowShare: 0.7)) }
        case .mlp, .cnn, .rnn, .crnn:
            return [ModelParameters(kind, .standard(kind, columns: columns, classes: classes))]
        }
    }
}
