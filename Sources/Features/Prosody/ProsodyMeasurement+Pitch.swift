extension ProsodyMeasurement {
    typealias Values = [ProsodyFunctional: Double?]

    func pitchValues() -> Values {
        let sorted = pitch.semitones.sorted()
        guard let median = ContourStatistics.percentile(50, ofSorted: sorted) else { return [:] }
        let percentile = { share in ContourStatistics.percentile(share, ofSorted: sorted) ?? median }
        var values: Values = [
            .pitchMean: ContourStatistics.mean(pitch.semitones),
            .pitchMedian: median,
            .pitchPercentile5: percentile(5),
            .pitchPercentile20: percentile(20),
            .pitchPercentile80: percentile(80),
            .pitchPercentile95: percentile(95),
            .pitchDeviation: ContourStatistics.deviation(pitch.semitones),
            .pitchRange: percentile(95) - percentile(5),
            .pitchInnerRange: percentile(80) - percentile(20),
            .pitchUpperRange: percentile(95) - median,
            .pitchLowerRange: median - percentile(5),
            .pitchAbsoluteSlope: absoluteSlope,
        ]
        values.merge(movementValues()) { first, _ in first }
        values.merge(courseValues(median: median)) { first, _ in first }
        return values
    }

    /// From frame to frame within the runs.
    private var absoluteSlope: Double? {
        var (sum, count) = (0.0, 0)
        for run in pitch.runs {
            for index in run.dropFirst() { sum += abs(pitch.smoothed[index] - pitch.smoothed[index - 1]) }
            count += run.count - 1
        }
        return count > 0 ? sum / (Double(count) * PitchContour.step) : nil
    }

    private func movementValues() -> Values {
        var movements = ContourMovements()
        let times = pitch.times
        for chain in pitch.chains {
            movements.add(pitch.smoothed[chain], times: times[chain], smallest: options.smallestPitchMovement)
        }
        return [
            .pitchRiseRate: Double(movements.rises.count) / pitch.duration,
            .pitchRiseSize: ContourStatistics.mean(movements.rises.map(\.size)),
            .pitchRiseSlope: ContourStatistics.mean(movements.rises.map(\.slope)),
            .pitchFallRate: Double(movements.falls.count) / pitch.duration,
            .pitchFallSize: ContourStatistics.mean(movements.falls.map(\.size)),
            .pitchFallSlope: ContourStatistics.mean(movements.falls.map(\.slope)),
        ]
    }

    /// How the pitch goes from the beginning to the end.
    private func courseValues(median: Double) -> Values {
        guard let first = pitch.frames.first, let last = pitch.frames.last else { return [:] }
        let times = pitch.times
        let initial = pitch.semitones.indices.prefix { pitch.frames[$0] < first + 30 }
        let final = pitch.semitones.indices.drop { pitch.frames[$0] <= last - 30 }
        var values: Values = [
            .pitchInitialLevel: ContourStatistics.mean(Array(pitch.semitones[initial])).map { $0 - median },
            .pitchFinalLevel: ContourStatistics.mean(Array(pitch.semitones[final])).map { $0 - median },
        ]
        if final.count >= 5 {
            values[.pitchFinalSlope] = ContourStatistics.slope(of: pitch.semitones[final], over: times[final])
        }
        if pitch.frames.count >= 10, let slope = ContourStatistics.slope(of: pitch.semitones[...], over: times[...]) {
            values[.pitchDeclination] = slope
            values[.pitchDeclinationResidual] = ContourStatistics.deviation(
                zip(pitch.semitones, times).map { $0 - slope * $1 })
        }
        return values
    }
}
