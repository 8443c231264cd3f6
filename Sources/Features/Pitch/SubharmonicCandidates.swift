import Foundation

/// Candidates from the sub-harmonic sum of a frame's spectrum.
///
/// D. J. Hermes, "Measurement of pitch by subharmonic summation", JASA 83(1), 1988: the amplitude spectrum is cleared of all
/// that is not near a peak, smoothed, laid out on an octave scale and added to itself shifted by log₂ n, each time 0.84 as
/// strong. As there, how voiced a frame is comes from its correlation with itself a period later; a candidate has that of its
/// own period, times its sum as a share of the frame's largest.
struct SubharmonicCandidates: PitchCandidateComputer {
    var windowLength: Int { frame.windowLength }
    private let frame: CorrelationFrame
    private let peaks: LagPeaks
    private let floor: Double
    /// Points of the octave scale at which a fundamental is looked for, and all of them.
    private let fundamentals: Int
    private let points: Int
    /// For every point, the first of the four bins that it is interpolated from, and their weights.
    private let firstBins: [Int]
    private let binWeights: [SIMD4<Double>]
    /// For every harmonic, how many points up it lies, and its weight.
    private let harmonics: [(shift: Double, weight: Double)]
    private let lastBin: Int

    private static let pointsPerOctave = 96.0
    private static let compression = 0.84
    private static let harmonicCount = 15

    init(options: PitchOptions, sampleRate: Int, windowLength: Int) {
        peaks = LagPeaks(options: options, sampleRate: sampleRate)
        // Twice as long as the lags ask for: the peaks of the spectrum are to be told apart and interpolated.
        frame = CorrelationFrame(
            options: options, sampleRate: sampleRate, windowLength: windowLength, lastLag: peaks.lastLag, oversampling: 2)
        // A point below the floor and one above the ceiling, so that a maximum at either has neighbours.
        floor = options.floor * pow(2, -1 / Self.pointsPerOctave)
        fundamentals = Int((log2(options.ceiling / floor) * Self.pointsPerOctave).rounded(.up)) + 2
        // The paper's 1250 Hz, or three harmonics of the highest pitch.
        let highest = min(max(1250, 3 * options.ceiling), 0.49 * Double(sampleRate))
        let binWidth = Double(sampleRate) / Double(frame.transformLength)
        points = max(fundamentals, Int(log2(highest / floor) * Self.pointsPerOctave)) + 2
        var (firstBins, binWeights): ([Int], [SIMD4<Double>]) = ([], [])
        for point in 0..<points {
            let place = min(highest, floor * pow(2, Double(point) / Self.pointsPerOctave)) / binWidth
            let bin = max(1, Int(place))
            firstBins.append(bin - 1)
            binWeights.append(Self.cubicWeights(place - Double(bin)))
        }
        lastBin = (firstBins.last ?? 0) + 4
        self.firstBins = firstBins
        self.binWeights = binWeights
        harmonics = (1...Self.harmonicCount).map { number in
            (log2(Double(number)) * Self.pointsPerOctave, pow(Self.compression, Double(number - 1)))
        }
    }

    /// Catmull and Rom's cubic through four points, at a place between the second and the third.
    private static func cubicWeights(_ x: Double) -> SIMD4<Double> {
        let (square, cube) = (x * x, x * x * x)
        return SIMD4(
            (-x + 2 * square - cube) / 2, (2 - 5 * square + 3 * cube) / 2, (x + 4 * square - 3 * cube) / 2, (cube - square) / 2)
    }

    func frames(_ samples: UnsafeBufferPointer<Float>, starts: [Int]) -> [PitchFrame] {
        var amplitudes = [[Double]](repeating: [Double](repeating: 0, count: lastBin + 3), count: 2)
        return frame.measure(samples, starts: starts) { power in
            for bin in amplitudes[0].indices where bin <= frame.transformLength / 2 {
                amplitudes[0][bin] = power[bin][0].squareRoot()
                amplitudes[1][bin] = power[bin][1].squareRoot()
            }
        } candidates: { lane, curve in
            candidates(sum(amplitudes[lane]), curve)
        }
    }

    /// The sum at every fundamental.
    private func sum(_ amplitudes: [Double]) -> [Double] {
        let sharp = sharpened(amplitudes)
        var scale = [Double](repeating: 0, count: points)
        for point in 0..<points {
            let bin = firstBins[point]
            let values = SIMD4(sharp[bin], sharp[bin + 1], sharp[bin + 2], sharp[bin + 3])
            scale[point] = max(0, (values * binWeights[point]).sum())
        }
        var sums = [Double](repeating: 0, count: fundamentals)
        for (shift, weight) in harmonics {
            let whole = Int(shift)
            let share = shift - Double(whole)
            let (left, right) = (weight * (1 - share), weight * share)
            for point in 0..<max(0, min(fundamentals, points - 1 - whole)) {
                sums[point] += left * scale[point + whole] + right * scale[point + whole + 1]
            }
        }
        return sums
    }

    /// The amplitudes within two bins of a peak, smoothed by ¼, ½, ¼; the doubled transform has twice the paper's bins a peak.
    private func sharpened(_ amplitudes: [Double]) -> [Double] {
        var kept = [Double](repeating: 0, count: amplitudes.count)
        for bin in 1..<amplitudes.count - 1
        where amplitudes[bin] > amplitudes[bin - 1] && amplitudes[bin] >= amplitudes[bin + 1] {
            for near in max(0, bin - 2)...min(amplitudes.count - 1, bin + 2) { kept[near] = amplitudes[near] }
        }
        var smooth = kept
        for bin in 1..<kept.count - 1 { smooth[bin] = kept[bin - 1] / 4 + kept[bin] / 2 + kept[bin + 1] / 4 }
        return smooth
    }

    private func candidates(_ sums: [Double], _ curve: UnsafePointer<Double>) -> [PitchCandidate] {
        guard let largest = sums.max(), largest > 0 else { return [] }
        var found: [PitchCandidate] = []
        for point in 1..<fundamentals - 1 where sums[point] > sums[point - 1] && sums[point] >= sums[point + 1] {
            let top = Parabola.vertex(sums[point - 1], sums[point], sums[point + 1])
            let frequency = floor * pow(2, (Double(point) + top.offset) / Self.pointsPerOctave)
            guard let periodicity = peaks.height(curve, near: frequency) else { continue }
            let strength = periodicity * top.height / max(largest, top.height)
            if strength > peaks.threshold {
                found.append(PitchCandidate(frequency: Float(frequency), strength: Float(strength)))
            }
        }
        guard found.count > peaks.limit else { return found }
        return Array(found.sorted { $0.strength > $1.strength }.prefix(peaks.limit))
    }
}
