/// The family of a classifier, by the name that `--model-kind` takes.
public enum ModelKind: String, Codable, Hashable, Sendable, CaseIterable {
    /// A support vector machine with a linear or a radial kernel (libsvm).
    case svm
    /// A random forest (XGBoost).
    case forest
    /// Gradient boosted trees (XGBoost).
    case boosting
}
