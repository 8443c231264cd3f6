extension FunctionalLanes {
    /// How much the first and second derivative of each lane's trajectory vary over the frames that take part.
    ///
    /// The derivatives are regressions over two frames to each side, Σ θ(x[t+θ] − x[t−θ]) / 10, the second one of the first
    /// (HTK's deltas, window 2). They are taken of all frames of the segment, whose end frames are repeated, so that neighbours
    /// that take no part themselves still count.
    struct DeltaDeviations {
        private(set) var first = Sums.zero
        private(set) var second = Sums.zero

        init() {}

        /// - Parameter all: every frame of the segment; NaN where a value is missing.
        init(_ all: [Values], frameIndices: [Int]) {
            let deltas = Self.deltas(all)
            first = Self.deviation(deltas, frameIndices)
            second = Self.deviation(Self.deltas(deltas), frameIndices)
        }

        private static func deltas(_ values: [Values]) -> [Values] {
            let last = values.count - 1
            return values.indices.map { row in
                let near = values[min(row + 1, last)] - values[max(row - 1, 0)]
                let far = values[min(row + 2, last)] - values[max(row - 2, 0)]
                return near * 0.1 + far * 0.2
            }
        }

        private static func deviation(_ values: [Values], _ rows: [Int]) -> Sums {
            var (count, sum) = (Sums.zero, Sums.zero)
            for row in rows {
                let value = Sums(values[row])
                let isMissing = value .!= value
                sum += value.replacing(with: 0, where: isMissing)
                count += Sums(repeating: 1).replacing(with: 0, where: isMissing)
            }
            let safeCount = count.replacing(with: 1, where: count .== 0)
            let mean = sum / safeCount
            var squares = Sums.zero
            for row in rows {
                let value = Sums(values[row])
                let deviation = (value - mean).replacing(with: 0, where: value .!= value)
                squares += deviation * deviation
            }
            return (squares / safeCount).squareRoot()
        }
    }

    /// The mean of the later half of the frames that take part minus that of the earlier, which has the smaller half.
    static func lateness(_ values: [Values]) -> Sums {
        func mean(_ rows: Range<Int>) -> Sums {
            var (count, sum) = (Sums.zero, Sums.zero)
            for row in rows {
                let value = Sums(values[row])
                let isMissing = value .!= value
                sum += value.replacing(with: 0, where: isMissing)
                count += Sums(repeating: 1).replacing(with: 0, where: isMissing)
            }
            return sum / count
        }
        let half = values.count / 2
        let difference = mean(half..<values.count) - mean(0..<half)
        return difference.replacing(with: 0, where: difference .!= difference)
    }
}
