/// Where everything of a picture stands, so that no label meets another whatever its size.
struct PictureLayout {
    /// One recording's share of the width.
    struct Column {
        let x: Double
        let width: Double
    }

    /// One panel across all columns, with its heading above.
    struct Strip {
        let panel: any Panel
        let titlePoint: Point
        let key: [(KeyEntry, Point)]
        let y: Double
        let height: Double
    }

    let columns: [Column]
    let strips: [Strip]
    /// Where the last panel ends and the times begin.
    var bottom: Double { strips.last.map { $0.y + $0.height } ?? 0 }

    /// Around the picture, at scale 1.
    static let margin = 14.0

    init(_ panels: [any Panel], columnCount: Int, canvas: Canvas, _ style: PictureStyle) {
        let margin = Self.margin * style.scale
        let (width, height) = (Double(canvas.width), Double(canvas.height))
        // Labels depend on the height of a panel only in their number, so a guess of it is enough to find how wide they are.
        let guess = Rectangle(x: 0, y: 0, width: width, height: height / 2)
        func widest(_ scales: [Scale?]) -> Double {
            scales.compactMap { $0 }.flatMap(\.ticks).map { canvas.textWidth($0.label, style.label) }.max() ?? 0
        }
        let left = margin + widest(panels.map { $0.leftScale(guess, style) }) + Self.labelGap * style.scale
        let rightLabels = widest(panels.map { $0.rightScale(guess, style) })
        // The last time's label reaches half its width beyond the axis.
        let right = margin + max(rightLabels + Self.labelGap * style.scale, 1.5 * style.label.size)
        let gap = 2.6 * style.label.size
        let columnWidth = (width - left - right - gap * Double(columnCount - 1)) / Double(columnCount)
        columns = (0..<columnCount).map { Column(x: left + Double($0) * (columnWidth + gap), width: columnWidth) }

        let keys = panels.map { KeyLayout($0, from: left, to: width - margin, canvas, style) }
        let top = margin + style.name.size + 2 * style.answer.size
        let foot = 3.2 * style.label.size + margin / 2
        let free = height - top - foot - keys.map(\.height).reduce(0, +)
        let shares = panels.map(\.share).reduce(0, +)
        var y = top
        strips = zip(panels, keys).map { panel, key in
            let place = Rectangle(x: 0, y: y + key.height, width: 0, height: free * panel.share / shares).aligned
            defer { y = place.bottom }
            return Strip(
                panel: panel, titlePoint: Point(left, y + key.firstLine),
                key: key.entries.map { ($0, Point($1.x, $1.y + y)) }, y: place.y, height: place.height)
        }
    }

    /// Where a panel shows one recording.
    func place(of strip: Int, _ column: Int) -> Rectangle {
        Rectangle(
            x: columns[column].x, y: strips[strip].y, width: columns[column].width, height: strips[strip].height
        ).aligned
    }

    /// Between an axis and its labels, at scale 1.
    static let labelGap = 7.0
}

/// A panel's title and the key of its colours, in as many lines as they need.
struct KeyLayout {
    /// Of the title and the key together.
    let height: Double
    /// The base line of the title, from the top.
    let firstLine: Double
    /// Where each entry's mark begins, on its base line, from the top.
    let entries: [(KeyEntry, Point)]

    /// At scale 1.
    static let markWidth = 11.0
    static let labelShift = 16.0

    init(_ panel: any Panel, from left: Double, to right: Double, _ canvas: Canvas, _ style: PictureStyle) {
        let lineHeight = 1.45 * style.heading.size
        let gap = 14 * style.scale
        firstLine = 1.7 * style.heading.size
        var x = left + canvas.textWidth(panel.title, style.heading) + 1.5 * gap
        var line = firstLine
        var entries: [(KeyEntry, Point)] = []
        for entry in panel.key {
            let width = Self.labelShift * style.scale + canvas.textWidth(entry.label, style.label)
            if x + width > right, x > left {
                x = left
                line += lineHeight
            }
            entries.append((entry, Point(x, line)))
            x += width + gap
        }
        self.entries = entries
        height = line + 0.55 * style.heading.size
    }
}
