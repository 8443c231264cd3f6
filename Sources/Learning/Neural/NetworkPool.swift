import Synchronization
import UndertoneAudio
import UndertoneNeural

/// The nets that a classifier has compiled, for any number of tasks at once.
///
/// A task takes whichever place is free, and waits where none is. Each place has its own compiled nets, made when they are first needed;
/// all of them read one copy of the weights.
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

    private let net: Net
    private let weights: [String: [Float]]
    /// Nil until the first place needs it.
    private let shared = Mutex<Weights?>(nil)
    private let places = (0..<min(processorCount, NetworkPool.mostPlaces)).map { _ in Place() }

    /// oneDNN works on all cores for one utterance of frames already.
    private static let mostPlaces = 4
    /// How many lengths a place keeps nets for: 20 s of speech.
    private static let mostLengths = 64

    init(_ net: Net, weights: [String: [Float]]) {
        self.net = net
        self.weights = weights
    }

    /// The scores of one utterance of at least one row; of a single row on the calling thread alone.
    ///
    /// One at a time, so that they do not depend on what else is heard.
    func scores(_ values: ArraySlice<Float>, columns: Int, classCount: Int) throws -> [Float] {
        guard !net.takesFrames else { return try scoresInPlace(values, columns: columns, classCount: classCount) }
        return try onOneThread { try scoresInPlace(values, columns: columns, classCount: classCount) }
    }

    private func scoresInPlace(_ values: ArraySlice<Float>, columns: Int, classCount: Int) throws -> [Float] {
        for place in places {
            let scores = try place.content.withLockIfAvailable { content in
                try run(values, columns: columns, classCount: classCount, in: &content)
            }
            if let scores { return scores }
        }
        return try places[values.count % places.count].content.withLock { content in
            try run(values, columns: columns, classCount: classCount, in: &content)
        }
    }

    private func run(
        _ values: ArraySlice<Float>, columns: Int, classCount: Int, in content: inout Content
    ) throws -> [Float] {
        let length = BatchAssembler.padded(values.count / columns, takesFrames: net.takesFrames)
        if content.lengths.count >= Self.mostLengths, !content.lengths.contains(length) { content = Content() }
        let runner = try content.runner ?? makeRunner()
        content.runner = runner
        content.lengths.insert(length)
        return try runner.scores(of: [values], columns: columns, classCount: classCount)
    }

    private func makeRunner() throws -> NetRunner {
        let weights = try shared.withLock { shared in
            let filled = try shared ?? fill()
            shared = filled
            return filled
        }
        return NetRunner(net, weights: weights.store, batchSize: 1)
    }

    private func fill() throws -> Weights {
        let store = try ParameterStore(net)
        for (name, numbers) in weights { try store.set(name, to: numbers) }
        return Weights(store: store)
    }
}
