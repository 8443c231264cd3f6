import UndertoneAudio

/// Candidates from the cumulative mean normalised difference function of a frame: steps 2 to 5 of YIN.
///
/// A. de Cheveigné and H. Kawahara, "YIN, a fundamental frequency estimator for speech and music", JASA 111(4), 2002. Three
/// things differ: the differences of a lag are averaged over all pairs of samples inside the frame, so that every lag looks at
/// the frame's middle; the dips are interpolated by a sinc instead of a parabola; and the sixth step, a look for a better
/// estimate nearby, is left to the path.
struct DifferenceCandidates: PitchCandidateComputer {
    let windowLength: Int
    /// The longest period, in samples.
    private let period: Int
    private let dipThreshold: Double
    private let correlation: LaneCorrelation
    private let peaks: LagPeaks

    /// - Precondition: as of `AutocorrelationCandidates`.
    init(options: PitchOptions, sampleRate: Int, windowLength: Int) {
        peaks = LagPeaks(options: options, sampleRate: sampleRate)
        self.windowLength = windowLength
        period = max(1, Int(Double(sampleRate) / options.floor))
        dipThreshold = options.dipThreshold
        correlation = LaneCorrelation(minimumLength: windowLength + peaks.lastLag)
    }

    private var curveLength: Int { LagPeaks.depth + peaks.lastLag + 1 }

    func frames(_ samples: UnsafeBufferPointer<Float>, starts: [Int]) -> [PitchFrame] {
        guard let base = samples.baseAddress else { return [] }
        let length = correlation.length
        let curveLength = self.curveLength
        var result: [PitchFrame] = []
        result.reserveCapacity(starts.count)
        withUnsafeTemporaryAllocation(of: DoublePair.self, capacity: 2 * length + windowLength + 3) { pairs in
            withUnsafeTemporaryAllocation(of: Double.self, capacity: 4 * curveLength) { curves in
                guard let pairs = pairs.baseAddress, let first = curves.baseAddress else { return }
                let (energies, second) = (pairs + 2 * length + 2, first + curveLength)
                for index in stride(from: 0, to: starts.count, by: 2) {
                    // An odd last frame goes twice.
                    let isAlone = index + 1 == starts.count
                    let (a, b) = (base + starts[index], base + starts[isAlone ? index : index + 1])
                    let loudest = load(a, b, pairs, energies)
                    measure(pairs, energies, first, second)
                    for (lane, curve) in [first, second].enumerated().prefix(isAlone ? 1 : 2) {
                        let candidates = capped(peaks.candidates(curve, places: curve + 2 * curveLength))
                        result.append(PitchFrame(candidates: candidates, peak: Float(loudest[lane])))
                    }
                }
            }
        }
        return result
    }

    /// Two frames without their means, and the running sums of their squares; returns their largest magnitudes within half a
    /// period of the middle.
    @inline(__always)
    private func load(
        _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, _ pairs: DoublePairPointer, _ energies: DoublePairPointer
    ) -> DoublePair {
        var sum = DoublePair.zero
        for n in 0..<windowLength { sum += DoublePair(SIMD2<Float>(a[n], b[n])) }
        let mean = sum / Double(windowLength)
        var energy = DoublePair.zero
        for n in 0..<windowLength {
            let value = DoublePair(SIMD2<Float>(a[n], b[n])) - mean
            pairs[n] = value * 0.5
            energies[n] = energy
            energy += value * value
        }
        energies[windowLength] = energy
        for n in windowLength..<correlation.length { pairs[n] = .zero }
        return 2 * pairs.largestMagnitude(within: period / 2, of: windowLength / 2, length: windowLength)
    }

    /// 1 − d′ at every lag, zeros in a frame without any energy; two curves behind each, −d, whose maxima the slope of d′ does
    /// not move.
    @inline(__always)
    private func measure(
        _ pairs: DoublePairPointer, _ energies: DoublePairPointer, _ first: UnsafeMutablePointer<Double>,
        _ second: UnsafeMutablePointer<Double>
    ) {
        let depth = LagPeaks.depth
        let curveLength = self.curveLength
        let lags = correlation.autocorrelate(pairs, pairs + correlation.length)
        let whole = energies[windowLength]
        var total = DoublePair.zero
        for lag in 1...peaks.lastLag {
            let left = windowLength - lag
            var difference = (energies[left] + whole - energies[lag] - 2 * lags[lag]) / Double(left)
            difference.replace(with: 0, where: difference .< 0)
            total += difference
            for (lane, curve) in [first, second].enumerated() {
                curve[2 * curveLength + depth + lag] = -difference[lane]
                curve[depth + lag] = total[lane] > 0 ? 1 - difference[lane] * Double(lag) / total[lane] : 0
            }
        }
        for curve in [first, second] {
            curve[depth] = 1
            curve[2 * curveLength + depth] = 0
            for mirrored in [curve, curve + 2 * curveLength] {
                for lag in 1...depth { mirrored[depth - lag] = mirrored[depth + lag] }
            }
        }
    }

    /// Of the dips below the threshold the one at the shortest lag is made the deepest: multiples of the period are as deep but
    /// for noise.
    private func capped(_ candidates: [PitchCandidate]) -> [PitchCandidate] {
        guard let first = candidates.firstIndex(where: { Double($0.strength) > 1 - dipThreshold }) else { return candidates }
        return candidates.enumerated().map { index, candidate in
            PitchCandidate(
                frequency: candidate.frequency,
                strength: index > first ? min(candidate.strength, candidates[first].strength) : candidate.strength)
        }
    }
}
