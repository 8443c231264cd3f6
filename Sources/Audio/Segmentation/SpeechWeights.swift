/// The small network that weighs the evidence of a frame, of its neighbours, and of the past: sixteen units, then one.
///
/// `Benchmarks/speech_weights.py` fits the values on CREMA-D's training speakers and EmoDB with noise added.
enum SpeechWeights {
    typealias Vector = SIMD16<Float>

    /// How many values of a vector are evidence.
    static let evidenceCount = 9
    /// How much of the near and of the far past is left a frame later: half of it after 40 ms and after 230 ms.
    static let fading: (near: Float, far: Float) = (0.84, 0.97)

    /// A row for each value of this frame's evidence, then of the next one's, of the one before, and of the near and far past.
    private static let rows: [Vector] = stride(from: 0, to: hidden.count, by: 16).map { vector(hidden[$0..<$0 + 16]) }
    private static let unitBias = vector(hiddenBias[...])
    private static let unitWeights = vector(output[...])

    private static func vector(_ values: ArraySlice<Float>) -> Vector {
        var result = Vector.zero
        for (index, value) in zip(0..<16, values) { result[index] = value }
        return result
    }

    /// What the network knows of earlier frames.
    struct History: Hashable, Sendable {
        private var before = Vector.zero
        private var near = Vector.zero
        private var far = Vector.zero

        /// The log-odds of speech; to be called for every frame in order.
        mutating func score(_ evidence: SpeechEvidence, next: SpeechEvidence) -> Float {
            let now = evidence.vector
            var units = SpeechWeights.unitBias
            SpeechWeights.rows.withUnsafeBufferPointer { rows in
                var row = 0
                for input in [now, next.vector, before, near, far] {
                    for index in 0..<SpeechWeights.evidenceCount where row < rows.count {
                        units += rows[row] * input[index]
                        row += 1
                    }
                }
            }
            near = near * SpeechWeights.fading.near + before * (1 - SpeechWeights.fading.near)
            far = far * SpeechWeights.fading.far + before * (1 - SpeechWeights.fading.far)
            before = now
            return (pointwiseMax(units, Vector(repeating: 0)) * SpeechWeights.unitWeights).sum() + SpeechWeights.outputBias
        }
    }
}

extension SpeechEvidence {
    /// In the order of the weights.
    var vector: SpeechWeights.Vector {
        var result = SpeechWeights.Vector.zero
        result[0] = excess
        result[1] = strongestExcess
        result[2] = lowExcess
        result[3] = highExcess
        result[4] = periodicity
        result[5] = contrast
        result[6] = relativeLevel
        result[7] = range
        result[8] = change
        return result
    }
}
