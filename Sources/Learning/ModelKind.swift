public import UndertoneFeatures

/// The family of a classifier, by the name that `--model-kind` takes.
public enum ModelKind: String, Codable, Hashable, Sendable, CaseIterable {
    /// A support vector machine with a linear or a radial kernel (libsvm).
    case svm
    /// A random forest (XGBoost).
    case forest
    /// Gradient boosted trees (XGBoost).
    case boosting
    /// A net of linear layers over functionals.
    case mlp
    /// A convolutional net over a log-mel spectrogram's frames.
    case cnn
    /// A recurrent net over frames.
    case rnn
    /// A recurrent net over what convolutions make of frames.
    case crnn

    /// Whether it is a neural net.
    public var isNeural: Bool {
        switch self {
        case .svm, .forest, .boosting: false
        case .mlp, .cnn, .rnn, .crnn: true
        }
    }

    /// What a model of this kind hears unless told otherwise.
    public var defaultRecipe: FeatureRecipe {
        switch self {
        case .svm, .forest, .boosting: .default
        case .mlp: .comprehensive
        case .cnn, .rnn, .crnn: .logMelSpeech
        }
    }

    /// The level that features must have for it.
    public var level: FeatureLevel { defaultRecipe.level }
}
