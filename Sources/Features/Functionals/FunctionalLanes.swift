/// Eight columns side by side, one a vector lane, with what several functionals share: moments, sorted values, differences.
///
/// Filled once a block of columns by `load`; its memory is reused from block to block.
struct FunctionalLanes {
    static let width = 8
    typealias Values = SIMD8<Float>
    typealias Sums = SIMD8<Double>

    /// The frames that take part, rising.
    let frameIndices: [Int]
    let frameRate: Double
    /// Seconds of each frame from the middle of the frames, so that sums of squares lose no digits.
    private let times: [Double]
    private let needsSorting: Bool
    private let needsMoments: Bool
    private let needsDifferences: Bool
    private let needsRuns: Bool
    private let needsLateness: Bool
    private let needsDeltas: Bool
    var modulation: ModulationSpectrum?

    /// Frame by frame; NaN where a value is missing.
    private(set) var values: [Values]
    /// Rising in each lane; infinite after the last value.
    private var sorted: [Values]
    private var moments = Moments()
    private var differences = Differences()
    private var rising = RunSlopes()
    private var falling = RunSlopes()
    private var lateness = Sums.zero
    private var deltas = DeltaDeviations()

    init(frameIndices: [Int], frameRate: Double, functionals: [Functional]) {
        self.frameIndices = frameIndices
        self.frameRate = frameRate
        let middle = Double((frameIndices.first ?? 0) + (frameIndices.last ?? 0)) / 2
        times = frameIndices.map { (Double($0) - middle) / frameRate }
        needsSorting = functionals.contains(where: \.isOrderStatistic)
        // The mean stands in nearly every functional; the higher sums come with it at little cost.
        needsMoments = functionals.contains { !$0.isOrderStatistic }
        needsDifferences = functionals.contains {
            [.risingShare, .meanAbsoluteDifference, .meanCrossingRate].contains($0)
        }
        needsRuns = functionals.contains {
            [.risingSlopeMean, .risingSlopeDeviation, .fallingSlopeMean, .fallingSlopeDeviation].contains($0)
        }
        needsLateness = functionals.contains(.lateness)
        needsDeltas = functionals.contains(.deltaDeviation) || functionals.contains(.delta2Deviation)
        let needsModulation = functionals.contains { if case .modulation = $0 { true } else { false } }
        if needsModulation, let first = frameIndices.first, let last = frameIndices.last {
            modulation = ModulationSpectrum(frameCount: last - first + 1, frameRate: frameRate)
        }
        values = [Values](repeating: Values(repeating: .nan), count: frameIndices.count)
        sorted = needsSorting ? values : []
    }

    /// Takes up to eight columns; lanes without a column hold no value.
    mutating func load(_ frames: FeatureMatrix, columns: Range<Int>) {
        frames.values.withUnsafeBufferPointer { source in
            let base = { frame in frame * frames.columnCount + columns.lowerBound }
            for (row, frame) in frameIndices.enumerated() {
                values[row] = Self.finite(source, from: base(frame), count: columns.count)
            }
            if needsDeltas {
                let all = (0..<frames.rowCount).map { Self.finite(source, from: base($0), count: columns.count) }
                deltas = DeltaDeviations(all, frameIndices: frameIndices)
            }
        }
        if needsLateness { lateness = Self.lateness(values) }
        if needsMoments { moments = Moments(values, times: times) }
        if needsSorting { sort() }
        if needsDifferences {
            differences = Differences(values, frameIndices: frameIndices, mean: moments.mean)
        }
        if needsRuns {
            rising = RunSlopes(values, frameIndices: frameIndices, frameRate: frameRate, sign: 1)
            falling = RunSlopes(values, frameIndices: frameIndices, frameRate: frameRate, sign: -1)
        }
        modulation?.load(values, frameIndices: frameIndices, mean: moments.mean)
    }

    /// Up to eight neighbouring numbers, NaN where one is missing or not finite.
    @inline(__always)
    private static func finite(_ source: UnsafeBufferPointer<Float>, from base: Int, count: Int) -> Values {
        var lane = Values(repeating: .nan)
        if count == width {
            for index in 0..<width { lane[index] = source[base + index] }
        } else {
            for index in 0..<count { lane[index] = source[base + index] }
        }
        // An infinite value minus itself is NaN, so one subtraction marks all that is not finite.
        let difference = lane - lane
        lane.replace(with: .nan, where: difference .!= difference)
        return lane
    }

    /// The functional of each lane.
    func value(of functional: Functional) -> Sums {
        switch functional {
        case .mean: moments.mean
        case .standardDeviation: moments.standardDeviation
        case .skewness: moments.skewness
        case .kurtosis: moments.kurtosis
        case .slope: moments.slope
        case .slopeError: moments.slopeError
        case .drift: moments.drift
        case .lateness: lateness
        case .deltaDeviation: deltas.first
        case .delta2Deviation: deltas.second
        case .minimum: percentile(0)
        case .maximum: percentile(100)
        case .range: percentile(100) - percentile(0)
        case .percentile(let share): percentile(share)
        case .percentileRange(let low, let high): percentile(high) - percentile(low)
        case .interquartileRange: percentile(75) - percentile(25)
        case .risingSlopeMean: rising.mean
        case .risingSlopeDeviation: rising.standardDeviation
        case .fallingSlopeMean: falling.mean
        case .fallingSlopeDeviation: falling.standardDeviation
        case .risingShare: differences.risingShare
        case .meanAbsoluteDifference: differences.meanAbsolute
        case .meanCrossingRate: differences.crossingShare * frameRate
        case .modulation(let low, let high): modulation?.share(from: low, to: high) ?? .zero
        }
    }

    private func percentile(_ share: Double) -> Sums {
        var result = Sums.zero
        guard (0...100).contains(share) else { return result }
        for lane in 0..<Self.width {
            let count = sortedCounts[lane]
            guard count > 0 else { continue }
            let position = Double(count - 1) * share / 100
            let below = Int(position)
            let low = Double(sorted[below][lane])
            let high = Double(sorted[min(below + 1, count - 1)][lane])
            result[lane] = low + (high - low) * (position - Double(below))
        }
        return result
    }

    private var sortedCounts: SIMD8<Int> = .zero

    private mutating func sort() {
        var counts = SIMD8<Int32>.zero
        for row in values.indices {
            let value = values[row]
            let isMissing = value .!= value
            counts.replace(with: counts &+ 1, where: .!isMissing)
            sorted[row] = value.replacing(with: .infinity, where: isMissing)
        }
        sortedCounts = SIMD8<Int>(truncatingIfNeeded: counts)
        sorted.withUnsafeMutableBufferPointer { sortLanes($0) }
    }
}

extension Functional {
    /// Whether it depends on the sorted values alone.
    var isOrderStatistic: Bool {
        switch self {
        case .minimum, .maximum, .range, .percentile, .percentileRange, .interquartileRange: true
        default: false
        }
    }
}

/// Sorts every lane on its own, rising, by merge exchange (Batcher 1968; Knuth, The Art of Computer Programming 3, 5.2.2 M).
///
/// The comparisons do not depend on the values, so eight columns are sorted with the instructions of one.
func sortLanes(_ values: UnsafeMutableBufferPointer<SIMD8<Float>>) {
    let count = values.count
    guard count > 1, let base = values.baseAddress else { return }
    var top = 1
    while top * 2 < count { top *= 2 }
    var part = top
    while part > 0 {
        var reach = top
        var offset = 0
        var distance = part
        while true {
            let end = count - distance
            var start = offset
            while start < end {
                for index in start..<min(start + part, end) {
                    let low = base[index]
                    let high = base[index + distance]
                    let isSwapped = high .< low
                    base[index] = low.replacing(with: high, where: isSwapped)
                    base[index + distance] = high.replacing(with: low, where: isSwapped)
                }
                start += part * 2
            }
            if reach == part { break }
            distance = reach - part
            reach /= 2
            offset = part
        }
        part /= 2
    }
}
