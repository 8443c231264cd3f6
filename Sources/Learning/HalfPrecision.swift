/// IEEE 754 half precision by its bits: `Float16` does not exist on every platform that Swift does.
extension Float {
    /// The nearest number that half precision can hold, ties to even; beyond ±65504 that limit.
    var roundedToHalf: Float { Float(halfBits: halfBits) }

    /// The bits of the nearest half; values beyond the largest finite half become that.
    var halfBits: UInt16 {
        let sign = UInt16(truncatingIfNeeded: (bitPattern >> 16) & 0x8000)
        let size = min(magnitude, 65504)
        guard size >= 0x1p-14 else {
            // Subnormal: a whole multiple of 2⁻²⁴.
            return sign | UInt16((size * 0x1p24).rounded(.toNearestOrEven))
        }
        let bits = size.bitPattern
        let kept = bits >> 13
        let rest = bits & 0x1FFF
        let up: UInt32 = rest > 0x1000 || (rest == 0x1000 && kept & 1 == 1) ? 1 : 0
        // The exponent's bias goes from 127 to 15.
        return sign | UInt16(min(kept + up - (112 << 10), 0x7BFF))
    }

    init(halfBits bits: UInt16) {
        let exponent = Int(bits >> 10) & 0x1F
        let fraction = Float(bits & 0x3FF)
        let size: Float
        if exponent == 0 {
            size = fraction * 0x1p-24
        } else {
            size = Float(sign: .plus, exponent: exponent - 15, significand: 1 + fraction * 0x1p-10)
        }
        self = bits & 0x8000 == 0 ? size : -size
    }
}
