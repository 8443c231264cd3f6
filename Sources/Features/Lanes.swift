import Foundation

/// One number of each of four frames. Every kernel works on four frames at once, one a lane, so that no step needs to move
/// numbers between lanes, and a frame's result does not depend on its neighbours or its lane.
typealias Lanes = SIMD4<Float>

/// Numbers of the kernels' natural logarithm: degree-9 polynomial after Cephes' `logf`, about one unit in the last place.
enum LaneMath {
    /// factor · ln(x) for normal positive x.
    @inline(__always)
    static func scaledLog(_ x: Lanes, factor: Float) -> Lanes {
        let bits = unsafeBitCast(x, to: SIMD4<UInt32>.self)
        // √½ ≤ mantissa < √2: subtracting √½'s bits makes the exponent round there.
        let shifted = bits &- SIMD4(repeating: 0x3F35_04F3)
        let exponentBits = shifted & SIMD4(repeating: 0xFF80_0000)
        let f = unsafeBitCast(bits &- exponentBits, to: Lanes.self) - 1
        // The exponent as a float by the 1.5·2²³ trick; a lane-wise conversion is slow on older instruction sets.
        let signed = unsafeBitCast(exponentBits, to: SIMD4<Int32>.self) &>> SIMD4(repeating: 23)
        let magic = unsafeBitCast(signed &+ SIMD4(repeating: 0x4B40_0000), to: Lanes.self)
        let exponent = magic - 12_582_912

        let square = f * f
        var p = f * 7.037_683_6e-2 - 1.151_461e-1
        p = p * f + 1.167_699_9e-1
        p = p * f - 1.242_014_1e-1
        p = p * f + 1.424_932_3e-1
        p = p * f - 1.666_805_8e-1
        p = p * f + 2.000_071_5e-1
        p = p * f - 2.499_999_4e-1
        p = p * f + 3.333_333_1e-1
        let natural = f + (p * (square * f) - square * 0.5)
        return exponent * (0.693_147_18 * factor) + natural * factor
    }

    @inline(__always)
    static func max(_ a: Lanes, _ b: Lanes) -> Lanes { b.replacing(with: a, where: a .> b) }

    @inline(__always)
    static func min(_ a: Lanes, _ b: Lanes) -> Lanes { b.replacing(with: a, where: a .< b) }
}

typealias LanePointer = UnsafeMutablePointer<Lanes>
