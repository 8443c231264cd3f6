import Foundation

/// The weights, classes × bins, that gather a power spectrum into pitch classes (librosa's `filters.chroma`).
struct ChromaBank: Hashable, Sendable {
    let classCount: Int
    /// Bin by bin: the weights of every class for bin 0, then for bin 1, …
    let weights: [Float]

    init(_ options: ChromaOptions, frames: FrameOptions) {
        let classes = Double(options.classes)
        let reference = 440 * pow(2, Double(options.tuning) / classes) / 16
        // The table is made over the whole circle of bins, because a bin's width is the distance to the next.
        var positions = (1...frames.binCount).map { bin in
            classes * log2(Double(bin) * Double(frames.sampleRate) / Double(frames.transformLength) / reference)
        }
        // 0 Hz has no pitch: it is put one and a half octaves below the first bin.
        positions.insert(positions[0] - 1.5 * classes, at: 0)
        let half = (classes / 2).rounded(.toNearestOrEven)
        let rotation = 3 * (options.classes / 12)

        var weights: [Float] = []
        for bin in 0..<frames.binCount {
            let width = max(positions[bin + 1] - positions[bin], 1)
            var column = (0..<options.classes).map { index in
                let shifted = positions[bin] - Double(index) + half + 10 * classes
                let distance = shifted - classes * (shifted / classes).rounded(.down) - half
                return exp(-0.5 * pow(2 * distance / width, 2))
            }
            let length = column.reduce(0) { $0 + $1 * $1 }.squareRoot()
            let octave = (positions[bin] / classes - Double(options.centreOctave)) / Double(options.octaveWidth)
            let scale = exp(-0.5 * octave * octave) / (length > Double(Float.leastNormalMagnitude) ? length : 1)
            column = (0..<options.classes).map { column[($0 + rotation) % options.classes] * scale }
            weights.append(contentsOf: column.map(Float.init))
        }
        classCount = options.classes
        self.weights = weights
    }
}
