import Foundation
import UndertoneAudio

/// Makes batches of utterances: cropped, padded, altered and mixed.
///
/// What befalls an utterance follows from the seed that it is given, so a training can be repeated to the bit.
package struct BatchAssembler: Sendable {
    let examples: NetExamples
    let longestCrop: Int
    let augmentation: SpectrogramAugmentation
    /// How much each class counts, in each corpus.
    let classWeights: [[Float]]

    /// Batches have a multiple of this many frames, so that few shapes are compiled.
    static let frameStep = 32
    private let takesFrames: Bool
    /// Whether the second half of a batch are variants of the first, which are mixed alike.
    private let isPaired: Bool

    package init(_ examples: NetExamples, options: NetTrainingOptions, takesFrames: Bool) {
        self.examples = examples
        self.takesFrames = takesFrames
        longestCrop = options.longestCrop
        augmentation = options.augmentation
        isPaired = options.consistency > 0
        var supports = [[Float]](
            repeating: [Float](repeating: 0, count: examples.classCount), count: (examples.corpora?.max() ?? 0) + 1)
        for (utterance, index) in examples.classes.enumerated() { supports[examples.corpora?[utterance] ?? 0][index] += 1 }
        classWeights = supports.map { supports in
            let present = Float(supports.count { $0 > 0 })
            let total = supports.reduce(0, +)
            return supports.map { options.balancesClasses && $0 > 0 ? total / (present * $0) : 1 }
        }
    }

    package func batch(of utterances: [Int], seed: UInt64) -> Batch {
        var generator = SeededGenerator(seed: seed)
        let heard = utterances.map { altered($0, using: &generator) }
        let longest = heard.reduce(1) { max($0, $1.count / examples.columns) }
        let frames = Self.padded(longest, takesFrames: takesFrames)
        var batch = Batch(
            frames: frames, input: [Float](repeating: 0, count: utterances.count * frames * examples.columns), lengths: [],
            targets: [Float](repeating: 0, count: utterances.count * examples.classCount), weights: [])
        for (place, utterance) in utterances.enumerated() {
            let start = place * frames * examples.columns
            batch.input.replaceSubrange(start..<start + heard[place].count, with: heard[place])
            batch.lengths.append(heard[place].count / examples.columns)
            batch.targets[place * examples.classCount + examples.classes[utterance]] = 1
            let weights = classWeights[examples.corpora?[utterance] ?? 0]
            batch.weights.append(weights[examples.classes[utterance]] * (examples.weights?[utterance] ?? 1))
        }
        if augmentation.mixup > 0 { mix(&batch, using: &generator) }
        return batch
    }

    /// A multiple of the step; a vector stays one row.
    static func padded(_ frames: Int, takesFrames: Bool) -> Int {
        frames == 1 && !takesFrames ? 1 : (frames + frameStep - 1) / frameStep * frameStep
    }

    /// The utterance's frames, cropped and altered.
    private func altered(_ utterance: Int, using generator: inout SeededGenerator) -> [Float] {
        let columns = examples.columns
        let start = examples.starts[utterance]
        var frames = Array(examples.values[start..<start + examples.lengths[utterance] * columns])
        guard examples.lengths[utterance] > 1 else { return frames }
        if augmentation.tempo > 0 || augmentation.warping > 0 {
            frames = stretched(
                frames, tempo: 1 + Double.random(in: -1...1, using: &generator) * augmentation.tempo,
                warping: 1 + Double.random(in: -1...1, using: &generator) * augmentation.warping)
        }
        let count = frames.count / columns
        if count > longestCrop {
            let first = Int.random(in: 0...count - longestCrop, using: &generator)
            frames = Array(frames[first * columns..<(first + longestCrop) * columns])
        }
        if augmentation.colouring > 0 { colour(&frames, using: &generator) }
        mask(&frames, using: &generator)
        return frames
    }

    /// Frames taken at another pace and bands at another place, between neighbours along straight lines.
    private func stretched(_ frames: [Float], tempo: Double, warping: Double) -> [Float] {
        let columns = examples.columns
        let count = frames.count / columns
        let stretchedCount = max(1, Int((Double(count) / tempo).rounded()))
        let bands = (0..<columns).map { band -> (Int, Float) in
            let place = min(Double(band) * warping, Double(columns - 1))
            return (min(Int(place), columns - 2), Float(place - Double(min(Int(place), columns - 2))))
        }
        guard columns > 1, count > 1 else { return frames }
        return [Float](unsafeUninitializedCapacity: stretchedCount * columns) { result, initialised in
            var row = [Float](repeating: 0, count: columns)
            for frame in 0..<stretchedCount {
                let place = min(Double(frame) * tempo, Double(count - 1))
                let first = min(Int(place), count - 2)
                let share = Float(place - Double(first))
                for band in 0..<columns {
                    let (left, right) = (frames[first * columns + band], frames[(first + 1) * columns + band])
                    row[band] = left + share * (right - left)
                }
                for band in 0..<columns {
                    let (low, part) = bands[band]
                    result[frame * columns + band] = row[low] + part * (row[low + 1] - row[low])
                }
            }
            initialised = stretchedCount * columns
        }
    }

    /// The first cosines over the bands, each with an amplitude drawn.
    private func colour(_ frames: inout [Float], using generator: inout SeededGenerator) {
        let columns = examples.columns
        let amplitudes = (0..<4).map { _ in Double.random(in: -1.7...1.7, using: &generator) * augmentation.colouring / 2 }
        let curve = (0..<columns).map { band -> Float in
            let angle = Double.pi * (Double(band) + 0.5) / Double(columns)
            var sum = 0.0
            for (order, amplitude) in amplitudes.enumerated() { sum += amplitude * cos(Double(order) * angle) }
            return Float(sum)
        }
        for start in stride(from: 0, to: frames.count, by: columns) {
            for band in 0..<columns { frames[start + band] += curve[band] }
        }
    }

    private func mask(_ frames: inout [Float], using generator: inout SeededGenerator) {
        let columns = examples.columns
        let count = frames.count / columns
        for _ in 0..<augmentation.bandMasks {
            let width = Int.random(in: 0...min(augmentation.widestBandMask, columns / 2), using: &generator)
            let first = Int.random(in: 0...columns - width, using: &generator)
            for frame in 0..<count {
                for band in first..<first + width { frames[frame * columns + band] = 0 }
            }
        }
        for _ in 0..<augmentation.frameMasks {
            let length = Int.random(in: 0...min(augmentation.longestFrameMask, count / 4), using: &generator)
            let first = Int.random(in: 0...count - length, using: &generator)
            for index in first * columns..<(first + length) * columns { frames[index] = 0 }
        }
    }

    /// Each utterance with the next one, the last with the first, in a proportion of its own.
    private func mix(_ batch: inout Batch, using generator: inout SeededGenerator) {
        let count = batch.lengths.count
        let original = batch
        let size = batch.input.count / count
        let classCount = batch.targets.count / count
        let period = isPaired ? max(1, count / 2) : count
        let shares = (0..<period).map { _ in
            let drawn = Float(Self.beta(augmentation.mixup, using: &generator))
            return max(drawn, 1 - drawn)
        }
        for place in 0..<count {
            let share = shares[place % period]
            let other = place - place % period + (place + 1) % period
            for index in 0..<size {
                let (own, companion) = (original.input[place * size + index], original.input[other * size + index])
                batch.input[place * size + index] = companion + share * (own - companion)
            }
            for index in 0..<classCount {
                let (own, companion) = (original.targets[place * classCount + index], original.targets[other * classCount + index])
                batch.targets[place * classCount + index] = companion + share * (own - companion)
            }
            batch.lengths[place] = max(original.lengths[place], original.lengths[other])
            batch.weights[place] = share * original.weights[place] + (1 - share) * original.weights[other]
        }
    }

    /// Of the symmetric beta distribution with this shape (Jöhnk 1964).
    private static func beta(_ shape: Double, using generator: inout SeededGenerator) -> Double {
        for _ in 0..<1000 {
            let left = pow(Double.random(in: 0...1, using: &generator), 1 / shape)
            let right = pow(Double.random(in: 0...1, using: &generator), 1 / shape)
            if left + right <= 1, left + right > 0 { return left / (left + right) }
        }
        return 1
    }
}
