import Foundation

/// Intensity over time.
struct IntensityPanel: Panel {
    let title = "Intensity (dB)"
    let share = 1.0
    private let tracks: [Track]
    private let range: ClosedRange<Double>

    init(_ traces: [RecordingTraces]) {
        tracks = traces.map(\.intensity)
        let extremes = tracks.compactMap(\.extremes)
        let highest = extremes.map(\.upperBound).max() ?? 80
        let lowest = extremes.map(\.lowerBound).min() ?? 20
        // Whole tens around the values, from 20 to 70 dB: what lies further down is no voice.
        let top = (highest / 10).rounded(.up) * 10
        let bottom = (lowest / 10).rounded(.down) * 10
        range = min(top - 20, max(bottom, top - 70))...top
    }

    func leftScale(_ place: Rectangle, _ style: PictureStyle) -> Scale {
        let axis = Axis(range, from: place.bottom, to: place.y)
        return Scale(axis: axis, ticks: axis.ticks(atMost: min(5, place.tickCount(style))))
    }

    func draw(_ recording: Int, on canvas: Canvas, in place: Rectangle, time: Axis, _ style: PictureStyle) {
        guard tracks[recording].extremes != nil else {
            note("no sound", on: canvas, in: place, style)
            return
        }
        let shape = TrackShape(tracks[recording], time: time, vertical: leftScale(place, style).axis, middle: .meanLevel)
        let color = style.theme.intensity
        for band in shape.bands { canvas.fill(band, color.opacity(0.3)) }
        for line in shape.lines { canvas.stroke(line, color, width: 1.5 * style.scale) }
    }
}
