/// One strip of a picture: the same measurement of every recording, on scales that the recordings share.
protocol Panel {
    /// What is shown, with its unit.
    var title: String { get }
    /// Of the height that panels have, in proportion to the others' shares.
    var share: Double { get }
    /// What the colours stand for.
    var key: [KeyEntry] { get }
    func leftScale(_ place: Rectangle, _ style: PictureStyle) -> Scale
    func rightScale(_ place: Rectangle, _ style: PictureStyle) -> Scale?
    /// Whether lines run through the panel at the ticks of its scales.
    var hasGrid: Bool { get }
    /// Draws one recording's part; nothing outside `place` will show.
    func draw(_ recording: Int, on canvas: Canvas, in place: Rectangle, time: Axis, _ style: PictureStyle)
}

extension Panel {
    var key: [KeyEntry] { [] }
    var hasGrid: Bool { true }
    func rightScale(_ place: Rectangle, _ style: PictureStyle) -> Scale? { nil }

    /// A few words in the middle of a panel that has nothing else to show.
    func note(_ text: String, on canvas: Canvas, in place: Rectangle, _ style: PictureStyle) {
        canvas.text(
            text, at: Point(place.x + place.width / 2, place.y + place.height / 2 + style.label.size / 3), style.label,
            alignment: .middle)
    }
}

/// An axis with the values that it names.
struct Scale {
    let axis: Axis
    let ticks: [Tick]
    /// The labels' colour where it is not that of all labels.
    var color: Color?
}

/// What one colour stands for.
struct KeyEntry {
    enum Mark {
        case square, line, dots
    }

    let label: String
    let mark: Mark
    let color: Color
}

extension Rectangle {
    /// How many ticks there is room for along its height, with labels of one size.
    func tickCount(_ style: PictureStyle) -> Int {
        max(2, Int(height / (style.label.size * 1.8)))
    }
}
