/// Draws what all panels have alike: their ground, the lines of the grid, and the labels at their sides.
struct PanelFrame {
    let place: Rectangle
    let time: Axis
    let canvas: Canvas
    let style: PictureStyle

    /// - Parameters:
    ///   - isFirst: the left scale's labels stand here; the other columns share them.
    ///   - isLast: likewise those of the right scale.
    func draw(_ panel: any Panel, _ recording: Int, isFirst: Bool, isLast: Bool) {
        canvas.fill(place, style.theme.panel)
        let left = panel.leftScale(place, style)
        if panel.hasGrid {
            for tick in left.ticks {
                let y = (left.axis.position(of: tick.value)).rounded() + 0.5
                guard y > place.y + 1, y < place.bottom - 1 else { continue }
                canvas.stroke([Point(place.x, y), Point(place.right, y)], style.theme.grid, width: 1)
            }
        }
        canvas.clipped(to: place) { panel.draw(recording, on: canvas, in: place, time: time, style) }
        let edge = Rectangle(x: place.x - 0.5, y: place.y - 0.5, width: place.width + 1, height: place.height + 1)
        canvas.stroke(edge, style.theme.grid, width: 1)
        if isFirst { label(left, at: place.x, outwards: -1) }
        if isLast, let right = panel.rightScale(place, style) { label(right, at: place.right, outwards: 1) }
    }

    private func label(_ scale: Scale, at x: Double, outwards direction: Double) {
        let color = scale.color ?? style.theme.quietText
        let text = TextStyle(size: style.label.size, color: color)
        for tick in scale.ticks {
            let y = scale.axis.position(of: tick.value)
            canvas.stroke([Point(x, y), Point(x + direction * 3 * style.scale, y)], color, width: style.scale)
            // Labels at the ends stay beside their own panel.
            let line = min(max(y + 0.36 * text.size, place.y + 0.72 * text.size), place.bottom)
            canvas.text(
                tick.label, at: Point(x + direction * 6 * style.scale, line), text,
                alignment: direction < 0 ? .end : .start)
        }
    }
}
