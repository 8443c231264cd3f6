/// A place on a canvas, in points (pixels of a PNG) from its upper left corner.
public struct Point: Hashable, Sendable {
    public var x: Double
    public var y: Double

    public init(_ x: Double, _ y: Double) {
        self.x = x
        self.y = y
    }
}

/// An upright rectangle, in points.
public struct Rectangle: Hashable, Sendable {
    public var x: Double
    public var y: Double
    public var width: Double
    public var height: Double

    public init(x: Double, y: Double, width: Double, height: Double) {
        self.x = x
        self.y = y
        self.width = max(0, width)
        self.height = max(0, height)
    }

    public var right: Double { x + width }
    public var bottom: Double { y + height }

    /// The same rectangle with its edges on whole points, so that they are drawn sharp.
    public var aligned: Rectangle {
        let (left, top) = (x.rounded(), y.rounded())
        return Rectangle(x: left, y: top, width: right.rounded() - left, height: bottom.rounded() - top)
    }
}

/// Red, green, blue and opacity, each 0…1, in sRGB.
public struct Color: Hashable, Sendable {
    public var red: Double
    public var green: Double
    public var blue: Double
    public var opacity: Double

    /// - Parameter code: for example 0xFF8800.
    public init(_ code: UInt32, opacity: Double = 1) {
        red = Double(code >> 16 & 0xFF) / 255
        green = Double(code >> 8 & 0xFF) / 255
        blue = Double(code & 0xFF) / 255
        self.opacity = opacity
    }

    public func opacity(_ opacity: Double) -> Color {
        var color = self
        color.opacity = opacity
        return color
    }

    /// Whether dark text reads better on it than light text (relative luminance as WCAG 2 weighs it, without its gamma).
    var isLight: Bool { 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.55 }
}
