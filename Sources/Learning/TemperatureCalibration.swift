import Foundation

/// Turns scores into probabilities by one temperature (Guo, Pleiss, Sun, Weinberger 2017): softmax(scores / temperature).
///
/// One number, so it needs few held-out utterances, and it never changes which class comes first.
public struct TemperatureCalibration: Codable, Hashable, Sendable {
    /// Above 1 makes answers less sure, below 1 surer.
    public let temperature: Double

    /// - Precondition: `temperature` is positive and finite.
    public init(temperature: Double) {
        precondition(temperature > 0 && temperature.isFinite, "a positive temperature")
        self.temperature = temperature
    }

    public static let identity = TemperatureCalibration(temperature: 1)

    /// The temperature with the least log loss on rows whose speakers the scoring model did not see.
    ///
    /// A golden-section search over the logarithm, between 1/1000 and 1000: log loss has one minimum in 1/temperature.
    ///
    /// - Throws: ``LearningError/noRows`` without rows.
    public init(fitting scores: ClassScores, classes: [Int]) throws {
        guard scores.rowCount > 0, scores.rowCount == classes.count else { throw LearningError.noRows }
        func loss(_ logarithm: Double) -> Double {
            TemperatureCalibration(temperature: exp(logarithm)).logLoss(scores, classes: classes)
        }
        let ratio = (5.0.squareRoot() - 1) / 2
        var low = log(1e-3)
        var high = log(1e3)
        var left = high - ratio * (high - low)
        var right = low + ratio * (high - low)
        var leftLoss = loss(left)
        var rightLoss = loss(right)
        while high - low > 1e-4 {
            if leftLoss < rightLoss {
                (high, right, rightLoss) = (right, left, leftLoss)
                left = high - ratio * (high - low)
                leftLoss = loss(left)
            } else {
                (low, left, leftLoss) = (left, right, rightLoss)
                right = low + ratio * (high - low)
                rightLoss = loss(right)
            }
        }
        self.init(temperature: exp((low + high) / 2))
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let temperature = try container.decode(Double.self, forKey: .temperature)
        guard temperature > 0, temperature.isFinite else {
            throw DecodingError.dataCorruptedError(
                forKey: .temperature, in: container, debugDescription: "a temperature is positive")
        }
        self.init(temperature: temperature)
    }

    /// The probabilities of one row of scores.
    public func probabilities(_ scores: some Collection<Double>) -> [Double] {
        let largest = scores.max() ?? 0
        let powers = scores.map { exp(($0 - largest) / temperature) }
        let sum = powers.reduce(0, +)
        return powers.map { $0 / sum }
    }

    /// The mean negative logarithm of the true class' probability, in nats.
    public func logLoss(_ scores: ClassScores, classes: [Int]) -> Double {
        var sum = 0.0
        for (row, index) in classes.enumerated() {
            let scaled = scores.row(row).map { $0 / temperature }
            sum -= logSoftmax(scaled)[index]
        }
        return sum / Double(max(1, classes.count))
    }
}
