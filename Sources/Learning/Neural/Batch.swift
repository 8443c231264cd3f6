/// What one training step learns from.
package struct Batch: Sendable {
    /// Frames of each utterance, padding included.
    package let frames: Int
    /// Utterances × frames × columns; padding is zero, which is the mean.
    package internal(set) var input: [Float]
    /// Frames that are not padding.
    package internal(set) var lengths: [Int]
    /// Utterances × classes, each row a distribution.
    package internal(set) var targets: [Float]
    package internal(set) var weights: [Float]
}

/// Which utterances an epoch's batches are made of.
package struct BatchPlan: Sendable {
    /// Batches of one size, each of utterances that are about as long as one another.
    package let batches: [[Int]]

    /// Utterances are drawn in any order, one of each origin, and sorted by length only among a few batches' worth.
    ///
    /// Of corpora that join in, an epoch hears some, drawn anew: so many for each utterance of what the net is for.
    ///
    /// - Parameter inPairs: two of each origin, which differ where it has more than one; a batch's second half are the variants of its
    ///   first.
    package init(
        _ examples: NetExamples, batchSize: Int, inPairs: Bool = false, joinedShare: Double = 1,
        using generator: inout some RandomNumberGenerator
    ) {
        let batchSize = inPairs ? batchSize / 2 : batchSize
        var variants = Dictionary(grouping: 0..<examples.count) { examples.origins[$0] }.sorted { $0.key < $1.key }
        if let corpora = examples.corpora {
            let own = variants.filter { corpora[$0.value[0]] == 0 }
            let joining = variants.filter { corpora[$0.value[0]] > 0 }.shuffled(using: &generator)
            variants = own + joining.prefix(Int((Double(own.count) * joinedShare).rounded()))
        }
        var order = variants.compactMap { $0.value.randomElement(using: &generator) }.shuffled(using: &generator)
        // The last batch is filled up with some that are heard twice.
        while !order.count.isMultiple(of: batchSize) { order.append(order[Int.random(in: 0..<order.count, using: &generator)]) }
        var batches: [[Int]] = []
        for start in stride(from: 0, to: order.count, by: batchSize * Self.sortedBatches) {
            let part = order[start..<min(start + batchSize * Self.sortedBatches, order.count)]
                .sorted { examples.lengths[$0] < examples.lengths[$1] }
            batches += stride(from: 0, to: part.count, by: batchSize).map { Array(part[$0..<$0 + batchSize]) }
        }
        batches.shuffle(using: &generator)
        guard inPairs else {
            self.batches = batches
            return
        }
        let byOrigin = Dictionary(uniqueKeysWithValues: variants)
        self.batches = batches.map { batch in
            batch + batch.map { utterance in
                let others = byOrigin[examples.origins[utterance]]?.filter { $0 != utterance } ?? []
                return others.randomElement(using: &generator) ?? utterance
            }
        }
    }

    private static let sortedBatches = 8
}
