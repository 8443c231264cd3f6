extension ProsodyMeasurement {
    func voicingValues() -> Values {
        var isVoiced = [Bool](repeating: false, count: contours.frequencies.count)
        for frame in pitch.frames { isVoiced[frame] = true }
        let segments = SpeechActivity.runs(in: isVoiced)
        let lengths = segments.map { Double($0.count) * PitchContour.step }
        let gaps = zip(segments, segments.dropFirst()).map { $0.upperBound..<$1.lowerBound }
            .filter { gap in !activity.pauses.contains { $0.overlaps(gap) } }
            .map { Double($0.count) * PitchContour.step }
        return [
            .voicedShare: pitch.duration / phonationDuration,
            .voicingStrength: ContourStatistics.mean(pitch.frames.map { Double(contours.strengths[$0]) }),
            .voicedSegmentRate: Double(segments.count) / speechDuration,
            .voicedLengthMean: ContourStatistics.mean(lengths),
            .voicedLengthDeviation: ContourStatistics.deviation(lengths),
            .unvoicedLengthMean: ContourStatistics.mean(gaps),
            .unvoicedLengthDeviation: ContourStatistics.deviation(gaps),
        ]
    }

    func rhythmValues() -> Values {
        let pauses = activity.pauses.map { Double($0.count) * PitchContour.step }
        let pauseDuration = pauses.reduce(0, +)
        var values: Values = [
            .syllableCount: Double(nuclei.count),
            .speechDuration: speechDuration,
            .pauseCount: Double(pauses.count),
            .pauseRate: Double(pauses.count) / speechDuration,
            .pauseLengthMean: ContourStatistics.mean(pauses),
            .pauseShare: pauseDuration / speechDuration,
            .phonationRatio: 1 - pauseDuration / speechDuration,
        ]
        guard !nuclei.isEmpty else { return values }
        let syllables = Double(nuclei.count)
        values[.speechRate] = syllables / speechDuration
        values[.articulationRate] = syllables / phonationDuration
        values[.syllableDuration] = phonationDuration / syllables
        values[.syllableVariability] = variability
        values[.syllableIntensityDeviation] = ContourStatistics.deviation(
            nuclei.map { Double(contours.intensities[$0]) })
        return values
    }

    /// Intervals that hold a pause are left out, and with them the comparison across it.
    private var variability: Double? {
        let intervals: [Double?] = zip(nuclei, nuclei.dropFirst()).map { first, second in
            activity.pauses.contains { first < $0.lowerBound && $0.upperBound <= second } ? nil : Double(second - first)
        }
        let differences = zip(intervals, intervals.dropFirst()).compactMap { first, second -> Double? in
            guard let first, let second else { return nil }
            return abs(first - second) / ((first + second) / 2)
        }
        return ContourStatistics.mean(differences).map { 100 * $0 }
    }
}
