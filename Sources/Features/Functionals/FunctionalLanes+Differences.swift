extension FunctionalLanes {
    /// What neighbouring frames tell: only pairs whose two frames follow each other and are both present count.
    struct Differences {
        private var pairs = Sums.zero
        private var rises = Sums.zero
        private var crossings = Sums.zero
        private var absolute = Sums.zero

        init() {}

        init(_ values: [Values], frameIndices: [Int], mean: Sums) {
            guard values.count > 1 else { return }
            let one = Sums(repeating: 1)
            var previous = Sums(values[0])
            for row in 1..<values.count {
                let value = Sums(values[row])
                defer { previous = value }
                guard frameIndices[row] == frameIndices[row - 1] + 1 else { continue }
                let step = value - previous
                let isMissing = step .!= step
                pairs += one.replacing(with: 0, where: isMissing)
                rises += Sums.zero.replacing(with: one, where: step .> 0)
                let magnitude = step.replacing(with: -step, where: step .< 0)
                absolute += magnitude.replacing(with: 0, where: isMissing)
                let isCrossing = (value .>= mean) .^ (previous .>= mean)
                crossings += Sums.zero.replacing(with: one, where: isCrossing .& .!isMissing)
            }
        }

        var risingShare: Sums { rises / safePairs }
        var meanAbsolute: Sums { absolute / safePairs }
        /// Crossings of the mean a pair.
        var crossingShare: Sums { crossings / safePairs }

        private var safePairs: Sums { pairs.replacing(with: 1, where: pairs .== 0) }
    }

    /// Slopes of the parts of a trajectory that only rise, or only fall.
    struct RunSlopes {
        private(set) var mean = Sums.zero
        private(set) var standardDeviation = Sums.zero

        init() {}

        /// - Parameter sign: 1 for rising parts, −1 for falling ones.
        init(_ values: [Values], frameIndices: [Int], frameRate: Double, sign: Float) {
            guard var previous = values.first else { return }
            var count = Sums.zero
            var sum = Sums.zero
            var squares = Sums.zero
            var start = previous
            var length = Values.zero
            // One round more than there are frames closes the parts that reach the end.
            for row in 1...values.count {
                let value = row < values.count ? values[row] : Values(repeating: .nan)
                let isNeighbour = row < values.count && frameIndices[row] == frameIndices[row - 1] + 1
                let isGoingOn = (value - previous) * sign .> (isNeighbour ? 0 : .infinity)
                let isClosing = .!isGoingOn .& (length .> 0)
                if any(isClosing) {
                    let span = length.replacing(with: 1, where: length .== 0)
                    let rise = (previous - start) / span
                    let slope = Sums(rise.replacing(with: 0, where: .!isClosing)) * frameRate
                    count += Sums(Values.zero.replacing(with: 1, where: isClosing))
                    sum += slope
                    squares += slope * slope
                }
                length = (length + 1).replacing(with: 0, where: .!isGoingOn)
                start.replace(with: value, where: .!isGoingOn)
                previous = value
            }
            let safeCount = count.replacing(with: 1, where: count .== 0)
            mean = sum / safeCount
            let variance = squares / safeCount - mean * mean
            standardDeviation = variance.replacing(with: 0, where: variance .< 0).squareRoot()
        }
    }
}
