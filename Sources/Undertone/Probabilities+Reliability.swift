public import UndertoneAffect

extension Probabilities {
    /// What is left of an answer given on poor sound: r · p + (1 − r) / K, for K labels.
    ///
    /// With probability r the recording says what the model heard in it, and else nothing, so that every label is as probable as any
    /// other. The order of the labels stays, only the answer is less sure.
    ///
    /// - Parameter reliability: r, 0…1; taken as the nearest of the two outside, and NaN as 0.
    public func flattened(reliability: Double) -> Probabilities {
        let share = reliability >= 0 ? min(1, reliability) : 0
        let rest = (1 - share) / Double(values.count)
        return Probabilities(labels: labels, values: share == 1 ? values : values.map { share * $0 + rest })
    }
}
