/// The hyper-parameters of a classifier of any kind: one candidate of a search.
public enum ModelParameters: Hashable, Sendable {
    case svm(SupportVectorMachine.Parameters)
    case forest(RandomForest.Parameters)
    case boosting(GradientBoosting.Parameters)
    indirect case mlp(NeuralParameters)
    indirect case cnn(NeuralParameters)
    indirect case rnn(NeuralParameters)
    indirect case crnn(NeuralParameters)

    /// - Precondition: a neural kind.
    init(_ kind: ModelKind, _ parameters: NeuralParameters) {
        switch kind {
        case .mlp: self = .mlp(parameters)
        case .cnn: self = .cnn(parameters)
        case .rnn: self = .rnn(parameters)
        case .crnn: self = .crnn(parameters)
        case .svm, .forest, .boosting: preconditionFailure("a neural kind")
        }
    }

    public var kind: ModelKind {
        switch self {
        case .svm: .svm
        case .forest: .forest
        case .boosting: .boosting
        case .mlp: .mlp
        case .cnn: .cnn
        case .rnn: .rnn
        case .crnn: .crnn
        }
    }

    /// A net's parameters; nil for other kinds. (As one switch it makes the compiler of Swift 6.3 crash.)
    public var neural: NeuralParameters? {
        if case .mlp(let parameters) = self { return parameters }
        if case .cnn(let parameters) = self { return parameters }
        if case .rnn(let parameters) = self { return parameters }
        if case .crnn(let parameters) = self { return parameters }
        return nil
    }

    /// The same with another net, or another training of it; itself where there is none.
    public func with(_ change: (inout NeuralParameters) -> Void) -> ModelParameters {
        guard var parameters = neural else { return self }
        change(&parameters)
        return ModelParameters(kind, parameters)
    }

    /// Whether an utterance is a run of frames to the classifier, and not one row.
    public var takesFrames: Bool { neural?.takesFrames ?? false }

    /// See ``Classifier/fit(_:parameters:seed:)``; refuses what ``Standardizer`` leaves nothing of, undefined measurements.
    public func fit(_ data: LabelledFeatures, seed: UInt64) throws -> any Classifier {
        try data.utterances.requireFinite()
        return switch self {
        case .svm(let parameters): try SupportVectorMachine.fit(data, parameters: parameters, seed: seed)
        case .forest(let parameters): try RandomForest.fit(data, parameters: parameters, seed: seed)
        case .boosting(let parameters): try GradientBoosting.fit(data, parameters: parameters, seed: seed)
        case .mlp(let parameters), .cnn(let parameters), .rnn(let parameters), .crnn(let parameters):
            try NeuralClassifier.fit(data, parameters: parameters, seed: seed)
        }
    }

    /// See ``Classifier/load(_:parameters:classCount:featureCount:)``.
    func load(_ bytes: [UInt8], classCount: Int, featureCount: Int) throws -> any Classifier {
        switch self {
        case .svm(let parameters):
            try SupportVectorMachine.load(
                bytes, parameters: parameters, classCount: classCount, featureCount: featureCount)
        case .forest(let parameters):
            try RandomForest.load(
                bytes, parameters: parameters, classCount: classCount, featureCount: featureCount)
        case .boosting(let parameters):
            try GradientBoosting.load(
                bytes, parameters: parameters, classCount: classCount, featureCount: featureCount)
        case .mlp(let parameters), .cnn(let parameters), .rnn(let parameters), .crnn(let parameters):
            try NeuralClassifier.load(
                bytes, parameters: parameters, classCount: classCount, featureCount: featureCount)
        }
    }

    /// The file that a bundle keeps the weights of this kind in.
    var weightsFileName: String {
        switch self {
        case .svm: SupportVectorMachine.weightsFileName
        case .forest: RandomForest.weightsFileName
        case .boosting: GradientBoosting.weightsFileName
        case .mlp, .cnn, .rnn, .crnn: NeuralClassifier.weightsFileName
        }
    }
}

extension ModelParameters: CustomStringConvertible {
    /// In a few words, for reports: `svm rbf, C 10, gamma scale`.
    public var description: String {
        switch self {
        case .svm(let parameters):
            let gamma =
                switch parameters.gamma {
                case .value(let value): "\(value)"
                case .scale(let times): times == 1 ? "scale" : "\(times) × scale"
                }
            let kernel = parameters.kernel == .rbf ? ", gamma \(gamma)" : ""
            return "svm \(parameters.kernel.rawValue), C \(parameters.cost)\(kernel)"
        case .forest(let parameters):
            let share = parameters.featureShare.map { "\($0)" } ?? "√"
            return "forest, \(parameters.trees) trees, depth \(parameters.depth), features \(share)"
        case .boosting(let parameters):
            return "boosting, \(parameters.rounds) rounds, depth \(parameters.depth), rate \(parameters.learningRate)"
        case .mlp(let parameters), .cnn(let parameters), .rnn(let parameters), .crnn(let parameters):
            return "\(kind.rawValue) \(parameters)"
        }
    }
}
