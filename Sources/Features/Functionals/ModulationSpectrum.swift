import Foundation

/// Power spectrum of eight trajectories at once, one a vector lane: how fast descriptors swing.
///
/// A radix-2 transform (Cooley, Tukey 1965) of the real trajectory, packed as N/2 complex numbers. It is not the transform of
/// the framing: there one signal fills the vector, here eight columns do, so no shuffling is needed.
struct ModulationSpectrum {
    typealias Values = SIMD8<Float>
    typealias Sums = SIMD8<Double>

    /// N, a power of two, 4 at least.
    private let size: Int
    private let frameRate: Double
    private var real: [Values]
    private var imaginary: [Values]
    /// cos and sin of −2πk/N for k < N/2.
    private let cosines: [Float]
    private let sines: [Float]
    private var power: [Values]

    init(frameCount: Int, frameRate: Double) {
        var size = 4
        while size < frameCount { size *= 2 }
        self.size = size
        self.frameRate = frameRate
        real = [Values](repeating: .zero, count: size / 2)
        imaginary = real
        power = [Values](repeating: .zero, count: size / 2 + 1)
        let angles = (0..<size / 2).map { -2 * Double.pi * Double($0) / Double(size) }
        cosines = angles.map { Float(cos($0)) }
        sines = angles.map { Float(sin($0)) }
    }

    mutating func load(_ values: [Values], frameIndices: [Int], mean: Sums) {
        for index in real.indices {
            real[index] = .zero
            imaginary[index] = .zero
        }
        let first = frameIndices.first ?? 0
        let bits = (size / 2).trailingZeroBitCount
        for (row, frame) in frameIndices.enumerated() {
            // Subtracted in double precision: the mean of a log energy is far larger than its swing.
            var value = Values(Sums(values[row]) - mean)
            value.replace(with: 0, where: value .!= value)
            let position = frame - first
            // Bit-reversed order lets the butterflies run in place.
            let target = reversed(position / 2, bits: bits)
            if position.isMultiple(of: 2) { real[target] = value } else { imaginary[target] = value }
        }
        transform()
        unpack()
    }

    /// Σ P[k] for low ≤ k·r/N < high over Σ P[k] for 1 ≤ k ≤ N/2; 0 for a constant.
    func share(from low: Double, to high: Double) -> Sums {
        var total = Sums.zero
        var band = Sums.zero
        for bin in 1...size / 2 {
            let value = Sums(power[bin])
            total += value
            let frequency = Double(bin) * frameRate / Double(size)
            if frequency >= low && frequency < high { band += value }
        }
        return (band / total).replacing(with: 0, where: total .<= 0)
    }

    private func reversed(_ index: Int, bits: Int) -> Int {
        var source = index
        var result = 0
        for _ in 0..<bits {
            result = result << 1 | source & 1
            source >>= 1
        }
        return result
    }

    private mutating func transform() {
        let count = size / 2
        real.withUnsafeMutableBufferPointer { real in
            imaginary.withUnsafeMutableBufferPointer { imaginary in
                var half = 1
                while half < count {
                    let stride = size / (half * 2)
                    for start in Swift.stride(from: 0, to: count, by: half * 2) {
                        for offset in 0..<half {
                            let low = start + offset
                            let high = low + half
                            let cosine = cosines[offset * stride]
                            let sine = sines[offset * stride]
                            let oddReal = real[high] * cosine - imaginary[high] * sine
                            let oddImaginary = real[high] * sine + imaginary[high] * cosine
                            real[high] = real[low] - oddReal
                            imaginary[high] = imaginary[low] - oddImaginary
                            real[low] += oddReal
                            imaginary[low] += oddImaginary
                        }
                    }
                    half *= 2
                }
            }
        }
    }

    /// From the spectrum of the packed halves to the power of the whole.
    private mutating func unpack() {
        let count = size / 2
        for bin in 0...count {
            let forward = bin % count
            let backward = (count - bin) % count
            let evenReal = (real[forward] + real[backward]) * 0.5
            let evenImaginary = (imaginary[forward] - imaginary[backward]) * 0.5
            let oddReal = (imaginary[forward] + imaginary[backward]) * 0.5
            let oddImaginary = (real[backward] - real[forward]) * 0.5
            let cosine: Float = bin == count ? -1 : cosines[bin]
            let sine: Float = bin == count ? 0 : sines[bin]
            let sumReal = evenReal + oddReal * cosine - oddImaginary * sine
            let sumImaginary = evenImaginary + oddReal * sine + oddImaginary * cosine
            power[bin] = sumReal * sumReal + sumImaginary * sumImaginary
        }
    }
}
