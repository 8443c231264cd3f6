import Synchronization
import UndertoneAudio
import UndertoneNeural

/// The nets that a classifier has compiled, for any number of tasks at once.
///
/// A task takes whichever place is free, and waits where none is. Each place has its own compiled nets, made when they are first needed;
/// all of them read one copy of the weights, and those of nets of rows one copy of what oneDNN makes of them.
final class NetworkPool: Sendable {
    /// Compiled nets belong to one task at a time: whoever holds the lock.
    private final class Place: Sendable {
        let content = Mutex(Content())
    }

    private struct Content {
        var runner: NetRunner?
        /// The lengths that the runner has compiled nets for.
        var lengths: Set<Int> = []
    }

    /// `@unchecked Sendable`: once it is filled nobody writes to it; compiled nets for inference only read their weights.
    private struct Weights: @unchecked Sendable {
        let store: ParameterStore
    }

    /// `@unchecked Sendable`: nobody runs it; others read the copies of the weights that it has prepared.
    private struct Prepared: @unchecked Sendable {
        let network: Network
    }

    private let net: Net
    private let filled: Weights
    /// Nil until the first place needs it, and for a net of frames, which is compiled for many lengths.
    private let prepared = Mutex<Prepared?>(nil)
    private let places = (0..<min(processorCount, NetworkPool.mostPlaces)).map { _ in Place() }

    /// oneDNN works on all cores for one utterance of frames already.
    private static let mostPlaces = 4
    /// As long as the weights come from memory, four rows take no longer than one; of more, oneDNN computes some in another order.
    private static let rowsAtOnce = 4
    /// How many lengths a place keeps nets for: 20 s of speech.
    private static let mostLengths = 64

    /// - Throws: `NeuralError` when a weight is missing, of another size or not finite.
    init(_ net: Net, weights: [String: [Float]]) throws(NeuralError) {
        self.net = net
        let store = try ParameterStore(net)
        for entry in store.entries { try store.set(entry.declaration.name, to: weights[entry.declaration.name] ?? []) }
        filled = Weights(store: store)
    }

    /// By the names of the net's parameters, each row by row.
    var weights: [String: [Float]] {
        Dictionary(uniqueKeysWithValues: filled.store.entries.map { ($0.declaration.name, filled.store[$0.declaration.name] ?? []) })
    }

    /// The scores of one utterance of frames.
    ///
    /// One at a time, so that they do not depend on what else is heard.
    func scores(ofFrames frames: ArraySlice<Float>, columns: Int, classCount: Int) throws -> [Float] {
        try inPlace { content in
            let length = BatchAssembler.padded(frames.count / columns, takesFrames: true)
            if content.lengths.count >= Self.mostLengths, !content.lengths.contains(length) { content = Content() }
            content.lengths.insert(length)
            return try runner(in: &content).scores(of: [frames], columns: columns, classCount: classCount)
        }
    }

    /// The scores of utterances of one row each, rows × classes; on the calling thread alone.
    ///
    /// A few at a time, since a net reads its weights once for all of them. Each row has the scores, to the bit, that it has by itself: it
    /// runs through the same compiled net, beside rows of zeros.
    func scores(ofRows rows: [ArraySlice<Float>], columns: Int, classCount: Int) throws -> [Float] {
        try onOneThread {
            try inPlace { try runner(in: &$0).scores(of: rows, columns: columns, classCount: classCount) }
        }
    }

    private func inPlace(_ work: (inout Content) throws -> [Float]) throws -> [Float] {
        for place in places {
            if let scores = try place.content.withLockIfAvailable({ try work(&$0) }) { return scores }
        }
        return try places[Int.random(in: places.indices)].content.withLock { try work(&$0) }
    }

    private func runner(in content: inout Content) throws -> NetRunner {
        let runner = try content.runner ?? makeRunner()
        content.runner = runner
        return runner
    }

    private func makeRunner() throws -> NetRunner {
        guard !net.takesFrames else { return NetRunner(net, weights: filled.store, batchSize: 1) }
        let prepared = try prepared.withLock { prepared in
            let ready = try prepared ?? prepare()
            prepared = ready
            return ready
        }
        return NetRunner(net, weights: filled.store, batchSize: Self.rowsAtOnce, prepared: prepared.network)
    }

    private func prepare() throws -> Prepared {
        let network = try Network(net, weights: filled.store, batch: Self.rowsAtOnce, purpose: .inference)
        try network.prepare()
        return Prepared(network: network)
    }
}
