/// The discrete Fourier transform of real frames whose length is a power of two, in double precision.
///
/// The descriptors use the same stages, on two frames at a time; this is the transform by itself, for whoever needs a spectrum.
/// Cost O(N log N).
public struct FourierTransform: Hashable, Sendable {
    let lanes: LaneTransform
    /// N, in samples.
    public var length: Int { lanes.length }

    /// - Precondition: `length` is a power of two from 32 to 65536.
    public init(length: Int) {
        lanes = LaneTransform(length: length)
    }

    /// |X|² of one frame of at most `length` samples, which zeros fill up: length/2 + 1 values.
    public func powerSpectrum(_ frame: [Float]) -> [Float] {
        spectrum(frame).map { Float($0.real * $0.real + $0.imaginary * $0.imaginary) }
    }

    /// |X|² of several frames of `length` samples each, one after the other: length/2 + 1 values a frame.
    ///
    /// - Precondition: `frames.count` is a multiple of `length`.
    public func powerSpectra(of frames: [Float]) -> [Float] {
        precondition(frames.count.isMultiple(of: length), "whole frames")
        let count = frames.count / length
        let bins = length / 2 + 1
        var first = [DoublePair](repeating: .zero, count: length)
        var second = first
        return [Float](unsafeUninitializedCapacity: count * bins) { output, written in
            written = count * bins
            frames.withUnsafeBufferPointer { frames in
                first.withUnsafeMutableBufferPointer { first in
                    second.withUnsafeMutableBufferPointer { second in
                        guard let frames = frames.baseAddress, let a = first.baseAddress, let b = second.baseAddress,
                            let output = output.baseAddress
                        else { return }
                        for frame in stride(from: 0, to: count, by: 2) {
                            // An odd last frame goes twice.
                            let other = min(frame + 1, count - 1)
                            let (x, y) = (frames + frame * length, frames + other * length)
                            for n in 0..<length { a[n] = DoublePair(SIMD2<Float>(x[n], y[n])) * 0.5 }
                            let (p, q) = (output + frame * bins, output + other * bins)
                            let transformed = lanes.transformed(a, b)
                            let power = transformed == a ? b : a
                            lanes.power(transformed, to: power)
                            for bin in 0..<bins { (p[bin], q[bin]) = (Float(power[bin][0]), Float(power[bin][1])) }
                        }
                    }
                }
            }
        }
    }

    /// The spectrum of one frame of at most `length` samples, which zeros fill up: length/2 + 1 complex values.
    public func spectrum(_ frame: [some BinaryFloatingPoint]) -> [(real: Double, imaginary: Double)] {
        precondition(frame.count <= length, "a frame no longer than the transform")
        var first = [DoublePair](repeating: .zero, count: length)
        var second = first
        for (index, sample) in frame.enumerated() { first[index] = DoublePair(repeating: Double(sample) / 2) }
        var result = [(real: Double, imaginary: Double)](repeating: (0, 0), count: length / 2 + 1)
        first.withUnsafeMutableBufferPointer { first in
            second.withUnsafeMutableBufferPointer { second in
                guard let a = first.baseAddress, let b = second.baseAddress else { return }
                lanes.unfold(lanes.transformed(a, b)) { bin, real, imaginary in result[bin] = (real[0], imaginary[0]) }
            }
        }
        return result
    }
}

extension FourierTransform {
    /// The `length` real samples whose spectrum this is: what `spectrum(_:)` undoes.
    ///
    /// A real signal and its Hartley transform, real minus imaginary part, are each other's transform but for a factor (Bracewell
    /// 1983), so that the way back is the way there.
    ///
    /// - Precondition: `length`/2 + 1 values; the imaginary parts of the first and the last do not count.
    public func samples(of spectrum: [(real: Double, imaginary: Double)]) -> [Float] {
        precondition(spectrum.count == length / 2 + 1, "half a spectrum")
        var hartley = [Double](repeating: 0, count: length)
        hartley[0] = spectrum[0].real
        hartley[length / 2] = spectrum[length / 2].real
        for bin in 1..<length / 2 {
            hartley[bin] = spectrum[bin].real - spectrum[bin].imaginary
            hartley[length - bin] = spectrum[bin].real + spectrum[bin].imaginary
        }
        let back = self.spectrum(hartley)
        let scale = 1 / Double(length)
        var samples = [Float](repeating: 0, count: length)
        for index in 0...length / 2 {
            samples[index] = Float((back[index].real - back[index].imaginary) * scale)
            guard index > 0, index < length / 2 else { continue }
            samples[length - index] = Float((back[index].real + back[index].imaginary) * scale)
        }
        return samples
    }
}
