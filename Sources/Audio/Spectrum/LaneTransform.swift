import Foundation

/// Two numbers in double precision, one of each of two frames.
///
/// The transform is the one place where Float is not enough: its rounding errors are as large everywhere as the loudest bin makes
/// them, so that in Float a quiet band 70 dB below is wrong by 0.001 dB, and a valley 150 dB below has no digit right.
package typealias DoublePair = SIMD2<Double>
package typealias DoublePairPointer = UnsafeMutablePointer<DoublePair>

/// The discrete Fourier transform of two real frames at once, one a lane.
///
/// A real frame of N samples is taken as N/2 complex numbers, transformed by Stockham's radix-4 stages (with one of radix 2
/// where N/2 is not a power of four), and unfolded.
package struct LaneTransform: Hashable, Sendable {
    package let length: Int
    /// exp(−2πi·p·j/n) for j = 1, 2, 3 of every butterfly p, stage after stage, as real and imaginary parts.
    @usableFromInline let twiddles: [Double]
    /// exp(−2πi·k/N) for k in 0…N/4, as real and imaginary parts.
    @usableFromInline let unfolding: [Double]

    /// - Precondition: `length` is a power of two from 32 to 65536.
    package init(length: Int) {
        precondition((32...65536).contains(length) && length.nonzeroBitCount == 1, "a power of two from 32 to 65536")
        self.length = length
        var twiddles: [Double] = []
        var n = length / 2
        while n >= 4 {
            for p in 0..<n / 4 {
                for j in 1...3 {
                    let angle = -2 * Double.pi * Double(p * j) / Double(n)
                    twiddles += [cos(angle), sin(angle)]
                }
            }
            n /= 4
        }
        self.twiddles = twiddles
        unfolding = (0...length / 4).flatMap { k in
            let angle = -2 * Double.pi * Double(k) / Double(length)
            return [cos(angle), sin(angle)]
        }
    }

    /// Transforms `length` vectors at `source`, seen as complex numbers; either buffer is overwritten, and the one that holds the
    /// result is returned.
    @inlinable @inline(__always)
    package func transformed(_ source: DoublePairPointer, _ scratch: DoublePairPointer) -> DoublePairPointer {
        var (from, to) = (source, scratch)
        var n = length / 2
        var stride = 1
        twiddles.withUnsafeBufferPointer { table in
            guard var twiddle = table.baseAddress else { return }
            while n >= 4 {
                // The first butterflies of a stage, and all of the last, have twiddles of 1.
                Self.plainRadix4(from, to, quarter: n / 4, stride: stride)
                Self.radix4(from, to, quarter: n / 4, stride: stride, twiddle)
                twiddle += 6 * (n / 4)
                n /= 4
                stride *= 4
                swap(&from, &to)
            }
            if n == 2 {
                Self.radix2(from, to, stride: stride)
                swap(&from, &to)
            }
        }
        return from
    }

    @inlinable @inline(__always)
    static func radix4(
        _ x: DoublePairPointer, _ y: DoublePairPointer, quarter m: Int, stride s: Int,
        _ twiddle: UnsafePointer<Double>
    ) {
        let apart = 2 * s * m
        guard m > 1 else { return }
        for p in 1..<m {
            let (w1r, w1i) = (twiddle[6 * p], twiddle[6 * p + 1])
            let (w2r, w2i) = (twiddle[6 * p + 2], twiddle[6 * p + 3])
            let (w3r, w3i) = (twiddle[6 * p + 4], twiddle[6 * p + 5])
            var a = x + 2 * s * p
            var o = y + 8 * s * p
            for _ in 0..<s {
                let (ar, ai) = (a[0], a[1])
                let (cr, ci) = (a[2 * apart], a[2 * apart + 1])
                let (acr, aci) = (ar + cr, ai + ci)
                let (er, ei) = (ar - cr, ai - ci)
                let (br, bi) = (a[apart], a[apart + 1])
                let (dr, di) = (a[3 * apart], a[3 * apart + 1])
                let (bdr, bdi) = (br + dr, bi + di)
                // −i·(b − d)
                let (fr, fi) = (bi - di, dr - br)
                o[0] = acr + bdr
                o[1] = aci + bdi
                let (hr, hi) = (acr - bdr, aci - bdi)
                o[4 * s] = hr * w2r - hi * w2i
                o[4 * s + 1] = hr * w2i + hi * w2r
                let (gr, gi) = (er + fr, ei + fi)
                o[2 * s] = gr * w1r - gi * w1i
                o[2 * s + 1] = gr * w1i + gi * w1r
                let (ir, ii) = (er - fr, ei - fi)
                o[6 * s] = ir * w3r - ii * w3i
                o[6 * s + 1] = ir * w3i + ii * w3r
                a += 2
                o += 2
            }
        }
    }

    @inlinable @inline(__always)
    static func plainRadix4(
        _ x: DoublePairPointer, _ y: DoublePairPointer, quarter m: Int, stride s: Int
    ) {
        let apart = 2 * s * m
        for q in 0..<s {
            let (a, o) = (x + 2 * q, y + 2 * q)
            let (acr, aci) = (a[0] + a[2 * apart], a[1] + a[2 * apart + 1])
            let (er, ei) = (a[0] - a[2 * apart], a[1] - a[2 * apart + 1])
            let (bdr, bdi) = (a[apart] + a[3 * apart], a[apart + 1] + a[3 * apart + 1])
            let (fr, fi) = (a[apart + 1] - a[3 * apart + 1], a[3 * apart] - a[apart])
            o[0] = acr + bdr
            o[1] = aci + bdi
            o[2 * s] = er + fr
            o[2 * s + 1] = ei + fi
            o[4 * s] = acr - bdr
            o[4 * s + 1] = aci - bdi
            o[6 * s] = er - fr
            o[6 * s + 1] = ei - fi
        }
    }

    @inlinable @inline(__always)
    static func radix2(
        _ x: DoublePairPointer, _ y: DoublePairPointer, stride s: Int
    ) {
        for q in 0..<2 * s {
            y[q] = x[q] + x[q + 2 * s]
            y[q + 2 * s] = x[q] - x[q + 2 * s]
        }
    }

    /// |X|² of every bin, into `length`/2 + 1 places of another buffer: what `unfold` tells, without a call for each bin.
    package func power(_ z: DoublePairPointer, to power: DoublePairPointer) {
        unfold(z) { bin, real, imaginary in power[bin] = real * real + imaginary * imaginary }
    }

    /// The real and the imaginary part of every bin, one after the other, into `length` + 2 places of another buffer.
    package func unfold(_ z: DoublePairPointer, to parts: DoublePairPointer) {
        unfold(z) { bin, real, imaginary in (parts[2 * bin], parts[2 * bin + 1]) = (real, imaginary) }
    }

    /// Calls `body` once with every bin of the real frames' spectra, given the transform of their halves (samples times ½) as complex.
    @inlinable @inline(__always)
    package func unfold(
        _ z: DoublePairPointer, _ body: (_ bin: Int, _ real: DoublePair, _ imaginary: DoublePair) -> Void
    ) {
        let half = length / 2
        let (first, last) = (z[0] + z[1], z[0] - z[1])
        body(0, first + first, .zero)
        body(half, last + last, .zero)
        // The middle is its own mirror image.
        body(half / 2, z[half] + z[half], -(z[half + 1] + z[half + 1]))
        unfolding.withUnsafeBufferPointer { w in
            for k in 1..<half / 2 {
                let (ar, ai) = (z[2 * k], z[2 * k + 1])
                let (br, bi) = (z[2 * (half - k)], z[2 * (half - k) + 1])
                let (er, ei) = (ar + br, ai - bi)
                // −i·(A − conj B), turned by exp(−2πik/N)
                let (or, oi) = (ai + bi, br - ar)
                let (tr, ti) = (or * w[2 * k] - oi * w[2 * k + 1], or * w[2 * k + 1] + oi * w[2 * k])
                body(k, er + tr, ei + ti)
                body(half - k, er - tr, ti - ei)
            }
        }
    }
}
