/// The peaks and valleys of a contour that stand out by a tenth of its range, and the slopes between them.
///
/// Which points these are was measured on openSMILE 2.6, as the paper leaves it open:
/// a local maximum counts that lies a tenth of the range above the valley before it; a higher one later takes its place, if it
/// is higher by 5 %, or by that tenth than the lowest point between the two. A valley counts that lies a tenth of the range
/// below the peak before it; any lower one takes its place, until the next peak. The last two frames are neither.
struct GeMAPSTurningPoints: Hashable, Sendable {
    struct Point: Hashable, Sendable {
        var frame: Int
        var isPeak: Bool
    }

    /// Mean and population standard deviation of slopes, per second.
    struct Slopes: Hashable, Sendable {
        var mean = 0.0
        var deviation = 0.0
    }

    /// Peaks and valleys in turn.
    private(set) var points: [Point] = []
    private let contour: [Float]

    private static let share: Float = 0.1
    private static let replacingShare: Float = 0.05
    /// Below this share of its values a contour's range is rounding, and the contour is constant.
    private static let rounding: Float = 1e-6

    /// - Parameter contour: finite values.
    init(_ contour: [Float]) {
        self.contour = contour
        guard let lowest = contour.min(), let highest = contour.max(), contour.count > 3 else { return }
        let range = highest - lowest
        guard range > Self.rounding * max(abs(highest), abs(lowest)) else { return }
        search(threshold: Self.share * range)
    }

    var peakCount: Int { points.count { $0.isPeak } }

    private mutating func search(threshold: Float) {
        // The contour's start is the first reference for both; the lowest local minimum before the first peak takes its place.
        var (peak, dip) = (contour[0], contour[0])
        var valley: Float?
        for frame in 1..<contour.count - 2 {
            let value = contour[frame]
            let isMaximum = value > contour[frame - 1] && value > contour[frame + 1]
            guard isMaximum || (value < contour[frame - 1] && value < contour[frame + 1]) else { continue }
            let isAtPeak = points.last?.isPeak == true
            if isMaximum, !isAtPeak {
                guard value - (valley ?? contour[0]) > threshold else { continue }
                points.append(Point(frame: frame, isPeak: true))
                (peak, dip) = (value, value)
            } else if isMaximum {
                guard value > peak, value > peak + Self.replacingShare * abs(peak) || value - dip > threshold else { continue }
                points[points.count - 1].frame = frame
                (peak, dip) = (value, value)
            } else if isAtPeak || points.isEmpty, peak - value > threshold {
                points.append(Point(frame: frame, isPeak: false))
                valley = value
            } else if isAtPeak {
                dip = min(dip, value)
            } else if value < valley ?? .infinity {
                valley = value
                if !points.isEmpty { points[points.count - 1].frame = frame }
            }
        }
    }

    /// The slopes of the stretches between turning points, the first from the contour's start; falling ones count positive.
    ///
    /// The stretch from the last turning point to the contour's end takes part in the mean, there with the sign it has, but not
    /// in the deviation about it: so does openSMILE. All are 0 where nothing turns.
    func slopes(frameRate: Double) -> (rising: Slopes, falling: Slopes) {
        guard let last = points.last else { return (Slopes(), Slopes()) }
        var (rising, falling): ([Double], [Double]) = ([], [])
        var start = 0
        for point in points {
            let slope = self.slope(from: start, to: point.frame) * frameRate
            if point.isPeak { rising.append(slope) } else { falling.append(-slope) }
            start = point.frame
        }
        let rest = slope(from: last.frame, to: contour.count - 1) * frameRate
        return (
            Self.summary(of: rising, rest: last.isPeak ? nil : rest), Self.summary(of: falling, rest: last.isPeak ? rest : nil)
        )
    }

    private func slope(from start: Int, to end: Int) -> Double {
        end > start ? (Double(contour[end]) - Double(contour[start])) / Double(end - start) : 0
    }

    private static func summary(of slopes: [Double], rest: Double?) -> Slopes {
        let count = Double(slopes.count + (rest == nil ? 0 : 1))
        guard count > 0 else { return Slopes() }
        let mean = (slopes.reduce(0, +) + (rest ?? 0)) / count
        let squares = slopes.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        return Slopes(mean: mean, deviation: (squares / count).squareRoot())
    }
}
