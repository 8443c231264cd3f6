/// Sixteen features side by side, what our own kernels work on at a time: a line of the processor's cache.
typealias Lanes = SIMD16<Float>

extension SIMD16<Float> {
    /// The first numbers from memory, up to sixteen; zeros after them.
    @inline(__always)
    init(_ source: UnsafePointer<Float>, count: Int) {
        if count >= Self.scalarCount {
            self = UnsafeRawPointer(source).loadUnaligned(as: Self.self)
        } else {
            self = .zero
            for lane in 0..<count { self[lane] = source[lane] }
        }
    }

    /// Writes the first numbers to memory, up to sixteen.
    @inline(__always)
    func store(_ target: UnsafeMutablePointer<Float>, count: Int) {
        if count >= Self.scalarCount {
            UnsafeMutableRawPointer(target).storeBytes(of: self, as: Self.self)
        } else {
            for lane in 0..<count { target[lane] = self[lane] }
        }
    }
}
