import Foundation

/// Puts magnitude spectra on a scale of octaves, in the steps of Hermes (1988): peaks kept, smoothed, interpolated by a cubic
/// spline over the logarithm of frequency, and weighted by the sensitivity of the ear.
struct GeMAPSOctaveScale: Sendable {
    /// Bins of the spectrum, and points of the scale.
    let binCount: Int
    /// From the first point to the last, in octaves.
    let octaves: Double
    private let lowest: Double

    /// The spline's equation system, eliminated once: a knot's `divided differences` and the sweeps over them.
    private struct Knot {
        /// 6/h to the left and to the right of the knot.
        var left: Float = 0
        var right: Float = 0
        /// The forward sweep: what to take off of the knot before, and what to multiply the rest with.
        var carry: Float = 0
        var pivot: Float = 0
        /// The backward sweep.
        var back: Float = 0
    }
    private let knots: [Knot]

    /// A point of the scale between two knots.
    private struct Point {
        var knot: Int
        /// What the two knots' magnitudes and curvatures count, the weight of the ear included.
        var values: SIMD2<Float>
        var curvatures: SIMD2<Float>
    }
    private let points: [Point]

    init(sampleRate: Int, transformLength: Int, from lowest: Double) {
        let bins = transformLength / 2 + 1
        let width = Double(sampleRate) / Double(transformLength)
        binCount = bins
        self.lowest = lowest
        let octaves = log2(Double(sampleRate) / 2 / lowest)
        self.octaves = octaves
        // 0 Hz has no logarithm: it stands an octave below the first bin, as in the reference.
        let places = [log2(width) - 1] + (1..<bins).map { log2(Double($0) * width) }
        let gaps = (0..<bins - 1).map { places[$0 + 1] - places[$0] }
        var knots = [Knot](repeating: Knot(), count: bins)
        var ratio = 0.0
        for knot in 1..<bins - 1 {
            let pivot = 2 * (gaps[knot - 1] + gaps[knot]) - gaps[knot - 1] * ratio
            ratio = gaps[knot] / pivot
            knots[knot] = Knot(
                left: Float(6 / gaps[knot - 1]), right: Float(6 / gaps[knot]), carry: Float(gaps[knot - 1]),
                pivot: Float(1 / pivot), back: Float(ratio))
        }
        self.knots = knots
        let step = octaves / Double(bins - 1)
        var knot = 0
        points = (0..<bins).map { point in
            let place = log2(lowest) + Double(point) * step
            while knot < bins - 2, places[knot + 1] <= place { knot += 1 }
            let gap = gaps[knot]
            let (a, b) = ((places[knot + 1] - place) / gap, (place - places[knot]) / gap)
            // Measured: the ear's weight is taken two points further up, where points lie a little closer.
            let heard = log2(lowest / 32.5) + Double(point + 2) * octaves / Double(bins)
            let weight = 0.5 + atan(3 * heard) / .pi
            return Point(
                knot: knot, values: SIMD2(Float(weight * a), Float(weight * b)),
                curvatures: SIMD2(
                    Float(weight * (a * a * a - a) * gap * gap / 6), Float(weight * (b * b * b - b) * gap * gap / 6)))
        }
    }

    /// In hertz, of a point that may lie between two.
    func frequency(ofPoint point: Double) -> Float {
        Float(lowest * exp2(point * octaves / Double(binCount - 1)))
    }

    /// Keeps each local maximum with two bins on either side, sets the rest to zero, and smooths with (¼, ½, ¼).
    ///
    /// Measured: the bins below the first maximum are kept as well, and the last one stays as it came.
    func sharpen(_ spectra: UnsafePointer<Lanes>, into smoothed: UnsafeMutablePointer<Lanes>) {
        let last = binCount - 1
        // Whether one of the bins b−2 … b+2 is a maximum, as a mask that moves along.
        let none = SIMDMask<SIMD8<Int32>>(repeating: false)
        func isPeak(_ bin: Int) -> SIMDMask<SIMD8<Int32>> {
            guard bin <= last else { return none }
            let value = spectra[bin]
            let overLeft = bin > 0 ? value .> spectra[bin - 1] : SIMDMask(repeating: true)
            let overRight = bin < last ? value .> spectra[bin + 1] : SIMDMask(repeating: true)
            return overLeft .& overRight
        }
        var (a, b, c, d) = (none, none, isPeak(0), isPeak(1))
        var isBelowFirst = SIMDMask<SIMD8<Int32>>(repeating: true)
        var (before, here) = (Lanes.zero, Lanes.zero)
        for bin in 0...last {
            let e = isPeak(bin + 2)
            isBelowFirst = isBelowFirst .& .!c
            let kept = Lanes.zero.replacing(with: spectra[bin], where: a .| b .| c .| d .| e .| isBelowFirst)
            if bin > 0 { smoothed[bin - 1] = (before + kept) * 0.25 + here * 0.5 }
            (before, here) = (here, kept)
            (a, b, c, d) = (b, c, d, e)
        }
        smoothed[last] = spectra[last]
    }

    /// The smoothed spectra at the points of the scale, negative overshoot of the spline cut off.
    func resample(
        _ magnitudes: UnsafePointer<Lanes>, curvature: UnsafeMutablePointer<Lanes>,
        into scaled: UnsafeMutablePointer<Lanes>
    ) {
        let last = binCount - 1
        knots.withUnsafeBufferPointer { knots in
            curvature[0] = .zero
            for knot in 1..<last {
                let k = knots[knot]
                let bend =
                    (magnitudes[knot + 1] - magnitudes[knot]) * k.right - (magnitudes[knot] - magnitudes[knot - 1]) * k.left
                curvature[knot] = (bend - curvature[knot - 1] * k.carry) * k.pivot
            }
            curvature[last] = .zero
            for knot in stride(from: last - 1, to: 0, by: -1) {
                curvature[knot] -= curvature[knot + 1] * knots[knot].back
            }
        }
        points.withUnsafeBufferPointer { points in
            for index in 0...last {
                let point = points[index]
                let (here, next) = (magnitudes[point.knot] * point.values[0], magnitudes[point.knot + 1] * point.values[1])
                let bent = curvature[point.knot] * point.curvatures[0] + curvature[point.knot + 1] * point.curvatures[1]
                let value = here + next + bent
                scaled[index] = value.replacing(with: 0, where: value .< 0)
            }
        }
    }
}
