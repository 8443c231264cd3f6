extension SIMD16<Float> {
    /// e to the power of each number, for numbers up to 88; correct to two units in the last place. What is not a number stays so.
    ///
    /// 2ⁿ · eʳ with n a whole number and |r| at most ln 2 / 2, eʳ by its series to the seventh power.
    @inline(__always)
    func exponential() -> Self {
        // Below this the power of two would not be a normal number.
        let number = replacing(with: -87, where: self .< -87)
        // Adding 1.5 · 2²³ leaves no bits for fractions: the sum's last bits are the nearest whole number.
        let shifted = number * 1.442_695_04 + 12_582_912
        let whole = shifted - 12_582_912
        // ln 2 in two parts, the first with so few bits that its product is exact.
        let rest = (number - whole * 0.693_359_375) + whole * 2.121_944_4e-4
        var series = rest * (1 / 5040) + 1 / 720
        series = series * rest + 1 / 120
        series = series * rest + 1 / 24
        series = series * rest + 1 / 6
        series = series * rest + 0.5
        series = series * rest + 1
        series = series * rest + 1
        let exponent = unsafeBitCast(shifted, to: SIMD16<UInt32>.self) &<< 23
        return unsafeBitCast(unsafeBitCast(series, to: SIMD16<UInt32>.self) &+ exponent, to: Self.self)
    }

    /// The larger of each pair.
    @inline(__always)
    func larger(_ other: Self) -> Self { replacing(with: other, where: other .> self) }
}
