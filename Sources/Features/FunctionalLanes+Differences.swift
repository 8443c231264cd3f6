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
            for lane in 0..<FunctionalLanes.width {
                var count = 0.0
                var sum = 0.0
                var squares = 0.0
                var length = 0
                func close(at row: Int) {
                    guard length > 0 else { return }
                    let rise = Double(values[row][lane]) - Double(values[row - length][lane])
                    let slope = rise * frameRate / Double(length)
                    count += 1
                    sum += slope
                    squares += slope * slope
                    length = 0
                }
                for row in values.indices.dropFirst() {
                    let step = (values[row][lane] - values[row - 1][lane]) * sign
                    if step > 0, frameIndices[row] == frameIndices[row - 1] + 1 {
                        length += 1
                    } else {
                        close(at: row - 1)
                    }
                }
                close(at: values.count - 1)
                guard count > 0 else { continue }
                mean[lane] = sum / count
                standardDeviation[lane] = max(0, squares / count - mean[lane] * mean[lane]).squareRoot()
            }
        }
    }
}
