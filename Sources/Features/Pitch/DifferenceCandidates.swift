/// Candidates from the cumulative mean normalised difference function of a frame: steps 2 to 5 of YIN.
///
/// A. de Cheveigné and H. Kawahara, "YIN, a fundamental frequency estimator for speech and music", JASA 111(4), 2002. The dips are
/// interpolated by a sinc instead of a parabola; the sixth step, looking for a better estimate nearby, is left to the path.
struct DifferenceCandidates: PitchCandidateComputer {
    let windowLength: Int
    /// How many differences are summed, in samples.
    private let summed: Int
    private let period: Int
    private let dipThreshold: Double
    private let correlation: LaneCorrelation
    private let peaks: LagPeaks

    /// - Precondition: as of `AutocorrelationCandidates`.
    init(options: PitchOptions, sampleRate: Int, windowLength: Int) {
        let peaks = LagPeaks(options: options, sampleRate: sampleRate)
        self.peaks = peaks
        period = max(1, Int(Double(sampleRate) / options.floor))
        // The window is the differences and the longest lag that they reach out to.
        summed = max(1, windowLength - period)
        self.windowLength = summed + peaks.lastLag
        dipThreshold = options.dipThreshold
        correlation = LaneCorrelation(length: FrameOptions.transformLength(for: summed + peaks.lastLag))
    }

    func frames(_ samples: UnsafeBufferPointer<Float>, starts: [Int]) -> [PitchFrame] {
        guard let base = samples.baseAddress else { return [] }
        let length = correlation.length
        let curveLength = LagPeaks.depth + peaks.lastLag + 1
        var result: [PitchFrame] = []
        result.reserveCapacity(starts.count)
        withUnsafeTemporaryAllocation(of: DoublePair.self, capacity: 2 * length) { pairs in
            withUnsafeTemporaryAllocation(of: Double.self, capacity: curveLength + windowLength + 1) { numbers in
                guard let pairs = pairs.baseAddress, let curve = numbers.baseAddress else { return }
                for start in starts {
                    let peak = load(base + start, pairs, energies: curve + curveLength)
                    measure(pairs, energies: curve + curveLength, curve)
                    result.append(PitchFrame(candidates: capped(peaks.candidates(curve)), peak: Float(peak)))
                }
            }
        }
        return result
    }

    /// The first `summed` samples in one lane, all in the other, and the running sum of their squares; returns the largest magnitude
    /// within half a period of the middle.
    @inline(__always)
    private func load(_ samples: UnsafePointer<Float>, _ pairs: DoublePairPointer, energies: UnsafeMutablePointer<Double>) -> Double {
        var sum = 0.0
        for n in 0..<windowLength { sum += Double(samples[n]) }
        let mean = sum / Double(windowLength)
        var energy = 0.0
        for n in 0..<windowLength {
            let value = Double(samples[n]) - mean
            pairs[n] = DoublePair(n < summed ? value : 0, value) * 0.5
            energies[n] = energy
            energy += value * value
        }
        energies[windowLength] = energy
        for n in windowLength..<correlation.length { pairs[n] = .zero }
        let middle = windowLength / 2
        var peak = 0.0
        for n in max(0, middle - period / 2)..<min(windowLength, middle + period / 2) { peak = max(peak, abs(pairs[n][1])) }
        return peak * 2
    }

    /// 1 − d′ at every lag; zeros in a frame without any energy.
    @inline(__always)
    private func measure(
        _ pairs: DoublePairPointer, energies: UnsafePointer<Double>, _ curve: UnsafeMutablePointer<Double>
    ) {
        let depth = LagPeaks.depth
        let spectrum = correlation.transform.transformed(pairs, pairs + correlation.length)
        let sequence = spectrum == pairs ? pairs + correlation.length : pairs
        correlation.transform.unfold(spectrum) { bin, real, imaginary in
            // conj(part) · whole
            let product = (real[0] * real[1] + imaginary[0] * imaginary[1], real[0] * imaginary[1] - imaginary[0] * real[1])
            correlation.put(bin, DoublePair(repeating: product.0), DoublePair(repeating: product.1), sequence)
        }
        correlation.invert(sequence, spectrum, lastLag: peaks.lastLag) { lag, value in curve[depth + lag] = value[0] }
        var total = 0.0
        for lag in 1...peaks.lastLag {
            let moved = energies[lag + summed] - energies[lag]
            let difference = max(0, energies[summed] + moved - 2 * curve[depth + lag])
            total += difference
            curve[depth + lag] = total > 0 ? 1 - difference * Double(lag) / total : 0
        }
        curve[depth] = 1
        for lag in 1...depth { curve[depth - lag] = curve[depth + lag] }
    }

    /// Of the dips below the threshold the one at the shortest lag is the deepest: multiples of the period are as deep but for noise.
    private func capped(_ candidates: [PitchCandidate]) -> [PitchCandidate] {
        guard let first = candidates.firstIndex(where: { Double($0.strength) > 1 - dipThreshold }) else { return candidates }
        return candidates.enumerated().map { index, candidate in
            PitchCandidate(
                frequency: candidate.frequency,
                strength: index > first ? min(candidate.strength, candidates[first].strength) : candidate.strength)
        }
    }
}
