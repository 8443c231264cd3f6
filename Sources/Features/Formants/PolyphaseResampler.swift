import Foundation

/// Changes the sample rate of a stream by a windowed sinc.
///
/// A value type, for drivers that must be copied and shared; what decodes files uses soxr. Output sample m stands for the time of
/// input sample m · down / up, beyond both ends of the signal are zeros, and however the input is cut, the output is the same
/// bits.
struct PolyphaseResampler: Sendable {
    /// The tables of a filter, which streams share.
    struct Filter: Sendable {
        let up: Int
        let down: Int
        /// Input samples on either side of an output sample that it reads.
        let reach: Int
        /// For every phase, 2 · `reach` weights; `reach` is a multiple of 4.
        let weights: [Float]

        /// The filter whose rate is nearest to `rate`: exactly that where the ratio is one of numbers up to 512, else within a
        /// millionth part or so.
        ///
        /// - Parameters:
        ///   - rate: the wanted output rate, above 0 and at most the input rate.
        ///   - zeroCrossings: of the sinc on either side; more make the edge of the band steeper.
        init(from inputRate: Double, to rate: Double, zeroCrossings: Int = 24) {
            let (up, down) = Self.ratio(rate / inputRate)
            self.up = up
            self.down = down
            let cutoff = min(1, Double(up) / Double(down))
            let reach = (Int((Double(zeroCrossings) / cutoff).rounded(.up)) + 3) / 4 * 4
            self.reach = reach
            // A Kaiser window of shape 8: the stop band is 80 dB down.
            let scale = 1 / Self.bessel(8)
            weights = (0..<up).flatMap { phase in
                (0..<2 * reach).map { tap in
                    let distance = Double(tap - reach + 1) - Double(phase) / Double(up)
                    let place = distance / Double(reach)
                    let window = Self.bessel(8 * max(0, 1 - place * place).squareRoot()) * scale
                    let angle = .pi * cutoff * distance
                    return Float(cutoff * window * (angle == 0 ? 1 : sin(angle) / angle))
                }
            }
        }

        private static func ratio(_ wanted: Double) -> (up: Int, down: Int) {
            var best = (up: 1, down: 1, error: Double.infinity)
            for up in 1...512 {
                let down = max(1, (Double(up) / wanted).rounded())
                let error = abs(Double(up) / down / wanted - 1)
                if error < best.error - 1e-12 { best = (up, Int(down), error) }
            }
            return (best.up, best.down)
        }

        /// The modified Bessel function of order 0.
        private static func bessel(_ x: Double) -> Double {
            var (sum, term, k) = (1.0, 1.0, 1.0)
            while term > 1e-17 * sum {
                term *= (x / 2 / k) * (x / 2 / k)
                sum += term
                k += 1
            }
            return sum
        }
    }

    private let filter: Filter
    /// Input from position `bufferStart` on; what lies before the signal is zeros.
    private var buffer: [Float]
    private var bufferStart: Int
    private var inputCount = 0
    private var outputCount = 0

    init(_ filter: Filter) {
        self.filter = filter
        buffer = [Float](repeating: 0, count: filter.reach)
        bufferStart = -filter.reach
    }

    /// Takes samples, which are finite, and returns those that are ready.
    mutating func process(_ samples: [Float]) -> [Float] {
        buffer.append(contentsOf: samples)
        inputCount += samples.count
        var ready = 0
        // Output m reads the input up to m·down/up + reach.
        let last = inputCount - 1 - filter.reach
        if last >= 0 { ready = (last * filter.up + filter.up - 1) / filter.down + 1 }
        return output(until: ready)
    }

    /// Returns the rest: in all, every output sample whose time lies before the input's end.
    mutating func finish() -> [Float] {
        buffer.append(contentsOf: repeatElement(0, count: filter.reach + 1))
        return output(until: (inputCount * filter.up + filter.down - 1) / filter.down)
    }

    private mutating func output(until end: Int) -> [Float] {
        guard end > outputCount else { return [] }
        let (reach, up, down) = (filter.reach, filter.up, filter.down)
        let result = buffer.withUnsafeBufferPointer { buffer in
            filter.weights.withUnsafeBufferPointer { weights in
                (outputCount..<end).map { index -> Float in
                    let first = index * down / up - reach + 1 - bufferStart
                    let row = index * down % up * 2 * reach
                    guard let x = buffer.baseAddress, let w = weights.baseAddress else { return 0 }
                    return SIMDProducts.dot(x + first, w + row, count: 2 * reach)
                }
            }
        }
        outputCount = end
        let unneeded = min(buffer.count, end * down / up - reach + 1 - bufferStart)
        if unneeded > 4096 {
            buffer.removeFirst(unneeded)
            bufferStart += unneeded
        }
        return result
    }
}
