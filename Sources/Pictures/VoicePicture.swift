import Foundation
import UndertoneAffect

/// A recording as a picture shows it: its name, what was measured, and what it expresses.
public struct PicturedRecording: Sendable {
    public let name: String
    public let traces: RecordingTraces
    /// Nil leaves the emotions out.
    public let emotions: EmotionTimeline?

    public init(name: String, traces: RecordingTraces, emotions: EmotionTimeline? = nil) {
        self.name = name
        self.traces = traces
        self.emotions = emotions
    }
}

/// Waveform, spectrogram with pitch and formants, intensity and emotions of a recording, one below the other over one time axis;
/// or of two recordings side by side, on the same scales, so that what looks longer, louder or higher is.
///
///     let recording = PicturedRecording(name: "call.wav", traces: try RecordingTraces(contentsOf: "call.wav"))
///     let bytes = try VoicePicture([recording]).encoded(as: .svg, width: 1200, height: 900)
public struct VoicePicture: Sendable {
    public let recordings: [PicturedRecording]
    public let theme: Theme

    /// Throws `PictureError.recordingCount` unless there are one or two recordings.
    public init(_ recordings: [PicturedRecording], theme: Theme = .light) throws(PictureError) {
        guard (1...2).contains(recordings.count) else { throw .recordingCount(recordings.count) }
        self.recordings = recordings
        self.theme = theme
    }

    /// The bytes of the picture's file.
    ///
    /// - Parameters:
    ///   - width: in points, which are the pixels of a PNG; `Canvas.sides` bounds both sides.
    /// - Throws: `PictureError` when a side is out of bounds, or when cairo fails.
    public func encoded(as format: PictureFormat, width: Int, height: Int) throws(PictureError) -> [UInt8] {
        let canvas = try Canvas(width: width, height: height, format: format)
        draw(on: canvas)
        return try canvas.encoded()
    }

    /// Fills a canvas.
    public func draw(on canvas: Canvas) {
        let style = PictureStyle(theme: theme, width: canvas.width, height: canvas.height)
        canvas.fill(
            Rectangle(x: 0, y: 0, width: Double(canvas.width), height: Double(canvas.height)), theme.background)
        let layout = PictureLayout(panels, columnCount: recordings.count, canvas: canvas, style)
        for (recording, column) in zip(recordings, layout.columns) { drawTitle(of: recording, in: column, canvas, style) }
        for (index, strip) in layout.strips.enumerated() {
            drawHeading(of: strip, canvas, style)
            for recording in recordings.indices {
                let place = layout.place(of: index, recording)
                let time = timeAxis(in: place)
                PanelFrame(place: place, time: time, canvas: canvas, style: style)
                    .draw(strip.panel, recording, isFirst: recording == 0, isLast: recording == recordings.count - 1)
            }
        }
        for recording in recordings.indices {
            drawTimes(timeAxis(in: layout.place(of: layout.strips.count - 1, recording)), layout.bottom, canvas, style)
        }
    }

    private var panels: [any Panel] {
        let traces = recordings.map(\.traces)
        var panels: [any Panel] = [WaveformPanel(traces), SpectrogramPanel(traces, theme: theme), IntensityPanel(traces)]
        if recordings.contains(where: { $0.emotions != nil }) { panels.append(EmotionPanel(recordings.map(\.emotions))) }
        return panels
    }

    /// As long as the longest recording, in every column.
    private func timeAxis(in place: Rectangle) -> Axis {
        let longest = recordings.map(\.traces.duration).max() ?? 0
        return Axis(0...max(longest, 0.01), from: place.x, to: place.right)
    }

    private func drawTitle(
        of recording: PicturedRecording, in column: PictureLayout.Column, _ canvas: Canvas, _ style: PictureStyle
    ) {
        let name = canvas.shortened(recording.name, to: column.width, style.name)
        let top = PictureLayout.margin * style.scale
        canvas.text(name, at: Point(column.x, top + style.name.size), style.name)
        let facts = facts(about: recording)
        let fitting = facts.first { canvas.textWidth($0, style.answer) <= column.width } ?? facts[facts.count - 1]
        canvas.text(
            canvas.shortened(fitting, to: column.width, style.answer),
            at: Point(column.x, top + style.name.size + 1.5 * style.answer.size), style.answer)
    }

    /// The line below the name, from the most to the least that there may be room for.
    private func facts(about recording: PicturedRecording) -> [String] {
        let length = TimeScale.length(recording.traces.duration)
        guard let emotions = recording.emotions else { return [length] }
        guard let answer = emotions.whole else { return ["\(length), no speech"] }
        let ranked = zip(answer.labels, answer.values).sorted { $0.1 > $1.1 }
            .map { "\($0.0) \(Int((100 * $0.1).rounded())) %" }
        return [3, 2, 1].map { "\(length), \(ranked.prefix($0).joined(separator: ", "))" }
    }

    private func drawHeading(of strip: PictureLayout.Strip, _ canvas: Canvas, _ style: PictureStyle) {
        canvas.text(strip.panel.title, at: strip.titlePoint, style.heading)
        for (entry, point) in strip.key {
            // Marks stand on the middle of the small letters.
            let middle = point.y - 0.33 * style.label.size
            let size = KeyLayout.markWidth * style.scale
            switch entry.mark {
            case .square:
                canvas.fill(
                    Rectangle(x: point.x, y: middle - size / 2, width: size, height: size).aligned, entry.color)
            case .line:
                canvas.stroke(
                    [Point(point.x, middle), Point(point.x + size, middle)], entry.color, width: 2.5 * style.scale)
            case .dots:
                canvas.dots(
                    [0, 0.5, 1].map { Point(point.x + $0 * size, middle) }, radius: 1.6 * style.scale, entry.color)
            }
            canvas.text(entry.label, at: Point(point.x + KeyLayout.labelShift * style.scale, point.y), style.label)
        }
    }

    private func drawTimes(_ axis: Axis, _ bottom: Double, _ canvas: Canvas, _ style: PictureStyle) {
        let widest = canvas.textWidth(axis.range.upperBound >= 3600 ? "00:00:00" : "00.000", style.label)
        let scale = TimeScale(axis, atMost: max(2, Int(axis.length / (1.7 * widest))))
        let line = bottom + 1.5 * style.label.size
        for tick in scale.ticks {
            let x = axis.position(of: tick.value)
            canvas.stroke([Point(x, bottom), Point(x, bottom + 3 * style.scale)], style.theme.quietText, width: style.scale)
            canvas.text(tick.label, at: Point(x, line), style.label, alignment: .middle)
        }
        canvas.text(
            scale.title, at: Point((axis.start + axis.end) / 2, line + 1.35 * style.label.size), style.label,
            alignment: .middle)
    }
}
