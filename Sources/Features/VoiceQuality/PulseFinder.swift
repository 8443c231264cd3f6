/// Finds the moments of the glottal pulses, one a period, from the waveform and its pitch.
///
/// From the highest peak within a period of a stretch's middle it goes to both sides: the next pulse is where the wave, over one
/// period, is most like the wave about the last one, no less than 0.8 and no more than 1.25 periods away. This is the procedure
/// that Praat's manual describes under "Sound & Pitch: To PointProcess (cc)".
struct PulseFinder: Sendable {
    let sampleRate: Double

    /// How like the last period one inside a voiced stretch must be, as a correlation.
    private static let likeness = 0.3
    /// The same for one beyond its end.
    private static let likenessOutside = 0.7
    /// The distance of the next pulse in periods.
    private static let nearest = 0.8
    private static let farthest = 1.25

    private struct Pulse {
        var time: Double
        var likeness: Double
    }

    /// The pulses of all voiced stretches of a track, in seconds, rising. Sample n stands at (n + ½) / rate.
    func pulses(in span: SampleSpan, track: PitchTrack) -> [Double] {
        var pulses: [Double] = []
        for frames in track.voicedRanges {
            let start = max(0, track.time(ofFrame: frames.lowerBound) - track.timeStep / 2)
            let end = track.time(ofFrame: frames.upperBound - 1) + track.timeStep / 2
            guard let frequency = track.frequency(at: (start + end) / 2),
                let first = peak(in: span, around: (start + end) / 2, period: 1 / frequency)
            else { continue }
            let left = walk(in: span, from: first, direction: -1, within: start...end, track)
            pulses += left.reversed() + [first] + walk(in: span, from: first, direction: 1, within: start...end, track)
        }
        // Stretches that are one frame apart may each have found the pulse between them.
        pulses.sort()
        return pulses
    }

    private func walk(
        in span: SampleSpan, from first: Double, direction: Double, within bounds: ClosedRange<Double>, _ track: PitchTrack
    ) -> [Double] {
        var found: [Double] = []
        var time = first
        while let frequency = track.frequency(at: time),
            let next = next(in: span, after: time, period: 1 / frequency, direction)
        {
            guard bounds.contains(next.time) else {
                if next.likeness > Self.likenessOutside { found.append(next.time) }
                break
            }
            if next.likeness > Self.likeness { found.append(next.time) }
            time = next.time
        }
        return found
    }

    /// At most `count` pulses on either side of the one nearest to a time, given one period for all, in seconds, rising.
    func pulses(in span: SampleSpan, around time: Double, period: Double, count: Int) -> [Double] {
        guard let first = peak(in: span, around: time, period: period) else { return [] }
        var sides: [[Double]] = []
        for direction in [-1.0, 1] {
            var side: [Double] = []
            var time = first
            while side.count < count, let next = next(in: span, after: time, period: period, direction),
                next.likeness > Self.likeness
            {
                side.append(next.time)
                time = next.time
            }
            sides.append(side)
        }
        return sides[0].reversed() + [first] + sides[1]
    }

    /// How far, in periods, the pulses of `pulses(in:around:period:count:)` read to either side.
    static func reach(count: Int) -> Double { 1 + farthest * Double(count) + 0.5 }

    /// The time of the largest magnitude within half a period.
    private func peak(in span: SampleSpan, around time: Double, period: Double) -> Double? {
        let first = Int(((time - period / 2) * sampleRate - 0.5).rounded(.up))
        let last = Int(((time + period / 2) * sampleRate - 0.5).rounded(.down))
        guard last >= first, let x = span.samples(first - 1..<last + 2).map({ $0 + 1 }) else { return nil }
        var best = 0
        for n in 0...last - first where abs(x[n]) > abs(x[best]) { best = n }
        let sign: Float = x[best] < 0 ? -1 : 1
        let vertex = Parabola.vertex(Double(sign * x[best - 1]), Double(abs(x[best])), Double(sign * x[best + 1]))
        return (Double(first + best) + vertex.offset + 0.5) / sampleRate
    }

    /// The pulse a period further, at the best of all whole-sample distances and between them.
    private func next(in span: SampleSpan, after time: Double, period: Double, _ direction: Double) -> Pulse? {
        let half = Int((period * sampleRate / 2).rounded())
        let length = 2 * half + 1
        let start = Int((time * sampleRate).rounded(.down)) - half
        let (near, far) = (Self.nearest * period * sampleRate, Self.farthest * period * sampleRate)
        let lags =
            direction < 0
            ? Int((-far).rounded(.down))...Int((-near).rounded(.up)) : Int(near.rounded(.down))...Int(far.rounded(.up))
        guard let model = span.samples(start..<start + length),
            let x = span.samples(start + lags.lowerBound..<start + lags.upperBound + length)
        else { return nil }
        let energy = Double(SIMDProducts.dot(model, model, count: length))
        guard energy > 0 else { return nil }
        return withUnsafeTemporaryAllocation(of: Double.self, capacity: lags.count) { likeness in
            // The energy of the moving wave, from one lag to the next.
            var moving = Double(SIMDProducts.dot(x, x, count: length))
            var best = 0
            for index in 0..<lags.count {
                let product = Double(SIMDProducts.dot(model, x + index, count: length))
                likeness[index] = moving > 1e-12 * energy ? product / (moving * energy).squareRoot() : 0
                if likeness[index] > likeness[best] { best = index }
                guard index + 1 < lags.count else { break }
                moving += Double(x[index + length]) * Double(x[index + length]) - Double(x[index]) * Double(x[index])
            }
            guard likeness[best].isFinite else { return nil }
            let lag = lags.lowerBound + best
            guard best > 0, best + 1 < lags.count else {
                return Pulse(time: time + Double(lag) / sampleRate, likeness: likeness[best])
            }
            let vertex = Parabola.vertex(likeness[best - 1], likeness[best], likeness[best + 1])
            return Pulse(time: time + (Double(lag) + vertex.offset) / sampleRate, likeness: vertex.height)
        }
    }
}
