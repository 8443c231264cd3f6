import Foundation

/// The harmonics-to-noise ratio of a voiced frame: 10·log₁₀(r/(r₀ − r)) of its autocorrelation at the period.
struct GeMAPSNoiseRatio: Sendable {
    let transformLength: Int

    /// In dB, of windowed samples.
    ///
    /// The autocorrelation is that of the transform, which runs around at its length; r is its magnitude at the local maximum
    /// nearest to the period, the shorter one of two equally near.
    func decibels(_ frame: UnsafeBufferPointer<Float>, period: Float) -> Float {
        let middle = Int(period)
        let longest = transformLength / 2
        guard middle >= 1, middle < longest else { return 0 }
        let energy = correlation(frame, lag: 0)
        func magnitude(_ lag: Int) -> Double { abs(correlation(frame, lag: lag)) }
        let value = magnitude(middle)
        var (below, above) = (magnitude(middle - 1), magnitude(middle + 1))
        if value > below, value > above { return Self.level(value, of: energy) }
        // Outwards on both sides: the value at the distance, and the one before it.
        var (innerBelow, innerAbove) = (value, value)
        for distance in 1..<longest {
            if middle - distance >= 1 {
                let outer = magnitude(middle - distance - 1)
                if below > innerBelow, below > outer { return Self.level(below, of: energy) }
                (innerBelow, below) = (below, outer)
            }
            if middle + distance <= longest {
                let outer = magnitude(middle + distance + 1)
                if above > innerAbove, above > outer { return Self.level(above, of: energy) }
                (innerAbove, above) = (above, outer)
            }
        }
        return 0
    }

    private static func level(_ harmonic: Double, of energy: Double) -> Float {
        let noise = energy - harmonic
        return harmonic > 0 && noise > 0 ? Float(10 * log10(harmonic / noise)) : 0
    }

    /// Σ x[n]·x[n + lag], around the transform's length.
    private func correlation(_ frame: UnsafeBufferPointer<Float>, lag: Int) -> Double {
        let count = frame.count
        var sum = frame.product(at: 0, with: lag, count: count - lag)
        // What runs over the end meets the beginning once the zeros between are used up.
        let over = lag - (transformLength - count)
        if over > 0 { sum += frame.product(at: 0, with: count - over, count: over) }
        return sum
    }
}

extension UnsafeBufferPointer where Element == Float {
    /// Σ self[a + n]·self[b + n] for n below `count`.
    func product(at a: Int, with b: Int, count length: Int) -> Double {
        guard length > 0, let base = baseAddress else { return 0 }
        let (x, y) = (UnsafeRawPointer(base + a), UnsafeRawPointer(base + b))
        var sums = Lanes.zero
        var n = 0
        while n + 8 <= length {
            let (left, right) = (
                x.loadUnaligned(fromByteOffset: 4 * n, as: Lanes.self), y.loadUnaligned(fromByteOffset: 4 * n, as: Lanes.self)
            )
            sums += left * right
            n += 8
        }
        var sum = Double(sums.sum())
        while n < length {
            sum += Double(base[a + n] * base[b + n])
            n += 1
        }
        return sum
    }
}
