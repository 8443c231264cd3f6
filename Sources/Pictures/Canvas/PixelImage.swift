/// Opaque pixels, row by row from the top, each 0x00RRGGBB.
public struct PixelImage: Hashable, Sendable {
    public let width: Int
    public let height: Int
    public var pixels: [UInt32]

    /// - Precondition: `width` and `height` are not negative.
    public init(width: Int, height: Int, fill: UInt32 = 0) {
        precondition(width >= 0 && height >= 0, "a size")
        self.width = width
        self.height = height
        pixels = [UInt32](repeating: fill, count: width * height)
    }

    public subscript(x: Int, y: Int) -> UInt32 {
        get { pixels[y * width + x] }
        set { pixels[y * width + x] = newValue }
    }
}
