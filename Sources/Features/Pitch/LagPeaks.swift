import Foundation

/// Finds the maxima of a curve over lags, between the samples: by windowed sinc interpolation, as Boersma (1993) asks for.
struct LagPeaks: Sendable {
    /// The lags, in samples, of the ceiling and of the floor.
    let shortest: Double
    let longest: Double
    let sampleRate: Double
    /// Maxima no higher than this are not worth a candidate.
    let threshold: Double
    let octaveCost: Double
    let limit: Int
    /// Lags on either side of a point that its interpolation reads.
    static let depth = 30
    /// Interpolated points from one lag to the next.
    private static let phases = 32
    /// For every phase, the 2 · `depth` weights of a Hann-windowed sinc.
    private let kernels: [Double]

    init(options: PitchOptions, sampleRate: Int) {
        self.sampleRate = Double(sampleRate)
        shortest = Double(sampleRate) / options.ceiling
        longest = Double(sampleRate) / options.floor
        threshold = options.voicingThreshold / 2
        octaveCost = options.octaveCost
        limit = options.candidateCount - 1
        kernels = (0..<Self.phases).flatMap { phase in
            (0..<2 * Self.depth).map { tap in
                let distance = Double(phase) / Double(Self.phases) - Double(tap - Self.depth + 1)
                guard distance != 0 else { return 1.0 }
                return sin(.pi * distance) / (.pi * distance) * (0.5 + 0.5 * cos(.pi * distance / Double(Self.depth + 1)))
            }
        }
    }

    /// The longest lag that a curve must hold.
    var lastLag: Int { Int(longest.rounded(.up)) + Self.depth + 1 }

    /// The highest maxima between the ceiling's and the floor's lag, in the order of their lags.
    ///
    /// - Parameters:
    ///   - curve: `curve[depth + lag]` for lags from −`depth` to `lastLag`.
    ///   - places: a curve that has its maxima at nearly the same lags, and tells better where; nil for `curve` itself.
    func candidates(_ curve: UnsafePointer<Double>, places: UnsafePointer<Double>? = nil) -> [PitchCandidate] {
        let first = max(2, Int(shortest.rounded(.down)))
        let last = Int(longest.rounded(.up))
        guard first <= last else { return [] }
        var found: [(frequency: Double, strength: Double, rank: Double)] = []
        for lag in first...last {
            let value = curve[Self.depth + lag]
            guard value > threshold, value > curve[Self.depth + lag - 1], value >= curve[Self.depth + lag + 1] else { continue }
            var peak = refined(curve, lag)
            if let places { peak.lag = refined(places, lag).lag }
            let frequency = sampleRate / peak.lag
            guard peak.lag >= shortest, peak.lag <= longest else { continue }
            // A value above 1 comes from division by the window's autocorrelation; it is reflected, as in the paper.
            let strength = peak.height > 1 ? 1 / peak.height : peak.height
            found.append((frequency, strength, strength + octaveCost * log2(frequency)))
        }
        if found.count > limit {
            let kept = found.indices.sorted { found[$0].rank > found[$1].rank }.prefix(limit).sorted()
            found = kept.map { found[$0] }
        }
        return found.map { PitchCandidate(frequency: Float($0.frequency), strength: Float($0.strength)) }
    }

    /// The highest maximum within 3 % of a frequency's lag; nil if there is none.
    func height(_ curve: UnsafePointer<Double>, near frequency: Double) -> Double? {
        guard frequency >= sampleRate / longest, frequency <= sampleRate / shortest else { return nil }
        let middle = sampleRate / frequency
        let first = max(2, Int((0.97 * middle).rounded(.down)))
        let last = min(Int(longest.rounded(.up)), Int((1.03 * middle).rounded(.up)))
        var highest: Double?
        for lag in first...max(first, last) {
            let value = curve[Self.depth + lag]
            guard value > 0, value > curve[Self.depth + lag - 1], value >= curve[Self.depth + lag + 1] else { continue }
            let height = refined(curve, lag).height
            highest = max(highest ?? 0, height > 1 ? 1 / height : height)
        }
        return highest
    }

    /// The maximum about a lag that is higher than its neighbours.
    private func refined(_ curve: UnsafePointer<Double>, _ lag: Int) -> (lag: Double, height: Double) {
        let rough = Parabola.vertex(curve[Self.depth + lag - 1], curve[Self.depth + lag], curve[Self.depth + lag + 1])
        // In steps of a phase from here on; the parabola's guess is climbed from until both neighbours are lower.
        var step = (lag * Self.phases) + Int((rough.offset * Double(Self.phases)).rounded())
        var (left, middle, right) = (value(curve, step - 1), value(curve, step), value(curve, step + 1))
        var remaining = Self.phases
        while remaining > 0, left > middle || right > middle {
            remaining -= 1
            if left > right {
                step -= 1
                (left, middle, right) = (value(curve, step - 1), left, middle)
            } else {
                step += 1
                (left, middle, right) = (middle, right, value(curve, step + 1))
            }
        }
        let fine = Parabola.vertex(left, middle, right)
        return ((Double(step) + fine.offset) / Double(Self.phases), fine.height)
    }

    /// The interpolated curve at a number of phases.
    private func value(_ curve: UnsafePointer<Double>, _ step: Int) -> Double {
        let lag = step / Self.phases
        let phase = step % Self.phases
        guard phase != 0 else { return curve[Self.depth + lag] }
        let start = curve + lag + 1
        return kernels.withUnsafeBufferPointer { kernels in
            guard let kernel = kernels.baseAddress.map({ $0 + phase * 2 * Self.depth }) else { return 0 }
            var sum = SIMD4<Double>.zero
            for tap in stride(from: 0, to: 2 * Self.depth, by: 4) {
                sum += SIMD4(start[tap], start[tap + 1], start[tap + 2], start[tap + 3])
                    * SIMD4(kernel[tap], kernel[tap + 1], kernel[tap + 2], kernel[tap + 3])
            }
            return sum.sum()
        }
    }
}
