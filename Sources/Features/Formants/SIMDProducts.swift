/// Sums over two runs of samples, eight at a time; the order of the additions depends on the count alone.
enum SIMDProducts {
    /// Σ a[n]·b[n]
    @inline(__always)
    static func dot(_ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, count: Int) -> Float {
        var sum = SIMD8<Float>.zero
        let whole = count & ~7
        for n in stride(from: 0, to: whole, by: 8) { sum += load(a + n) * load(b + n) }
        var rest = sum.sum()
        for n in whole..<max(whole, count) { rest += a[n] * b[n] }
        return rest
    }

    /// Σ a[n]
    @inline(__always)
    static func sum(_ a: UnsafePointer<Float>, count: Int) -> Float {
        var sum = SIMD8<Float>.zero
        let whole = count & ~7
        for n in stride(from: 0, to: whole, by: 8) { sum += load(a + n) }
        var rest = sum.sum()
        for n in whole..<max(whole, count) { rest += a[n] }
        return rest
    }

    @inline(__always)
    static func load(_ pointer: UnsafePointer<Float>) -> SIMD8<Float> {
        UnsafeRawPointer(pointer).loadUnaligned(as: SIMD8<Float>.self)
    }

    @inline(__always)
    static func store(_ value: SIMD8<Float>, _ pointer: UnsafeMutablePointer<Float>) {
        UnsafeMutableRawPointer(pointer).storeBytes(of: value, as: SIMD8<Float>.self)
    }
}
