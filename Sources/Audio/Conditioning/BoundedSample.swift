extension Float {
    /// 0 for what is not finite, and ±10⁶ at most, 120 dB over full scale: powers and sums of it stay finite.
    package var bounded: Float { isFinite ? Swift.min(Swift.max(self, -1e6), 1e6) : 0 }
}

extension [Float] {
    /// Makes room for so many samples, within reason.
    ///
    /// A buffer that grows with the sound leaves holes of all sizes behind, in which a heap's other content settles.
    package mutating func reserveForSound(_ count: Int) { reserveCapacity(Swift.min(count, 1 << 20)) }

    /// Each sample ``Swift/Float/bounded``; nothing is copied where all are.
    package var boundedSamples: [Float] { areBounded ? self : map(\.bounded) }

    /// Eight at a time.
    private var areBounded: Bool {
        typealias Lanes = SIMD8<Float>
        return withUnsafeBytes { bytes in
            let whole = count & ~7
            let (limit, one) = (Lanes(repeating: 1e6), Lanes(repeating: 1))
            var beyond = Lanes.zero
            for n in stride(from: 0, to: whole, by: 8) {
                let values = bytes.loadUnaligned(fromByteOffset: n * MemoryLayout<Float>.stride, as: Lanes.self)
                // A comparison with what is no number is false.
                beyond.replace(with: one, where: .!(values .<= limit) .| .!(values .>= -limit))
            }
            return beyond == .zero && self[whole...].allSatisfy { abs($0) <= 1e6 }
        }
    }
}
