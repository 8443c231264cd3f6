import Foundation

/// A line of text in an SVG, written as the text that it is.
struct ScalableLabel {
    let text: String
    let point: Point
    let style: TextStyle
    let alignment: Canvas.Alignment

    /// The file with its labels, above everything else, before the end of its root element.
    static func insert(_ labels: [ScalableLabel], into file: [UInt8]) -> [UInt8] {
        let text = String(decoding: file, as: UTF8.self)
        guard let end = text.range(of: "</svg>", options: .backwards) else { return file }
        let group =
            "<g font-family=\"\(Canvas.fontFamily)\">\n" + labels.map { $0.element + "\n" }.joined() + "</g>\n"
        return Array(text[..<end.lowerBound].utf8) + Array(group.utf8) + Array(text[end.lowerBound...].utf8)
    }

    private var element: String {
        let weight = style.isBold ? " font-weight=\"bold\"" : ""
        let anchor = alignment == .start ? "" : " text-anchor=\"\(alignment.rawValue)\""
        let opacity = style.color.opacity < 1 ? " fill-opacity=\"\(Self.number(style.color.opacity))\"" : ""
        return "<text x=\"\(Self.number(point.x))\" y=\"\(Self.number(point.y))\" font-size=\"\(Self.number(style.size))\""
            + "\(weight)\(anchor) fill=\"\(hexadecimal)\"\(opacity)>\(escaped)</text>"
    }

    private var hexadecimal: String {
        let color = style.color
        let channels = [color.red, color.green, color.blue].map { Int((255 * min(max($0, 0), 1)).rounded()) }
        return String(format: "#%02x%02x%02x", channels[0], channels[1], channels[2])
    }

    private var escaped: String {
        text.replacingOccurrences(of: "&", with: "&amp;").replacingOccurrences(of: "<", with: "&lt;")
            .replacingOccurrences(of: ">", with: "&gt;")
    }

    private static func number(_ value: Double) -> String {
        String(format: "%.2f", value)
    }
}
