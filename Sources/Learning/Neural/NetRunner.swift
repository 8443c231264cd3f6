import UndertoneNeural

/// Runs a net on utterances of any length: one compiled network for each padded length, all with the same weights.
///
/// All work in the memory of the longest so far. Belongs to one task at a time.
final class NetRunner {
    let net: Net
    let store: ParameterStore
    private let batchSize: Int
    private let format: NumberFormat
    private let prepared: Network?
    private var networks: [Int: Network] = [:]

    /// - Parameter prepared: of a net of rows; one for such batches, whose copies of the weights this one reads too.
    init(
        _ net: Net, weights store: ParameterStore, batchSize: Int, format: NumberFormat = .fastest, prepared: Network? = nil
    ) {
        self.net = net
        self.store = store
        self.batchSize = batchSize
        self.format = format
        self.prepared = prepared
    }

    /// After training has changed the store.
    func weightsChanged() {
        for network in networks.values { network.weightsChanged() }
    }

    /// Scores of utterances, utterances × classes.
    ///
    /// - Parameter rows: each utterance's frames × columns, row by row.
    func scores(of rows: [ArraySlice<Float>], columns: Int, classCount: Int) throws -> [Float] {
        var scores = [Float](repeating: 0, count: rows.count * classCount)
        // Utterances that are about as long as one another together.
        let order = rows.indices.sorted { rows[$0].count > rows[$1].count }
        for start in stride(from: 0, to: order.count, by: batchSize) {
            let part = order[start..<min(start + batchSize, order.count)]
            let longest = part.map { rows[$0].count / columns }.max() ?? 1
            let network = try network(frames: BatchAssembler.padded(longest, takesFrames: net.takesFrames))
            let size = network.input.count / batchSize
            network.input.update(repeating: 0)
            var lengths = [Int](repeating: 1, count: batchSize)
            for (place, index) in part.enumerated() {
                let target = UnsafeMutableBufferPointer(rebasing: network.input[place * size..<(place + 1) * size])
                _ = target.update(fromContentsOf: rows[index])
                lengths[place] = rows[index].count / columns
            }
            network.lengths = lengths
            try network.forward()
            for (place, index) in part.enumerated() {
                for score in 0..<classCount { scores[index * classCount + score] = network.output[place * classCount + score] }
            }
        }
        return scores
    }

    private func network(frames: Int) throws -> Network {
        if let network = networks[frames] { return network }
        let longest = networks.keys.max()
        // Each has the memory of the first of them, which is too small for this one.
        if let longest, longest < frames { networks = [:] }
        let network = try Network(
            net, weights: store, batch: batchSize, frames: frames, purpose: .inference, format: format, prepared: prepared,
            sharing: longest.flatMap { networks[$0] })
        networks[frames] = network
        return network
    }
}
