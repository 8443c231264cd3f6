import Foundation

/// The samples of short recordings, the lowest and the highest of each point's width of long ones.
struct WaveformPanel: Panel {
    let title = "Waveform"
    let share = 1.0
    private let envelopes: [Envelope]
    private let durations: [Double]
    private let range: ClosedRange<Double>

    init(_ traces: [RecordingTraces]) {
        envelopes = traces.map(\.envelope)
        durations = traces.map(\.duration)
        let peak = Double(envelopes.map(\.peak).max() ?? 0)
        // Full scale for silence; a little more than the peak otherwise, so that it does not touch the edge.
        let limit = peak > 0 ? peak * 1.05 : 1
        range = -limit...limit
    }

    func leftScale(_ place: Rectangle, _ style: PictureStyle) -> Scale {
        let axis = Axis(range, from: place.bottom, to: place.y)
        return Scale(axis: axis, ticks: axis.ticks(atMost: min(5, place.tickCount(style))))
    }

    func draw(_ recording: Int, on canvas: Canvas, in place: Rectangle, time: Axis, _ style: PictureStyle) {
        let envelope = envelopes[recording]
        guard envelope.count > 0, durations[recording] > 0 else { return }
        let axis = leftScale(place, style).axis
        let width = time.position(of: durations[recording]) - time.start
        let stretches = Double(envelope.count) / max(width, 1e-9)
        let color = style.theme.waveform
        if envelope.stretchLength == 1, stretches < 4 {
            // Few enough samples to join them by a line.
            let step = width / Double(envelope.count)
            let points = envelope.minima.enumerated().map { index, sample in
                Point(time.start + Double(index) * step, axis.position(of: Double(sample)))
            }
            canvas.stroke(points, color, width: style.scale)
            return
        }
        canvas.fill(outline(envelope, stretches: stretches, left: time.start, width: width, axis), color)
    }

    /// Along the highest samples to the right, and back along the lowest, point by point.
    private func outline(
        _ envelope: Envelope, stretches: Double, left: Double, width: Double, _ axis: Axis
    ) -> [Point] {
        var upper: [Point] = []
        var lower: [Point] = []
        for column in 0..<max(1, Int(width.rounded(.up))) {
            let first = Int(Double(column) * stretches)
            let end = max(first + 1, Int((Double(column + 1) * stretches).rounded(.up)))
            guard let (low, high) = envelope.extremes(of: first..<end) else { break }
            // At least half a point to either side, so that silence is a line and not nothing.
            let top = min(axis.position(of: Double(high)), axis.position(of: 0) - 0.5)
            let bottom = max(axis.position(of: Double(low)), axis.position(of: 0) + 0.5)
            for x in [left + Double(column), min(left + Double(column + 1), left + width)] {
                upper.append(Point(x, top))
                lower.append(Point(x, bottom))
            }
        }
        return upper + lower.reversed()
    }
}
