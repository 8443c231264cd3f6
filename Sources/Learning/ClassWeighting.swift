/// How much the rows of each class count while learning.
public enum ClassWeighting: String, Codable, Hashable, Sendable {
    /// All rows count alike, so frequent classes count more.
    case none
    /// Rows count inversely to their class' frequency: `rows / (classes present × rows of the class)`, as scikit-learn's
    /// `class_weight="balanced"`. UAR asks for this.
    case balanced

    /// One weight a class; 1 for a class without rows.
    package func weights(supports: [Int]) -> [Double] {
        switch self {
        case .none:
            return supports.map { _ in 1 }
        case .balanced:
            let total = Double(supports.reduce(0, +))
            let present = Double(supports.count { $0 > 0 })
            return supports.map { $0 == 0 ? 1 : total / (present * Double($0)) }
        }
    }
}
