/// Colours for values from 0 to 1 whose lightness changes as evenly as the value.
///
/// No edge is seen where the values have none, and a picture survives a photocopier and the common kinds of colour blindness.
/// Between the published control points, which are equidistant, colours are interpolated linearly.
public struct ColorMap: Hashable, Sendable {
    private let table: [UInt32]

    /// Quiet is black, loud is pale yellow: for dark surroundings. *Magma* of S. van der Walt and N. Smith (2015, public domain).
    public static let magma = ColorMap([
        0x000004, 0x0A0822, 0x1D1147, 0x36106B, 0x51127C, 0x6A1C81, 0x832681, 0x9C2E7F, 0xB73779, 0xD0416F, 0xE75263, 0xF56B5C,
        0xFC8961, 0xFEA772, 0xFEC488, 0xFDE2A3, 0xFCFDBF,
    ])

    /// Quiet is white as paper, loud is dark purple: for light surroundings. *BuPu* of C. Brewer's
    /// ColorBrewer (2002), nine classes.
    public static let paper = ColorMap([
        0xF7FCFD, 0xE0ECF4, 0xBFD3E6, 0x9EBCDA, 0x8C96C6, 0x8C6BB1, 0x88419D, 0x810F7C, 0x4D004B,
    ])

    init(_ points: [UInt32]) {
        table = (0..<256).map { step in
            let position = Double(step) / 255 * Double(points.count - 1)
            let index = min(Int(position), points.count - 2)
            let share = position - Double(index)
            let channels = [16, 8, 0].map { shift -> UInt32 in
                let left = Double(points[index] >> UInt32(shift) & 0xFF)
                let right = Double(points[index + 1] >> UInt32(shift) & 0xFF)
                return UInt32((left + share * (right - left)).rounded()) << UInt32(shift)
            }
            return channels.reduce(0, |)
        }
    }

    /// The colour 0x00RRGGBB of a value; values outside 0…1, and NaN, get the nearest end.
    public subscript(value: Double) -> UInt32 {
        guard value > 0 else { return table[0] }
        return table[Int(min(value, 1) * 255)]
    }
}
