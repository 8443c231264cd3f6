import CCairo

/// What letters look like.
public struct TextStyle: Hashable, Sendable {
    /// Of the font, in points.
    public var size: Double
    public var color: Color
    public var isBold: Bool

    public init(size: Double, color: Color, isBold: Bool = false) {
        self.size = size
        self.color = color
        self.isBold = isBold
    }
}

extension Canvas {
    /// Which part of a text stands at the point that is named.
    public enum Alignment: String, Sendable {
        case start, middle, end
    }

    /// Writes one line with its base line at a point. What a file name may hold but no font draws and no XML
    /// allows (control characters) is left out.
    public func text(_ text: String, at point: Point, _ style: TextStyle, alignment: Alignment = .start) {
        let text = Self.printable(text)
        guard !text.isEmpty else { return }
        if format == .svg {
            labels.append(ScalableLabel(text: text, point: point, style: style, alignment: alignment))
            return
        }
        let width = textWidth(text, style)
        let shift =
            switch alignment {
            case .start: 0.0
            case .middle: width / 2
            case .end: width
            }
        select(style.color)
        cairo_move_to(context, point.x - shift, point.y)
        cairo_show_text(context, text)
    }

    /// How far a line reaches, in points. On a system without any font cairo's built-in one is measured and drawn.
    public func textWidth(_ text: String, _ style: TextStyle) -> Double {
        cairo_select_font_face(
            context, Self.fontFamily, CAIRO_FONT_SLANT_NORMAL, style.isBold ? CAIRO_FONT_WEIGHT_BOLD : CAIRO_FONT_WEIGHT_NORMAL)
        cairo_set_font_size(context, style.size)
        var extents = cairo_text_extents_t()
        cairo_text_extents(context, Self.printable(text), &extents)
        return extents.x_advance
    }

    /// The text if it fits into `width`, otherwise its beginning and its end around an ellipsis: both tell files apart.
    public func shortened(_ text: String, to width: Double, _ style: TextStyle) -> String {
        let letters = Array(Self.printable(text))
        guard textWidth(String(letters), style) > width else { return String(letters) }
        // The longest that fits, by bisection.
        var (fits, tooLong) = (0, letters.count)
        while tooLong - fits > 1 {
            let kept = (fits + tooLong) / 2
            if textWidth(Self.middleOut(letters, keeping: kept), style) <= width { fits = kept } else { tooLong = kept }
        }
        return Self.middleOut(letters, keeping: fits)
    }

    private static func middleOut(_ letters: [Character], keeping count: Int) -> String {
        String(letters.prefix(count - count / 2)) + "…" + String(letters.suffix(count / 2))
    }

    private static func printable(_ text: String) -> String {
        let kept = text.unicodeScalars.filter {
            $0.properties.generalCategory != .control && !$0.properties.isNoncharacterCodePoint
        }
        return String(String.UnicodeScalarView(kept))
    }

    static let fontFamily = "sans-serif"
}
