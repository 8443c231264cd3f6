import UndertoneAudio

extension Recognizer {
    /// Judges a live voice moment by moment.
    ///
    ///     for try await moment in recognizer.moments(in: microphone, sampleRate: 48000) {
    ///         print(moment.end, moment.emotion ?? "nobody speaks", moment.confidence)
    ///     }
    ///
    /// Blocks are asked for as moments are: whoever is slow to take moments lets the blocks wait where they come from. However the sound
    /// is cut into blocks, the moments are the same, and memory does not grow. Ends where the stream does, with a last moment.
    ///
    /// - Parameters:
    ///   - blocks: samples of one channel, full scale ±1.
    ///   - sampleRate: of the blocks, in hertz; nil where it is the model's.
    /// - Throws: while it is iterated, what the stream throws; `MomentError`, `ConditioningError`, `AudioError` when the stream cannot be
    ///   judged so; `CancellationError` when the task is cancelled.
    public func moments<Blocks: AsyncSequence>(
        in blocks: Blocks, sampleRate: Int? = nil, options: MomentOptions = .default
    ) -> Moments<Blocks> where Blocks.Element == [Float] {
        Moments(recognizer: self, blocks: blocks, sampleRate: sampleRate ?? self.sampleRate, options: options)
    }
}

/// The moments of a live voice; see ``Recognizer/moments(in:sampleRate:options:)``.
public struct Moments<Blocks: AsyncSequence>: AsyncSequence where Blocks.Element == [Float] {
    public typealias Element = Moment
    let recognizer: Recognizer
    let blocks: Blocks
    let sampleRate: Int
    let options: MomentOptions

    public func makeAsyncIterator() -> Iterator {
        Iterator(self)
    }

    public struct Iterator: AsyncIteratorProtocol {
        private let moments: Moments
        private var blocks: Blocks.AsyncIterator
        private var stream: MomentStream?
        private var resampler: Resampler?
        private var ready: ArraySlice<Moment> = []
        private var isFinished = false

        init(_ moments: Moments) {
            self.moments = moments
            blocks = moments.blocks.makeAsyncIterator()
        }

        public mutating func next() async throws -> Moment? { try await next(isolation: nil) }

        public mutating func next(isolation actor: isolated (any Actor)?) async throws -> Moment? {
            do {
                return try await advance(isolation: actor)
            } catch {
                (isFinished, ready) = (true, [])
                throw error
            }
        }

        private mutating func advance(isolation actor: isolated (any Actor)?) async throws -> Moment? {
            while ready.isEmpty, !isFinished {
                try Task.checkCancellation()
                if stream == nil { try start() }
                if let block = try await blocks.next(isolation: actor) {
                    try accept(resampler?.process(block) ?? block)
                } else {
                    isFinished = true
                    if let resampler { try accept(resampler.finish()) }
                    ready += try stream?.finish() ?? []
                }
            }
            return ready.popFirst()
        }

        private mutating func start() throws {
            let rate = moments.recognizer.sampleRate
            if moments.sampleRate != rate { resampler = try Resampler(from: moments.sampleRate, to: rate) }
            stream = try MomentStream(moments.recognizer, options: moments.options)
        }

        private mutating func accept(_ samples: [Float]) throws {
            ready += try stream?.accept(samples) ?? []
        }
    }
}

extension Moments: Sendable where Blocks: Sendable {}
