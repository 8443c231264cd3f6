import Foundation

/// Chosen rows of a scaled DCT-II over B values, eight frames at a time.
///
/// cos(πk(j + ½)/B) is even about the middle for even k and odd for odd k, so sums serve the even rows and differences the odd
/// ones; the even rows are again a DCT over B/2 sums, and so on while the length is even.
struct CosineTransform: Hashable, Sendable {
    /// The rows that share one folding of the input.
    struct Level: Hashable, Sendable {
        /// How many values its rows weigh.
        var width: Int
        /// Which outputs the rows are, in order.
        var outputs: [Int]
        /// rows × width.
        var matrix: [Float]
    }

    let inputCount: Int
    let outputCount: Int
    private let levels: [Level]

    /// Row `first + i` is output i, multiplied by `scale(first + i)`.
    init(inputCount: Int, first: Int, count: Int, scale: (Int) -> Double) {
        self.inputCount = inputCount
        outputCount = count
        var levels: [Level] = []
        var width = inputCount
        var step = 1
        var remaining = Array(first..<first + count)
        while width.isMultiple(of: 2), width > 1, !remaining.isEmpty {
            // In units of this level k' = k / step, and its cosine is cos(πk'(j + ½)/width).
            let odd = remaining.filter { !($0 / step).isMultiple(of: 2) }
            levels.append(Self.level(odd, width: width / 2, of: width, step: step, first: first, scale: scale))
            remaining.removeAll { !($0 / step).isMultiple(of: 2) }
            width /= 2
            step *= 2
        }
        levels.append(Self.level(remaining, width: width, of: width, step: step, first: first, scale: scale))
        self.levels = levels
    }

    private static func level(
        _ indices: [Int], width: Int, of length: Int, step: Int, first: Int, scale: (Int) -> Double
    ) -> Level {
        Level(
            width: width, outputs: indices.map { $0 - first },
            matrix: indices.flatMap { k in
                (0..<width).map { j in
                    Float(scale(k) * cos(.pi * Double(k / step) * (Double(j) + 0.5) / Double(length)))
                }
            })
    }

    /// Transforms `inputCount` lanes in place of `values`, which is overwritten, into `outputCount` lanes at `output`.
    ///
    /// `scratch` holds inputCount/2 lanes or more.
    @inline(__always)
    func transform(_ values: LanePointer, _ scratch: LanePointer, to output: LanePointer) {
        var width = inputCount
        for level in levels {
            if level.width == width {
                multiply(level, values, to: output)
            } else {
                for j in 0..<level.width {
                    let (a, b) = (values[j], values[width - 1 - j])
                    values[j] = a + b
                    scratch[j] = a - b
                }
                multiply(level, scratch, to: output)
                width = level.width
            }
        }
    }

    /// Four rows at a time, so that each value is loaded once for all and the sums just stay in registers.
    @inline(__always)
    private func multiply(_ level: Level, _ values: LanePointer, to output: LanePointer) {
        let width = level.width
        level.matrix.withUnsafeBufferPointer { matrix in
            level.outputs.withUnsafeBufferPointer { outputs in
                guard let base = matrix.baseAddress else { return }
                var row = 0
                while row + 4 <= outputs.count {
                    let a = base + row * width
                    var (sumA, sumB, sumC, sumD) = (Lanes.zero, Lanes.zero, Lanes.zero, Lanes.zero)
                    for j in 0..<width {
                        let value = values[j]
                        sumA += value * a[j]
                        sumB += value * a[width + j]
                        sumC += value * a[2 * width + j]
                        sumD += value * a[3 * width + j]
                    }
                    output[outputs[row]] = sumA
                    output[outputs[row + 1]] = sumB
                    output[outputs[row + 2]] = sumC
                    output[outputs[row + 3]] = sumD
                    row += 4
                }
                while row < outputs.count {
                    let a = base + row * width
                    var sum = Lanes.zero
                    for j in 0..<width { sum += values[j] * a[j] }
                    output[outputs[row]] = sum
                    row += 1
                }
            }
        }
    }
}
