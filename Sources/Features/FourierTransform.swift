import Foundation

/// The discrete Fourier transform of real frames, four at a time.
///
/// A real frame of N samples is taken as N/2 complex numbers, transformed by Stockham's radix-4 stages (with one of radix 2
/// where N/2 is not a power of four), and unfolded. Numbers are Float, twiddles are computed in double precision. Cost is
/// O(N log N); the tables take about 12·N bytes.
public struct FourierTransform: Hashable, Sendable {
    /// N, in samples.
    public let length: Int
    /// exp(−2πi·p·j/n) for j = 1, 2, 3 of every butterfly p, stage after stage, as real and imaginary parts.
    private let twiddles: [Float]
    /// exp(−2πi·k/N) for k in 0…N/4, as real and imaginary parts.
    private let unfolding: [Float]

    /// - Throws: `FeatureOptionsError.transformLength` unless `length` is a power of two from 32 to 65536.
    public init(length: Int) throws(FeatureOptionsError) {
        guard (32...65536).contains(length), length.nonzeroBitCount == 1 else { throw .transformLength(length) }
        self.length = length
        var twiddles: [Float] = []
        var n = length / 2
        while n >= 4 {
            for p in 0..<n / 4 {
                for j in 1...3 {
                    let angle = -2 * Double.pi * Double(p * j) / Double(n)
                    twiddles += [Float(cos(angle)), Float(sin(angle))]
                }
            }
            n /= 4
        }
        self.twiddles = twiddles
        unfolding = (0...length / 4).flatMap { k in
            let angle = -2 * Double.pi * Double(k) / Double(length)
            return [Float(cos(angle)), Float(sin(angle))]
        }
    }

    /// |X|² of one frame of at most `length` samples, which zeros fill up: length/2 + 1 values.
    public func powerSpectrum(_ frame: [Float]) -> [Float] {
        spectrum(frame).map { $0.real * $0.real + $0.imaginary * $0.imaginary }
    }

    /// The spectrum of one frame of at most `length` samples, which zeros fill up: length/2 + 1 complex values.
    public func spectrum(_ frame: [Float]) -> [(real: Float, imaginary: Float)] {
        precondition(frame.count <= length, "a frame no longer than the transform")
        var first = [Lanes](repeating: .zero, count: length)
        var second = first
        for (index, sample) in frame.enumerated() { first[index] = Lanes(repeating: sample * 0.5) }
        var result = [(real: Float, imaginary: Float)](repeating: (0, 0), count: length / 2 + 1)
        first.withUnsafeMutableBufferPointer { first in
            second.withUnsafeMutableBufferPointer { second in
                guard let a = first.baseAddress, let b = second.baseAddress else { return }
                unfold(transformed(a, b)) { bin, real, imaginary in result[bin] = (real[0], imaginary[0]) }
            }
        }
        return result
    }

    /// Transforms `length` lanes at `source`, seen as complex numbers; either buffer is overwritten, and the one that holds the
    /// result is returned.
    @inline(__always)
    func transformed(_ source: LanePointer, _ scratch: LanePointer) -> LanePointer {
        var (from, to) = (source, scratch)
        var n = length / 2
        var stride = 1
        twiddles.withUnsafeBufferPointer { table in
            guard var twiddle = table.baseAddress else { return }
            while n >= 4 {
                Self.radix4(from, to, quarter: n / 4, stride: stride, twiddle)
                twiddle += 6 * (n / 4)
                n /= 4
                stride *= 4
                swap(&from, &to)
            }
            if n == 2 {
                for q in 0..<2 * stride {
                    let (a, b) = (from[q], from[q + 2 * stride])
                    to[q] = a + b
                    to[q + 2 * stride] = a - b
                }
                swap(&from, &to)
            }
        }
        return from
    }

    @inline(__always)
    private static func radix4(
        _ x: LanePointer, _ y: LanePointer, quarter m: Int, stride s: Int, _ twiddle: UnsafePointer<Float>
    ) {
        for p in 0..<m {
            let (w1r, w1i) = (twiddle[6 * p], twiddle[6 * p + 1])
            let (w2r, w2i) = (twiddle[6 * p + 2], twiddle[6 * p + 3])
            let (w3r, w3i) = (twiddle[6 * p + 4], twiddle[6 * p + 5])
            var a = x + 2 * s * p
            var o = y + 8 * s * p
            for _ in 0..<s {
                let (ar, ai) = (a[0], a[1])
                let (br, bi) = (a[2 * s * m], a[2 * s * m + 1])
                let (cr, ci) = (a[4 * s * m], a[4 * s * m + 1])
                let (dr, di) = (a[6 * s * m], a[6 * s * m + 1])
                let (acr, aci) = (ar + cr, ai + ci)
                let (bdr, bdi) = (br + dr, bi + di)
                let (er, ei) = (ar - cr, ai - ci)
                // −i·(b − d)
                let (fr, fi) = (bi - di, dr - br)
                o[0] = acr + bdr
                o[1] = aci + bdi
                let (gr, gi) = (er + fr, ei + fi)
                o[2 * s] = gr * w1r - gi * w1i
                o[2 * s + 1] = gr * w1i + gi * w1r
                let (hr, hi) = (acr - bdr, aci - bdi)
                o[4 * s] = hr * w2r - hi * w2i
                o[4 * s + 1] = hr * w2i + hi * w2r
                let (ir, ii) = (er - fr, ei - fi)
                o[6 * s] = ir * w3r - ii * w3i
                o[6 * s + 1] = ir * w3i + ii * w3r
                a += 2
                o += 2
            }
        }
    }

    /// Calls `body` with every bin of the real frames' spectra, given the transform of their halves (samples times ½) as complex.
    @inline(__always)
    func unfold(_ z: LanePointer, _ body: (_ bin: Int, _ real: Lanes, _ imaginary: Lanes) -> Void) {
        let half = length / 2
        body(0, (z[0] + z[1]) * 2, .zero)
        body(half, (z[0] - z[1]) * 2, .zero)
        unfolding.withUnsafeBufferPointer { w in
            for k in 1...half / 2 {
                let (ar, ai) = (z[2 * k], z[2 * k + 1])
                let (br, bi) = (z[2 * (half - k)], z[2 * (half - k) + 1])
                let (er, ei) = (ar + br, ai - bi)
                // −i·(A − conj B), turned by exp(−2πik/N)
                let (or, oi) = (ai + bi, br - ar)
                let (tr, ti) = (or * w[2 * k] - oi * w[2 * k + 1], or * w[2 * k + 1] + oi * w[2 * k])
                body(k, er + tr, ei + ti)
                if k < half - k { body(half - k, er - tr, ti - ei) }
            }
        }
    }
}
