extension ProsodyMeasurement {
    func intensityValues() -> Values {
        let frames = activity.speech.filter { activity.isSounding[$0] }
        let levels = frames.map { Double(contours.intensities[$0]) }
        let times = frames.map { Double($0) * PitchContour.step }
        let sorted = levels.sorted()
        guard let lowest = sorted.first else { return [:] }
        let percentile = { share in ContourStatistics.percentile(share, ofSorted: sorted) ?? lowest }
        var movements = ContourMovements()
        for run in SpeechActivity.runs(in: activity.isSounding) {
            let values = run.map { Double(contours.intensities[$0]) }
            let times = run.map { Double($0) * PitchContour.step }
            movements.add(values[...], times: times[...], smallest: options.smallestIntensityMovement)
        }
        var values: Values = [
            .intensityMean: ContourStatistics.mean(levels),
            .intensityDeviation: ContourStatistics.deviation(levels),
            .intensityRange: percentile(95) - percentile(5),
            .intensityInnerRange: percentile(80) - percentile(20),
            .intensityRiseSlope: ContourStatistics.mean(movements.rises.map(\.slope)),
            .intensityFallSlope: ContourStatistics.mean(movements.falls.map(\.slope)),
            .intensityPeakRate: Double(movements.peakCount) / phonationDuration,
        ]
        if frames.count >= 10 {
            values[.intensityDeclination] = ContourStatistics.slope(of: levels[...], over: times[...])
        }
        return values
    }
}
