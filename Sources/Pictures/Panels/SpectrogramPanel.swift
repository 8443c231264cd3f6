import Foundation

/// Power over time and frequency, with formants and pitch over it.
struct SpectrogramPanel: Panel {
    let title = "Spectrogram (Hz)"
    let share = 3.4
    let hasGrid = false
    let key: [KeyEntry]
    private let traces: [RecordingTraces]
    /// The strongest level of all recordings, in decibels after `emphasis`.
    private let top: Double
    private let pitchRange: ClosedRange<Double>

    /// Decibels from the darkest to the strongest colour.
    private static let dynamicRange = 65.0
    /// Silence is dark whatever it is compared with: this is less than the last bit of 24-bit sound.
    private static let lowestTop = -80.0

    init(_ traces: [RecordingTraces], theme: Theme) {
        self.traces = traces
        top = traces.map { Self.strongest($0.spectrogram) }.max() ?? Self.lowestTop
        // Where voices are; wider when a track goes further.
        let extremes = traces.compactMap(\.pitch.extremes)
        pitchRange =
            max(20, min(60, extremes.map(\.lowerBound).min() ?? 60))
            ... min(4000, max(600, extremes.map(\.upperBound).max() ?? 600))
        var key: [KeyEntry] = []
        if !extremes.isEmpty { key.append(KeyEntry(label: "pitch (Hz, right)", mark: .line, color: theme.pitch)) }
        let formants = traces.map { $0.formants.count { $0.extremes != nil } }.max() ?? 0
        if formants > 0 {
            let label = formants > 1 ? "formants F1-F\(formants)" : "formant F1"
            key.append(KeyEntry(label: label, mark: .dots, color: theme.formants))
        }
        self.key = key
    }

    func leftScale(_ place: Rectangle, _ style: PictureStyle) -> Scale {
        let highest = traces.map { Double($0.sampleRate) / 2 }.max() ?? 8000
        let axis = Axis(0...highest, from: place.bottom, to: place.y)
        return Scale(axis: axis, ticks: axis.ticks(atMost: min(10, place.tickCount(style))))
    }

    func rightScale(_ place: Rectangle, _ style: PictureStyle) -> Scale? {
        guard traces.contains(where: { $0.pitch.extremes != nil }) else { return nil }
        let axis = Axis(pitchRange, from: place.bottom, to: place.y, isLogarithmic: true)
        let ticks = axis.ticks(
            among: [100, 200, 400, 600, 300, 150, 75, 1000, 50, 2000, 500, 250, 30], distance: 1.6 * style.label.size)
        return Scale(axis: axis, ticks: ticks, color: style.theme.pitch)
    }

    func draw(_ recording: Int, on canvas: Canvas, in place: Rectangle, time: Axis, _ style: PictureStyle) {
        let traces = traces[recording]
        let right = min(place.right, time.position(of: traces.duration).rounded(.up))
        let covered = Rectangle(x: place.x, y: place.y, width: max(1, right - place.x), height: place.height)
        let frequency = leftScale(place, style).axis
        // Shapes are printed and zoomed into, so their image is finer than a point.
        let density = canvas.format == .png ? 1.0 : 2.0
        canvas.image(image(traces.spectrogram, in: covered, density, time, frequency, style.theme.spectrogram), in: covered)
        drawFormants(traces.formants, on: canvas, time, frequency, style)
        if let pitch = rightScale(place, style)?.axis { draw(traces.pitch, on: canvas, time, pitch, style) }
    }

    private func draw(_ pitch: Track, on canvas: Canvas, _ time: Axis, _ vertical: Axis, _ style: PictureStyle) {
        let shape = TrackShape(pitch, time: time, vertical: vertical)
        if shape.isSummedUp {
            // Medians of neighbouring moments in a long recording belong to different words: no line joins them.
            let medians = shape.lines.flatMap { $0 }
            canvas.dots(medians, radius: 1.9 * style.scale, style.theme.halo)
            canvas.dots(medians, radius: 1.2 * style.scale, style.theme.pitch)
        } else {
            for line in shape.lines { canvas.stroke(line, style.theme.halo, width: 4.5 * style.scale) }
            for line in shape.lines { canvas.stroke(line, style.theme.pitch, width: 2 * style.scale) }
        }
    }

    private func drawFormants(_ formants: [Track], on canvas: Canvas, _ time: Axis, _ frequency: Axis, _ style: PictureStyle) {
        guard let step = formants.first?.step else { return }
        // Far enough apart to be told from each other; of what lies between, nothing.
        let distance = time.position(of: step) - time.position(of: 0)
        let stride = max(1, Int((3.6 * style.scale / max(distance, 1e-6)).rounded(.up)))
        let dots = formants.flatMap { track in
            Swift.stride(from: 0, to: track.values.count, by: stride).filter { track.values[$0].isFinite }.map {
                Point(time.position(of: track.time(of: $0)), frequency.position(of: Double(track.values[$0])))
            }
        }
        canvas.dots(dots, radius: 2.3 * style.scale, style.theme.halo)
        canvas.dots(dots, radius: 1.5 * style.scale, style.theme.formants)
    }
}

// The image of the levels.
extension SpectrogramPanel {
    /// Speech falls by about 6 dB an octave; raised by as much, its formants are equally visible.
    private static func emphasis(bin: Int, _ spectrogram: Spectrogram) -> Float {
        let frequency = Float(bin) * Float(spectrogram.sampleRate) / Float(2 * (spectrogram.binCount - 1))
        let ratio = max(frequency, 100) / 1000
        return ratio * ratio
    }

    private static func strongest(_ spectrogram: Spectrogram) -> Double {
        let weights = (0..<spectrogram.binCount).map { emphasis(bin: $0, spectrogram) }
        var strongest: Float = 0
        for index in 0..<spectrogram.count {
            for (power, weight) in zip(spectrogram.power(index), weights) { strongest = max(strongest, power * weight) }
        }
        return max(lowestTop, 10 * log10(Double(max(strongest, .leastNormalMagnitude))))
    }

    private func image(
        _ spectrogram: Spectrogram, in place: Rectangle, _ density: Double, _ time: Axis, _ frequency: Axis, _ colors: ColorMap
    ) -> PixelImage {
        var image = PixelImage(
            width: Int(place.width * density), height: Int(place.height * density), fill: colors[0])
        let nyquist = Double(spectrogram.sampleRate) / 2
        let weights = (0..<spectrogram.binCount).map { Self.emphasis(bin: $0, spectrogram) }
        // Which bins each row lies between; nil above half the recording's rate.
        let rows = (0..<image.height).map { row -> (bin: Int, share: Float)? in
            let value = frequency.value(at: place.y + (Double(row) + 0.5) / density)
            guard value <= nyquist else { return nil }
            let position = max(0, value / nyquist) * Double(spectrogram.binCount - 1)
            let bin = min(Int(position), spectrogram.binCount - 2)
            return (bin, Float(position - Double(bin)))
        }
        for column in 0..<image.width {
            let left = place.x + Double(column) / density
            guard let powers = mean(of: spectrogram, from: time.value(at: left), to: time.value(at: left + 1 / density))
            else { continue }
            let levels = zip(powers, weights).map { 10 * log10(max($0 * $1, .leastNormalMagnitude)) }
            for (row, place) in rows.enumerated() {
                guard let place else { continue }
                let level = levels[place.bin] + place.share * (levels[place.bin + 1] - levels[place.bin])
                image[column, row] = colors[1 + (Double(level) - top) / Self.dynamicRange]
            }
        }
        return image
    }

    /// The mean power of the stretches in a span of time; between the middles of two stretches, what lies between them.
    private func mean(of spectrogram: Spectrogram, from start: Double, to end: Double) -> [Float]? {
        let count = Double(spectrogram.count)
        guard count > 0 else { return nil }
        let first = start / spectrogram.stretchDuration
        let last = end / spectrogram.stretchDuration
        if last - first < 2 {
            let middle = min(max(0, (first + last) / 2 - 0.5), count - 1)
            let left = Int(middle)
            let share = Float(middle) - Float(left)
            let powers = spectrogram.power(left)
            guard share > 0, left + 1 < spectrogram.count else { return powers }
            return zip(powers, spectrogram.power(left + 1)).map { $0 + share * ($1 - $0) }
        }
        let indices = Int(max(0, first))..<Int(min(count, max(0, last.rounded(.up))))
        guard var sum = indices.first.map(spectrogram.power) else { return nil }
        for index in indices.dropFirst() {
            for (bin, power) in spectrogram.power(index).enumerated() { sum[bin] += power }
        }
        return sum.map { $0 / Float(indices.count) }
    }
}
