/// The softmax over the frames that are not padding, for each head and frame of one utterance, and its gradient.
struct AttentionSoftmax {
    let heads: Int
    let frames: Int
    /// What products of queries and keys are multiplied by.
    let scale: Float

    /// From one row to the next: whole lanes, so that none are left over. What lies beyond the last frame is of no account.
    var step: Int { Self.rounded(frames) }
    /// Numbers of one utterance: heads × frames × step.
    var count: Int { heads * frames * step }

    private static func rounded(_ count: Int) -> Int {
        (count + Lanes.scalarCount - 1) / Lanes.scalarCount * Lanes.scalarCount
    }

    /// - Parameter numbers: products of queries and keys that become weights, zero for padding.
    func forward(_ numbers: UnsafeMutablePointer<Float>, length: Int) {
        let (width, end) = (Lanes.scalarCount, Self.rounded(length))
        for row in 0..<heads * frames {
            let numbers = numbers + row * step
            (numbers + length).update(repeating: -.infinity, count: end - length)
            var largest = Lanes(numbers, count: width)
            for start in stride(from: width, to: end, by: width) {
                largest = largest.larger(Lanes(numbers + start, count: width))
            }
            let shift = largest.max()
            var sum = Lanes.zero
            for start in stride(from: 0, to: end, by: width) {
                let power = (scale * (Lanes(numbers + start, count: width) - shift)).exponential()
                power.store(numbers + start, count: width)
                sum += power
            }
            let share = 1 / sum.sum()
            for start in stride(from: 0, to: end, by: width) {
                (share * Lanes(numbers + start, count: width)).store(numbers + start, count: width)
            }
            (numbers + length).update(repeating: 0, count: step - length)
        }
    }

    /// - Parameters:
    ///   - weights: what `forward` gave.
    ///   - gradient: that by the weights, which becomes that by the products.
    func backward(_ weights: UnsafePointer<Float>, gradient: UnsafeMutablePointer<Float>, length: Int) {
        let (width, end) = (Lanes.scalarCount, Self.rounded(length))
        for row in 0..<heads * frames {
            let (weights, gradient) = (weights + row * step, gradient + row * step)
            // The weights of padding are zero, but what comes back to them may be anything.
            (gradient + length).update(repeating: 0, count: step - length)
            var sum = Lanes.zero
            for start in stride(from: 0, to: end, by: width) {
                sum += Lanes(weights + start, count: width) * Lanes(gradient + start, count: width)
            }
            let mean = sum.sum()
            for start in stride(from: 0, to: end, by: width) {
                let distance = Lanes(gradient + start, count: width) - mean
                (scale * Lanes(weights + start, count: width) * distance).store(gradient + start, count: width)
            }
        }
    }
}
