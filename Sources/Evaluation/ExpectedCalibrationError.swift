public import UndertoneAffect

/// The expected calibration error (Naeini, Cooper, Hauskrecht 2015; Guo et al. 2017): how far confidence is from being right.
///
/// Utterances are sorted by the probability of the predicted class into bins of equal width over 0…1 (a value on a border
/// belongs to the lower bin, as in Guo's code); the error is the mean over utterances of the gap between their bin's
/// accuracy and its mean confidence.
///
/// - Parameters:
///   - truth: one class index an utterance.
///   - bins: 15, as the papers use.
/// - Returns: a value in 0…1, or nil without utterances.
public func expectedCalibrationError(
    truth: [Int], probabilities: [Probabilities], bins: Int = 15
) -> Double? {
    precondition(truth.count == probabilities.count && bins > 0, "one row of probabilities a truth")
    guard !truth.isEmpty else { return nil }
    var confidence = [Double](repeating: 0, count: bins)
    var right = [Double](repeating: 0, count: bins)
    for (truth, row) in zip(truth, probabilities) {
        let predicted = row.labels.index(of: row.emotion)
        let bin = min(bins - 1, max(0, Int((row.confidence * Double(bins)).rounded(.up)) - 1))
        confidence[bin] += row.confidence
        right[bin] += predicted == truth ? 1 : 0
    }
    let gap = zip(confidence, right).reduce(0) { $0 + abs($1.0 - $1.1) }
    return gap / Double(truth.count)
}
