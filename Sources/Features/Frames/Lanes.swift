/// One number of each of eight frames. Every kernel works on eight frames at once, one a lane, so that no step moves numbers
/// between lanes, and a frame's result depends neither on its neighbours nor on its lane.
typealias Lanes = SIMD8<Float>
typealias LanePointer = UnsafeMutablePointer<Lanes>

/// Half the lanes, as wide as a vector of every x86-64 and arm64 processor.
typealias HalfLanes = SIMD4<Float>
typealias HalfLanePointer = UnsafeMutablePointer<HalfLanes>

enum LaneMath {
    /// factor · ln(x) for normal positive x, to about two units in the last place.
    ///
    /// x = 2ᵉ·m with √½ ≤ m < √2, and ln m = 2·artanh((m − 1)/(m + 1)), whose series needs four terms there.
    @inline(__always)
    static func scaledLog(_ x: Lanes, factor: Float) -> Lanes {
        let bits = unsafeBitCast(x, to: SIMD8<UInt32>.self)
        // √½ ≤ mantissa < √2: subtracting √½'s bits makes the exponent round there.
        let shifted = bits &- SIMD8(repeating: 0x3F35_04F3)
        let exponentBits = shifted & SIMD8(repeating: 0xFF80_0000)
        let m = unsafeBitCast(bits &- exponentBits, to: Lanes.self)
        // The exponent as a float by the 1.5·2²³ trick; a lane-wise conversion is slow on older instruction sets.
        let signed = unsafeBitCast(exponentBits, to: SIMD8<Int32>.self) &>> SIMD8(repeating: 23)
        let magic = unsafeBitCast(signed &+ SIMD8(repeating: 0x4B40_0000), to: Lanes.self)
        let exponent = magic - 12_582_912

        let s = (m - 1) / (m + 1)
        let square = s * s
        var p = square * (factor * 0.285_714_3) + factor * 0.4
        p = p * square + factor * 0.666_666_7
        p = p * square + factor * 2
        return exponent * (0.693_147_18 * factor) + p * s
    }

    @inline(__always)
    static func max(_ a: Lanes, _ b: Lanes) -> Lanes { b.replacing(with: a, where: a .> b) }

    @inline(__always)
    static func min(_ a: Lanes, _ b: Lanes) -> Lanes { b.replacing(with: a, where: a .< b) }
}
