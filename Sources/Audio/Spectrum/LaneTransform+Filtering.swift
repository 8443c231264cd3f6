extension LaneTransform {
    /// Gives every bin of two frames' spectra a new value, and calls `result` with each of the samples that they
    /// are the spectra of.
    ///
    /// A real signal and its Hartley transform, real minus imaginary part, are each other's transform but for a factor (Bracewell
    /// 1983), so that the way back is the way there. The factor is left to whoever can put it into a table: samples that went in
    /// times ½ come out times 2·`length`.
    ///
    /// - Parameters:
    ///   - spectrum: what `transformed` gave; overwritten.
    ///   - scratch: room for as much.
    ///   - change: the new real and imaginary parts of a bin. The imaginary parts of the first and the last bin must stay 0.
    ///   - result: called once a sample, in no order.
    @inlinable @inline(__always)
    package func filter(
        _ spectrum: DoublePairPointer, _ scratch: DoublePairPointer,
        change: (_ bin: Int, _ real: DoublePair, _ imaginary: DoublePair) -> (real: DoublePair, imaginary: DoublePair),
        result: (_ index: Int, _ samples: DoublePair) -> Void
    ) {
        unfold(spectrum) { bin, real, imaginary in
            let (real, imaginary) = change(bin, real, imaginary)
            scratch[bin] = real - imaginary
            if bin > 0 { scratch[length - bin] = real + imaginary }
        }
        unfold(transformed(scratch, spectrum)) { bin, real, imaginary in
            result(bin, real - imaginary)
            if bin > 0, bin < length / 2 { result(length - bin, real + imaginary) }
        }
    }
}
