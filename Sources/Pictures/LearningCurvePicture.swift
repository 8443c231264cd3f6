import Foundation

/// How a training went: the loss over its epochs, and below it how well held-out speakers were recognised.
///
///     let curves = [LearningCurve(name: "fold 1", losses: [1.7, 1.4, 1.2], recalls: [0.3, 0.4, 0.45])]
///     let bytes = try LearningCurvePicture(curves).encoded(as: .svg, width: 900, height: 640)
public struct LearningCurvePicture: Sendable {
    public let curves: [LearningCurve]
    public let theme: Theme

    public init(_ curves: [LearningCurve], theme: Theme = .light) {
        self.curves = curves
        self.theme = theme
    }

    /// The bytes of the picture's file. Throws `PictureError` when a side is out of bounds, or when cairo fails.
    public func encoded(as format: PictureFormat, width: Int, height: Int) throws(PictureError) -> [UInt8] {
        let canvas = try Canvas(width: width, height: height, format: format)
        draw(on: canvas)
        return try canvas.encoded()
    }

    /// Fills a canvas.
    public func draw(on canvas: Canvas) {
        let style = PictureStyle(theme: theme, width: canvas.width, height: canvas.height)
        let (width, height) = (Double(canvas.width), Double(canvas.height))
        canvas.fill(Rectangle(x: 0, y: 0, width: width, height: height), theme.background)
        let margin = PictureLayout.margin * style.scale
        let left = margin + canvas.textWidth("00.00", style.label) + PictureLayout.labelGap * style.scale
        let head = 2.4 * style.heading.size
        let foot = 3.2 * style.label.size
        let free = (height - 2 * margin - 2 * head - foot) / 2
        let places = [0, 1].map { index in
            Rectangle(
                x: left, y: margin + head + Double(index) * (free + head), width: width - left - margin, height: free
            ).aligned
        }
        let epochs = Axis(1...Double(max(2, curves.map(\.losses.count).max() ?? 0)), from: left, to: width - margin)
        draw("Training loss (nats)", curves.map { $0.losses.map(Optional.some) }, in: places[0], epochs, canvas, style)
        draw("UAR of held-out speakers", curves.map(\.recalls), in: places[1], epochs, canvas, style)
        drawKey(in: places[0], canvas, style)
        let line = places[1].bottom + 1.5 * style.label.size
        for tick in epochs.ticks(atMost: 10) where tick.value == tick.value.rounded() {
            canvas.text(
                "\(Int(tick.value))", at: Point(epochs.position(of: tick.value), line), style.label, alignment: .middle)
        }
        canvas.text(
            "Epoch", at: Point((epochs.start + epochs.end) / 2, line + 1.35 * style.label.size), style.label,
            alignment: .middle)
    }

    private func draw(
        _ title: String, _ series: [[Double?]], in place: Rectangle, _ epochs: Axis, _ canvas: Canvas,
        _ style: PictureStyle
    ) {
        canvas.text(title, at: Point(place.x, place.y - 0.7 * style.heading.size), style.heading)
        canvas.fill(place, theme.panel)
        let values = series.joined().compactMap(\.self).filter(\.isFinite)
        guard let lowest = values.min(), let highest = values.max() else {
            return canvas.text(
                "none", at: Point(place.x + place.width / 2, place.y + place.height / 2), style.label, alignment: .middle)
        }
        let reach = max(highest - lowest, 0.02)
        let axis = Axis(lowest - 0.08 * reach...highest + 0.08 * reach, from: place.bottom, to: place.y)
        for tick in axis.ticks(atMost: max(2, Int(place.height / (style.label.size * 2.5)))) {
            let y = axis.position(of: tick.value).rounded() + 0.5
            canvas.stroke([Point(place.x, y), Point(place.right, y)], theme.grid, width: 1)
            canvas.text(
                tick.label, at: Point(place.x - 6 * style.scale, y + 0.36 * style.label.size), style.label, alignment: .end)
        }
        for (index, values) in series.enumerated() {
            let points = values.enumerated().compactMap { epoch, value -> Point? in
                guard let value, value.isFinite else { return nil }
                return Point(epochs.position(of: Double(epoch + 1)), axis.position(of: value))
            }
            canvas.stroke(points, color(index), width: 1.8 * style.scale)
        }
    }

    /// Names beside their colours at the upper right, as many as fit below one another.
    private func drawKey(in place: Rectangle, _ canvas: Canvas, _ style: PictureStyle) {
        guard curves.count > 1 else { return }
        let step = 1.5 * style.label.size
        for (index, curve) in curves.prefix(Int(place.height / step) - 1).enumerated() {
            let y = place.y + step * (Double(index) + 1)
            let end = place.right - 6 * style.scale
            canvas.stroke(
                [Point(end - 14 * style.scale, y - 0.33 * style.label.size), Point(end, y - 0.33 * style.label.size)],
                color(index), width: 2.5 * style.scale)
            canvas.text(curve.name, at: Point(end - 20 * style.scale, y), style.label, alignment: .end)
        }
    }

    /// Colours that people with any colour vision tell apart (Okabe and Ito 2008), in turn.
    private func color(_ index: Int) -> Color {
        let codes: [UInt32] = [0x0072B2, 0xD55E00, 0x009E73, 0xCC79A7, 0xE69F00, 0x56B4E9]
        return Color(codes[index % codes.count])
    }
}

/// One training, epoch by epoch.
public struct LearningCurve: Hashable, Sendable {
    public let name: String
    /// The mean of each epoch.
    public let losses: [Double]
    /// Of held-out speakers after each epoch; nil where they were not asked.
    public let recalls: [Double?]

    public init(name: String, losses: [Double], recalls: [Double?]) {
        self.name = name
        self.losses = losses
        self.recalls = recalls
    }
}
