/// The moving average over three frames with which the Geneva sets smooth every descriptor (`sma3`, `sma3nz`).
enum GeMAPSSmoothing {
    static func mean(_ before: Float, _ value: Float, _ after: Float) -> Float { (before + value + after) / 3 }

    /// The mean of those of the three that are not 0; 0 where the middle one is 0, as it says that there is nothing to measure.
    static func voicedMean(_ before: Float, _ value: Float, _ after: Float) -> Float {
        guard value != 0 else { return 0 }
        let count: Float = (before != 0 ? 2 : 1) + (after != 0 ? 1 : 0)
        return (before + value + after) / count
    }

    /// A contour smoothed as a whole; its first and last frame stand in for the ones beyond.
    static func smoothed(_ contour: [Float]) -> [Float] { smoothed(contour, by: mean) }

    /// The same of a contour whose zeros are no measurements.
    static func voicedSmoothed(_ contour: [Float]) -> [Float] { smoothed(contour, by: voicedMean) }

    private static func smoothed(_ contour: [Float], by mean: (Float, Float, Float) -> Float) -> [Float] {
        contour.indices.map { index in
            mean(contour[max(index - 1, 0)], contour[index], contour[min(index + 1, contour.count - 1)])
        }
    }
}
