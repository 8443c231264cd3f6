import Foundation

/// A track as it is drawn: where a point's width holds several values, their middle and a band that leaves out the outer tenths.
struct TrackShape {
    /// Whether each point stands for several values.
    let isSummedUp: Bool
    /// Unbroken stretches of the curve; one point for a value that stands alone.
    private(set) var lines: [[Point]] = []
    /// Outlines around the bands.
    private(set) var bands: [[Point]] = []

    /// What stands for several values.
    enum Middle {
        case median
        /// The level of the mean power, as a sound level meter averages decibels.
        case meanLevel
    }

    init(_ track: Track, time: Axis, vertical: Axis, middle: Middle = .median) {
        let pointsPerValue = track.step / (time.range.upperBound - time.range.lowerBound) * (time.end - time.start)
        isSummedUp = pointsPerValue < 0.5
        if isSummedUp { sumUpColumns(track, time, vertical, middle) } else { followValues(track, time, vertical) }
    }

    private mutating func followValues(_ track: Track, _ time: Axis, _ vertical: Axis) {
        var line: [Point] = []
        for (index, value) in track.values.enumerated() {
            guard value.isFinite else {
                if !line.isEmpty { lines.append(line) }
                line = []
                continue
            }
            line.append(Point(time.position(of: track.time(of: index)), vertical.position(of: Double(value))))
        }
        if !line.isEmpty { lines.append(line) }
    }

    private mutating func sumUpColumns(_ track: Track, _ time: Axis, _ vertical: Axis, _ middle: Middle) {
        var line: [Point] = []
        var upper: [Point] = []
        var lower: [Point] = []
        func close(_ shape: inout TrackShape) {
            if !line.isEmpty { shape.lines.append(line) }
            if line.count > 1 { shape.bands.append(upper + lower.reversed()) }
            (line, upper, lower) = ([], [], [])
        }
        for column in 0..<max(0, Int((time.end - time.start).rounded(.up))) {
            let left = time.start + Double(column)
            let indices = track.indices(from: time.value(at: left), to: time.value(at: left + 1))
            let values = track.values[indices].filter(\.isFinite).sorted()
            guard !values.isEmpty else {
                close(&self)
                continue
            }
            let last = values.count - 1
            func place(_ value: Float) -> Point { Point(left + 0.5, vertical.position(of: Double(value))) }
            line.append(place(middle == .median ? values[last / 2] : Self.meanLevel(values)))
            upper.append(place(values[last - last / 10]))
            lower.append(place(values[last / 10]))
        }
        close(&self)
    }

    private static func meanLevel(_ decibels: [Float]) -> Float {
        10 * log10(decibels.reduce(0) { $0 + pow(10, $1 / 10) } / Float(decibels.count))
    }
}
