/// The upper half of a number of single precision.
struct BFloat16 {
    let bits: UInt16
}

/// Numbers of a tensor as vectors of single precision.
protocol TensorNumber {
    typealias Vector = SIMD8<Float>

    /// How many numbers are read and written as a whole: those of one vector or of two.
    static var stretch: Int { get }

    /// The stretch that begins at the pointer; which of its numbers are in which vector is the format's own affair.
    static func vectors(at stretch: UnsafePointer<Self>) -> (Vector, Vector)

    /// - Parameter vectors: what can be kept without rounding, such as what was read.
    static func store(_ vectors: (Vector, Vector), at stretch: UnsafeMutablePointer<Self>)
}

extension Float: TensorNumber {
    static var stretch: Int { Vector.scalarCount }

    @inline(__always)
    static func vectors(at stretch: UnsafePointer<Float>) -> (Vector, Vector) {
        (UnsafeRawPointer(stretch).loadUnaligned(as: Vector.self), .zero)
    }

    @inline(__always)
    static func store(_ vectors: (Vector, Vector), at stretch: UnsafeMutablePointer<Float>) {
        UnsafeMutableRawPointer(stretch).storeBytes(of: vectors.0, as: Vector.self)
    }
}

/// Sixteen numbers as eight pairs: the first vector has the lower halves, the second the upper ones.
extension BFloat16: TensorNumber {
    private typealias Pairs = SIMD8<UInt32>
    static var stretch: Int { 2 * Vector.scalarCount }

    // Vectors, as Swift combines those with a single number one by one.
    private static var upper: Pairs { Pairs(repeating: 0xFFFF_0000) }
    private static var half: Pairs { Pairs(repeating: 16) }

    @inline(__always)
    static func vectors(at stretch: UnsafePointer<BFloat16>) -> (Vector, Vector) {
        let pairs = UnsafeRawPointer(stretch).loadUnaligned(as: Pairs.self)
        return (unsafeBitCast(pairs &<< half, to: Vector.self), unsafeBitCast(pairs & upper, to: Vector.self))
    }

    @inline(__always)
    static func store(_ vectors: (Vector, Vector), at stretch: UnsafeMutablePointer<BFloat16>) {
        let pairs = (unsafeBitCast(vectors.0, to: Pairs.self) &>> half) | (unsafeBitCast(vectors.1, to: Pairs.self) & upper)
        UnsafeMutableRawPointer(stretch).storeBytes(of: pairs, as: Pairs.self)
    }
}
