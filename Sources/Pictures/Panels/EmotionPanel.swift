import Foundation
import UndertoneAffect

/// The probabilities of the emotions over time, stacked to one.
struct EmotionPanel: Panel {
    let title = "Expressed emotion (%)"
    let share = 1.2
    let key: [KeyEntry]
    private let timelines: [EmotionTimeline?]
    private let colors: [Emotion: Color]

    init(_ timelines: [EmotionTimeline?]) {
        self.timelines = timelines
        let labels = LabelSet(timelines.compactMap { $0 }.flatMap { Array($0.labels) })
        let colors = labels.enumerated().map { EmotionColors.color(of: $0.element, index: $0.offset) }
        key = zip(labels, colors).map { KeyEntry(label: $0.rawValue, mark: .square, color: $1) }
        self.colors = Dictionary(zip(labels, colors)) { first, _ in first }
    }

    func leftScale(_ place: Rectangle, _ style: PictureStyle) -> Scale {
        let axis = Axis(0...100, from: place.bottom, to: place.y)
        return Scale(axis: axis, ticks: axis.ticks(atMost: min(3, place.tickCount(style))))
    }

    func draw(_ recording: Int, on canvas: Canvas, in place: Rectangle, time: Axis, _ style: PictureStyle) {
        guard let timeline = timelines[recording], !timeline.segments.isEmpty else {
            note("no speech", on: canvas, in: place, style)
            return
        }
        let height = leftScale(place, style).axis
        for stretch in Self.stretches(timeline, time) {
            // From the top band down, each from the ground up: no seam shows between two of them.
            for level in timeline.labels.indices.reversed() {
                var outline: [Point] = []
                for column in stretch {
                    let top = height.position(of: 100 * column.shares[...level].reduce(0, +))
                    outline += [Point(column.left, top), Point(column.right, top)]
                }
                outline += [Point(stretch[stretch.count - 1].right, height.start), Point(stretch[0].left, height.start)]
                canvas.fill(outline, colors[timeline.labels[level]] ?? style.theme.quietText)
            }
        }
        for segment in timeline.segments { drawName(segment, on: canvas, time, height, style) }
    }

    /// Part of the width with the same shares throughout.
    private struct Column {
        let left: Double
        var right: Double
        let shares: [Double]
    }

    /// The mean shares of each point's width, equal neighbours joined; a new stretch begins after a pause.
    private static func stretches(_ timeline: EmotionTimeline, _ time: Axis) -> [[Column]] {
        var stretches: [[Column]] = []
        var first = 0
        for point in 0..<max(0, Int((time.end - time.start).rounded(.up))) {
            let left = time.start + Double(point)
            let (start, end) = (time.value(at: left), time.value(at: left + 1))
            while first < timeline.segments.count, timeline.segments[first].end <= start { first += 1 }
            let parts = timeline.segments[first...].prefix { $0.start < end }
                .map { (probabilities: $0.probabilities, weight: min(end, $0.end) - max(start, $0.start)) }
            guard let mean = Probabilities.mean(of: parts) else { continue }
            let column = Column(left: left, right: left + 1, shares: mean.values)
            guard let last = stretches.last?.last, last.right == left else {
                stretches.append([column])
                continue
            }
            if last.shares == column.shares {
                stretches[stretches.count - 1][stretches[stretches.count - 1].count - 1].right = column.right
            } else {
                stretches[stretches.count - 1].append(column)
            }
        }
        return stretches
    }

    /// The answer, in its own band, where a segment is wide enough for the word.
    private func drawName(
        _ segment: EmotionTimeline.Segment, on canvas: Canvas, _ time: Axis, _ height: Axis, _ style: PictureStyle
    ) {
        let answer = segment.probabilities
        guard let level = answer.labels.index(of: answer.emotion) else { return }
        let below = 100 * answer.values[..<level].reduce(0, +)
        let (bottom, top) = (height.position(of: below), height.position(of: below + 100 * answer.confidence))
        let color = colors[answer.emotion] ?? style.theme.quietText
        let ink = TextStyle(size: style.label.size, color: color.isLight ? Color(0x1B1F24) : Color(0xFFFFFF))
        let (left, right) = (time.position(of: segment.start), time.position(of: segment.end))
        let percent = "\(Int((100 * answer.confidence).rounded())) %"
        let fitting = ["\(answer.emotion.rawValue) \(percent)", answer.emotion.rawValue]
            .first { canvas.textWidth($0, ink) + 8 * style.scale < right - left }
        guard let fitting, bottom - top > 1.4 * ink.size else { return }
        canvas.text(
            fitting, at: Point((left + right) / 2, (top + bottom) / 2 + 0.36 * ink.size), ink, alignment: .middle)
    }
}
