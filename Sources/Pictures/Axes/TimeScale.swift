import Foundation

/// How times are named along an axis: in seconds for short recordings, as on a clock for long ones.
public struct TimeScale: Hashable, Sendable {
    /// For example `Time (s)`.
    public let title: String
    public let ticks: [Tick]

    /// - Parameter count: the most ticks that there is room for.
    public init(_ axis: Axis, atMost count: Int) {
        let duration = axis.range.upperBound
        guard duration >= 120 else {
            title = "Time (s)"
            ticks = axis.ticks(atMost: count)
            return
        }
        let step = Self.steps.first { duration / $0 < Double(count) } ?? Self.days(duration, atMost: count)
        let values = Axis.multiples(of: step, in: axis.range)
        let hasHours = duration >= 3600
        let hasSeconds = !hasHours || step < 60
        title = hasHours ? (hasSeconds ? "Time (h:min:s)" : "Time (h:min)") : "Time (min:s)"
        ticks = values.map { value in
            let seconds = Int(max(0, min(value, 1e12)).rounded())
            let label =
                switch (hasHours, hasSeconds) {
                case (false, _): String(format: "%d:%02d", seconds / 60, seconds % 60)
                case (true, false): String(format: "%d:%02d", seconds / 3600, seconds / 60 % 60)
                case (true, true): String(format: "%d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60)
                }
            return Tick(value: value, label: label)
        }
    }

    /// For example `0.30 s`, `3.7 s`, `4:05 min` or `1:02:05 h`: a recording's length in a line of text.
    public static func length(_ duration: Double) -> String {
        guard duration.isFinite, duration < 1e12 else { return "unknown length" }
        if duration < 1 { return String(format: "%.2f s", duration) }
        if duration < 60 { return String(format: "%.1f s", duration) }
        let seconds = Int(duration.rounded())
        guard seconds >= 3600 else { return String(format: "%d:%02d min", seconds / 60, seconds % 60) }
        return String(format: "%d:%02d:%02d h", seconds / 3600, seconds / 60 % 60, seconds % 60)
    }

    /// What a clock is divided into, up to a day.
    private static let steps: [Double] = [
        10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10800, 21600, 43200, 86400,
    ]

    private static func days(_ duration: Double, atMost count: Int) -> Double {
        86400 * (Axis.roundStep(0...(duration / 86400), atMost: count) ?? 1).rounded(.up)
    }
}
