/// The largest distance of the samples heard so far from their mean.
struct RunningPeak: Sendable {
    private typealias Values = SIMD4<Float>

    /// Of every fourth sample a lane, so that no sum waits for another; which lane a sample is in follows from its place in the signal.
    private var lowest = Values(repeating: .infinity)
    private var highest = Values(repeating: -.infinity)
    private var sum = SIMD4<Double>.zero
    private(set) var count = 0

    mutating func add(_ samples: ArraySlice<Float>) {
        samples.withUnsafeBufferPointer { samples in
            guard let base = samples.baseAddress else { return }
            var index = 0
            while index < samples.count {
                if count.isMultiple(of: 4), index + 4 <= samples.count {
                    let values = UnsafeRawPointer(base + index).loadUnaligned(as: Values.self)
                    sum += SIMD4<Double>(values)
                    lowest.replace(with: values, where: values .< lowest)
                    highest.replace(with: values, where: values .> highest)
                    (index, count) = (index + 4, count + 4)
                } else {
                    let (value, lane) = (base[index], count % 4)
                    sum[lane] += Double(value)
                    lowest[lane] = min(lowest[lane], value)
                    highest[lane] = max(highest[lane], value)
                    (index, count) = (index + 1, count + 1)
                }
            }
        }
    }

    /// 0 for a constant signal, whatever rounding leaves of it.
    var value: Double {
        guard count > 0 else { return 0 }
        let mean = sum.sum() / Double(count)
        let (lowest, highest) = (Double(lowest.min()), Double(highest.max()))
        let peak = max(highest - mean, mean - lowest)
        return peak > 1e-10 * max(abs(highest), abs(lowest)) ? peak : 0
    }
}
