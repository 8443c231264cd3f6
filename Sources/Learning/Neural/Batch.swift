/// What one training step learns from.
struct Batch: Sendable {
    /// Frames of each utterance, padding included.
    let frames: Int
    /// Utterances × frames × columns; padding is zero, which is the mean.
    var input: [Float]
    /// Frames that are not padding.
    var lengths: [Int]
    /// Utterances × classes, each row a distribution.
    var targets: [Float]
    var weights: [Float]
}

/// Which utterances an epoch's batches are made of.
struct BatchPlan: Sendable {
    /// Batches of one size, each of utterances that are about as long as one another.
    let batches: [[Int]]

    /// Utterances are drawn in any order, one of each origin, and sorted by length only among a few batches' worth.
    init(_ examples: NetExamples, batchSize: Int, using generator: inout some RandomNumberGenerator) {
        let variants = Dictionary(grouping: 0..<examples.count) { examples.origins[$0] }.sorted { $0.key < $1.key }
        var order = variants.compactMap { $0.value.randomElement(using: &generator) }.shuffled(using: &generator)
        // A batch that is not full is filled with utterances of the epoch's beginning.
        while !order.count.isMultiple(of: batchSize) { order.append(order[Int.random(in: 0..<order.count, using: &generator)]) }
        var batches: [[Int]] = []
        for start in stride(from: 0, to: order.count, by: batchSize * Self.sortedBatches) {
            let part = order[start..<min(start + batchSize * Self.sortedBatches, order.count)]
                .sorted { examples.lengths[$0] < examples.lengths[$1] }
            batches += stride(from: 0, to: part.count, by: batchSize).map { Array(part[$0..<$0 + batchSize]) }
        }
        self.batches = batches.shuffled(using: &generator)
    }

    private static let sortedBatches = 8
}
