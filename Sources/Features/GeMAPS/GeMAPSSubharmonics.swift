import Foundation

/// The candidates of GeMAPS for the fundamental frequency, by sub-harmonic summation over whole spectra.
///
/// D. J. Hermes, "Measurement of pitch by subharmonic summation", JASA 83(1), 1988: the magnitude spectrum is cleared of all
/// but its peaks, smoothed, put on an octave scale, weighted as the ear hears, and added to itself shifted by each harmonic's
/// distance in octaves. The sum has its maxima at the fundamental and, lower, at its sub-harmonics.
///
/// `SubharmonicCandidates`, the pitch tracker's, is another reading of the same paper, and neither can stand in for the other.
/// Here strength is how far the sum's peak stands over its mean, in single precision and with openSMILE's octave scale, since
/// eGeMAPS is to have its very values; there it is the waveform's correlation a period later, which the tracker's voicing
/// threshold and its path's costs are made for, as they are for its other methods.
///
/// It holds tables only. Eight spectra are worked on at once, one a lane, and a lane never touches another: what a frame
/// gives does not depend on its neighbours. Cost a frame: bins × harmonics.
struct GeMAPSSubharmonics: Sendable {
    /// In hertz.
    static let range = 55.0...1000.0
    /// A candidate less strong than this does not count as voiced.
    static let voicingCutoff: Float = 0.7
    /// Those added up, the fundamental included, and what each counts in proportion to the one before it.
    private static let (harmonicCount, compression) = (15, 0.85)
    /// At most so many a frame.
    static let candidateCount = 6
    /// Where the octave scale begins, in hertz; it ends at half the sample rate and has a point for each bin.
    private static let lowestFrequency = 25.0

    /// Bins of a spectrum, from 0 Hz to half the sample rate; also points of the octave scale.
    let binCount: Int

    private let scale: GeMAPSOctaveScale
    /// Each harmonic's distance in points, and what it counts.
    private let shifts: [(points: Int, weight: Float)]

    /// - Parameter transformLength: of the spectra's transform, a power of two; they have transformLength / 2 + 1 bins.
    init(sampleRate: Int, transformLength: Int) {
        let scale = GeMAPSOctaveScale(sampleRate: sampleRate, transformLength: transformLength, from: Self.lowestFrequency)
        self.scale = scale
        binCount = scale.binCount
        shifts = (0..<Self.harmonicCount).map { harmonic in
            let points = Int(log2(Double(harmonic + 1)) / scale.octaves * Double(scale.binCount))
            return (points, Float(pow(Self.compression, Double(harmonic)) / Double(Self.harmonicCount)))
        }
    }

    /// The candidates of one spectrum, the strongest first: frequencies inside `range`, and strengths of 1 −
    /// mean/peak of the sub-harmonic sum, so that a flat sum gives 0.
    ///
    /// - Parameter magnitudes: `binCount` of them; those that are not finite count as 0.
    func candidates(ofMagnitudes magnitudes: [Float]) -> [PitchCandidate] {
        precondition(magnitudes.count == binCount, "one magnitude a bin")
        let spectra = magnitudes.map { Lanes(repeating: $0.isFinite ? $0 : 0) }
        return candidates(ofSpectra: spectra, lanes: 1)[0]
    }

    /// The candidates of up to eight spectra: `binCount` octets of finite magnitudes.
    func candidates(ofSpectra spectra: [Lanes], lanes: Int) -> [[PitchCandidate]] {
        withUnsafeTemporaryAllocation(of: Lanes.self, capacity: 3 * binCount) { work in
            spectra.withUnsafeBufferPointer { spectra in
                guard let spectra = spectra.baseAddress, let work = work.baseAddress else { return [] }
                return candidates(ofSpectra: spectra, lanes: lanes, work: work)
            }
        }
    }

    private func candidates(
        ofSpectra spectra: UnsafePointer<Lanes>, lanes: Int, work: UnsafeMutablePointer<Lanes>
    ) -> [[PitchCandidate]] {
        let points = binCount
        let (scaled, curvature, smoothed) = (work, work + points, work + 2 * points)
        scale.sharpen(spectra, into: smoothed)
        scale.resample(smoothed, curvature: curvature, into: scaled)
        let sums = smoothed
        var total = Lanes.zero
        shifts.withUnsafeBufferPointer { shifts in
            // A harmonic beyond the end of the scale adds nothing.
            var count = shifts.count
            for point in 0..<points {
                while count > 0, point + shifts[count - 1].points >= points { count -= 1 }
                var sum = Lanes.zero
                for harmonic in 0..<count { sum += scaled[point + shifts[harmonic].points] * shifts[harmonic].weight }
                sums[point] = sum
                total += sum
            }
        }
        let mean = total / Float(points)
        return (0..<lanes).map { lane in
            // The sums as plain numbers: an octet is eight of them.
            UnsafeRawPointer(sums).withMemoryRebound(to: Float.self, capacity: 8 * points) { sums in
                candidates(sums + lane, mean: mean[lane])
            }
        }
    }

    /// The highest maxima of every eighth number, refined by a parabola.
    private func candidates(_ sums: UnsafePointer<Float>, mean: Float) -> [PitchCandidate] {
        var peaks: [Int] = []
        peaks.reserveCapacity(Self.candidateCount + 1)
        var lowest: Float = 0
        for point in 1..<binCount - 1 {
            let value = sums[8 * point]
            guard value > lowest, value > sums[8 * point - 8], value > sums[8 * point + 8] else { continue }
            let place = peaks.firstIndex { sums[8 * $0] < value } ?? peaks.count
            peaks.insert(point, at: place)
            if peaks.count > Self.candidateCount { peaks.removeLast() }
            if peaks.count == Self.candidateCount { lowest = sums[8 * peaks[peaks.count - 1]] }
        }
        var found: [PitchCandidate] = []
        var best = 0
        for point in peaks {
            let (left, middle, right) = (sums[8 * point - 8], sums[8 * point], sums[8 * point + 8])
            let bend = left - 2 * middle + right
            let offset = bend < 0 ? (left - right) / (2 * bend) : 0
            let height = middle - (left - right) * offset / 4
            let candidate = PitchCandidate(
                frequency: scale.frequency(ofPoint: Double(point) + Double(offset)), strength: max(0, 1 - mean / height))
            guard Self.range.contains(Double(candidate.frequency)) else { continue }
            found.append(candidate)
            if candidate.strength > found[best].strength { best = found.count - 1 }
        }
        if best > 0 { found.swapAt(0, best) }
        return found
    }
}
