extension FunctionalLanes {
    /// Central moments and the line through the values, of each lane.
    struct Moments {
        private(set) var count = Sums.zero
        private(set) var mean = Sums.zero
        private var second = Sums.zero
        private var third = Sums.zero
        private var fourth = Sums.zero
        /// Σ (t − t̄)², per lane because lanes may miss different frames.
        private var timeSquares = Sums.zero
        /// Σ (t − t̄)(x − x̄).
        private var products = Sums.zero

        init() {}

        /// Two passes, so that a large mean costs no digits of the deviations.
        init(_ values: [Values], times: [Double]) {
            var sum = Sums.zero
            var timeSum = Sums.zero
            for (row, narrow) in values.enumerated() {
                let value = Sums(narrow)
                let isMissing = value .!= value
                sum += value.replacing(with: 0, where: isMissing)
                count += Sums(repeating: 1).replacing(with: 0, where: isMissing)
                timeSum += Sums(repeating: times[row]).replacing(with: 0, where: isMissing)
            }
            let safeCount = count.replacing(with: 1, where: count .== 0)
            mean = sum / safeCount
            let timeMean = timeSum / safeCount
            for (row, narrow) in values.enumerated() {
                let value = Sums(narrow)
                let isMissing = value .!= value
                let deviation = (value - mean).replacing(with: 0, where: isMissing)
                let square = deviation * deviation
                second += square
                third += square * deviation
                fourth += square * square
                let time = (Sums(repeating: times[row]) - timeMean).replacing(with: 0, where: isMissing)
                timeSquares += time * time
                products += time * deviation
            }
            second /= safeCount
            third /= safeCount
            fourth /= safeCount
        }

        var standardDeviation: Sums { second.squareRoot() }

        var skewness: Sums { divide(third, by: second * second.squareRoot()) }

        var kurtosis: Sums {
            (divide(fourth, by: second * second) - 3).replacing(with: 0, where: second * second .== 0)
        }

        var slope: Sums { divide(products, by: timeSquares) }

        /// The slope times the standard deviation of the times.
        var drift: Sums { divide(products, by: (timeSquares * count).squareRoot()) }

        var slopeError: Sums {
            let safeCount = count.replacing(with: 1, where: count .== 0)
            let rest = second - slope * products / safeCount
            // Rounding may leave a little less than nothing of a perfect line.
            return rest.replacing(with: 0, where: rest .< 0).squareRoot()
        }

        private func divide(_ numerator: Sums, by denominator: Sums) -> Sums {
            (numerator / denominator).replacing(with: 0, where: denominator .== 0)
        }
    }
}
