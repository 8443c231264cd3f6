/// The largest distance of the samples heard so far from their mean.
struct RunningPeak: Sendable {
    private var lowest = 0.0
    private var highest = 0.0
    private var sum = 0.0
    private(set) var count = 0

    mutating func add(_ samples: some Sequence<Float>) {
        for sample in samples {
            let value = Double(sample)
            if count == 0 { (lowest, highest) = (value, value) }
            lowest = min(lowest, value)
            highest = max(highest, value)
            sum += value
            count += 1
        }
    }

    /// 0 for a constant signal, whatever rounding leaves of it.
    var value: Double {
        guard count > 0 else { return 0 }
        let mean = sum / Double(count)
        let peak = max(highest - mean, mean - lowest)
        return peak > 1e-10 * max(abs(highest), abs(lowest)) ? peak : 0
    }
}
