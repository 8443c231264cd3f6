/// The slope of a logarithmic power spectrum over a band, as weights of the bins' decibels.
///
/// It is the least-squares line of openSMILE, with its peculiarities, which were measured: bins cut by the band's edges count by
/// the share that lies within (for the frequency too, not only for the level), and the number of points is taken to be the
/// difference of the edges' bins, one less than there are. The slope is therefore a little steeper than the true one, and depends
/// on gain.
struct GeMAPSSlope: Hashable, Sendable {
    /// Weights in 1/Hz of bins 0, 1, …, zero below the band: four bins at a time, each twice, for two frames.
    let lanes: [Lanes]

    init(band: ClosedRange<Double>, spacing: Double, binCount: Int) {
        let lower = min(band.lowerBound / spacing, Double(binCount - 2))
        let upper = min(band.upperBound / spacing, Double(binCount - 1))
        let (first, last) = (Int(lower), Int(upper))
        let shares = (first...last).map { bin in
            if bin == first { return 1 - (lower - Double(first)) }
            // An upper edge on a bin includes it whole.
            return bin == last && upper > Double(last) ? upper - Double(last) : 1
        }
        let frequencies = zip(shares, first...last).map { $0 * Double($1) * spacing }
        let count = Double(last - first)
        let sum = frequencies.reduce(0, +)
        let divisor = count * frequencies.reduce(0) { $0 + $1 * $1 } - sum * sum
        let weights =
            [Double](repeating: 0, count: first)
            + zip(shares, frequencies).map { share, frequency in (count * frequency - share * sum) / divisor }
        lanes = stride(from: 0, to: weights.count, by: 4).map { group in
            var lanes = Lanes.zero
            for lane in 0..<8 where group + lane / 2 < weights.count { lanes[lane] = Float(weights[group + lane / 2]) }
            return lanes
        }
    }
}
