extension LaneTransform {
    /// Gives every bin of two frames' spectra a new value, and returns the frames that these are the spectra of.
    ///
    /// A real signal and its Hartley transform, real minus imaginary part, are each other's transform but for a factor (Bracewell
    /// 1983), so that the way back is the way there. The factor is left to whoever can put it into a table: samples times ½ in
    /// give samples times 2·`length` out.
    ///
    /// - Parameters:
    ///   - source: `length` samples of each frame, times ½; overwritten.
    ///   - scratch: room for as many, where the result will be.
    ///   - changed: room for as many.
    ///   - change: the new real and imaginary parts of a bin; called once a bin, in no order. The imaginary parts of the first and
    ///     the last bin must stay 0.
    @inlinable @inline(__always)
    package func filtered(
        _ source: DoublePairPointer, _ scratch: DoublePairPointer, _ changed: DoublePairPointer,
        _ change: (_ bin: Int, _ real: DoublePair, _ imaginary: DoublePair) -> (real: DoublePair, imaginary: DoublePair)
    ) -> DoublePairPointer {
        unfold(transformed(source, scratch)) { bin, real, imaginary in
            let (real, imaginary) = change(bin, real, imaginary)
            changed[bin] = real - imaginary
            if bin > 0 { changed[length - bin] = real + imaginary }
        }
        unfold(transformed(changed, source)) { bin, real, imaginary in
            scratch[bin] = real - imaginary
            if bin > 0 { scratch[length - bin] = real + imaginary }
        }
        return scratch
    }
}
