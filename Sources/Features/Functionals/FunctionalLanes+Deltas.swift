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

    /// The mean of the later half of each lane's values minus that of the earlier, which is the smaller one of an odd number.
    static func lateness(_ values: [Values]) -> Sums {
        let one = Sums(repeating: 1)
        var count = Sums.zero
        for value in values { count += one.replacing(with: 0, where: Sums(value) .!= Sums(value)) }
        let half = (count / 2).rounded(.down)
        var rank = Sums.zero
        var (early, late) = (Sums.zero, Sums.zero)
        for narrow in values {
            let value = Sums(narrow)
            let isMissing = value .!= value
            let present = value.replacing(with: 0, where: isMissing)
            early += present.replacing(with: 0, where: rank .>= half)
            late += present.replacing(with: 0, where: rank .< half)
            rank += one.replacing(with: 0, where: isMissing)
        }
        return (late / (count - half) - early / half).replacing(with: 0, where: half .== 0)
    }
}
