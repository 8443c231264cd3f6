import Foundation
import TestSupport
import Testing
import Undertone
import UndertoneAffect
import UndertoneAudio

@Suite struct MomentTests {
    /// Speech, a pause, and speech again.
    private static let voice: [Float] =
        Synthetic.voiceLike(duration: 4).samples + [Float](repeating: 0, count: 64000) + Synthetic.voiceLike(duration: 3.3).samples

    private func moments(
        of samples: [Float], blockSize: Int = 1600, options: MomentOptions = .default, recognizer: Recognizer? = nil
    ) throws -> [Moment] {
        var stream = try MomentStream(recognizer ?? Recognizer(), options: options)
        var moments: [Moment] = []
        for start in stride(from: 0, to: samples.count, by: blockSize) {
            moments += try stream.accept(Array(samples[start..<min(samples.count, start + blockSize)]))
        }
        return moments + (try stream.finish())
    }

    @Test func `a moment comes every hop, hears the window before it, and the last one the rest`() throws {
        let moments = try moments(of: Self.voice)
        #expect(moments.map(\.end) == [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 11.3])
        #expect(zip(moments, [0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 8.3]).allSatisfy { abs($0.start - $1) < 1e-9 })
        let recognizer = try Recognizer()
        for moment in moments where moment.hasSpeech {
            #expect(recognizer.labels.contains(try #require(moment.emotion)))
            #expect(moment.confidence > 0 && moment.confidence <= 1)
        }
    }

    @Test func `nobody speaks in silence, and says so`() throws {
        let moments = try moments(of: Self.voice)
        // Seconds 4 to 8 are silent: the window of second 7 to 8 begins a second after the voice has stopped.
        #expect(moments.map(\.hasSpeech) == [true, true, true, true, true, true, false, false, true, true, true, true])
        for moment in moments where !moment.hasSpeech {
            #expect(moment.emotion == nil && moment.confidence == 0 && moment.probabilities == nil && moment.smoothed == nil)
        }
    }

    @Test(arguments: [1, 160, 1601, 20_000, 1_000_000]) func `however the sound is cut into blocks, the moments are the same`(
        _ blockSize: Int
    ) throws {
        let options = MomentOptions(window: 2.5, hop: 0.7)
        let samples = Array(Self.voice.prefix(blockSize == 1 ? 60_000 : .max))
        #expect(try moments(of: samples, blockSize: blockSize, options: options) == moments(of: samples, options: options))
    }

    @Test func `a window is judged as a recording of it would be`() throws {
        let recognizer = try Recognizer()
        let samples = Array(Self.voice.prefix(48000))
        let moment = try #require(try moments(of: samples).first { $0.end == 3 })
        let prediction = try recognizer.recognize(samples: samples, sampleRate: 16000)
        let (heard, expected) = (try #require(moment.probabilities), try #require(prediction.probabilities))
        // The last three hundredths of a second are not decided yet when the moment is, which the estimate of the noise may notice.
        for (left, right) in zip(heard.values, expected.values) { #expect(abs(left - right) < 0.02) }
    }

    @Test func `smoothing weighs the past by its age, and none leaves every window for itself`() throws {
        let plain = try moments(of: Self.voice, options: MomentOptions(smoothing: 0))
        #expect(plain.allSatisfy { $0.smoothed == $0.probabilities })
        let smoothed = try moments(of: Self.voice, options: MomentOptions(smoothing: 2))
        #expect(smoothed.map(\.probabilities) == plain.map(\.probabilities))
        let (first, second) = (try #require(plain[0].probabilities), try #require(plain[1].probabilities))
        let weight = exp(-0.5)
        let pooled = zip(first.values, second.values).map { exp((weight * log(max(1e-4, $0)) + log(max(1e-4, $1))) / (1 + weight)) }
        let sum = pooled.reduce(0, +)
        for (found, expected) in zip(try #require(smoothed[1].smoothed).values, pooled) {
            #expect(abs(found - expected / sum) < 1e-12)
        }
    }

    @Test func `a stream without end needs no more memory than a window and a hop`() throws {
        var stream = try MomentStream(Recognizer(), options: MomentOptions(window: 1, hop: 0.5))
        let noise = Synthetic.noise(duration: 1).samples
        for _ in 0..<60 {
            _ = try stream.accept(noise)
            #expect(stream.heldSampleCount <= 24000)
        }
    }

    @Test func `hard sounds end no stream and get no confident emotion`() throws {
        let recognizer = try Recognizer()
        var judged = 0
        for input in HardInput.all where input.samples.count <= 160_000 {
            for moment in try moments(of: input.samples, recognizer: recognizer) {
                judged += 1
                #expect(moment.confidence <= 0.6, "\(input.name): \(moment.confidence)")
            }
        }
        #expect(judged > 200)
    }

    @Test(arguments: [
        (MomentOptions(window: 0), "The window of a live voice is 0.5 to 30.0 seconds, and not 0.0."),
        (MomentOptions(window: .nan), "The window of a live voice is 0.5 to 30.0 seconds, and not nan."),
        (MomentOptions(hop: 0.01), "The hop of a live voice is 0.1 to 30.0 seconds, and not 0.01."),
        (MomentOptions(smoothing: -1), "The smoothing of a live voice is 0.0 to 60.0 seconds, and not -1.0."),
        (MomentOptions(window: 1, hop: 2), "The hop of 2.0 s is longer than the window of 1.0 s, so that some sound would never be heard."),
    ]) func `options out of bounds are told in one sentence`(_ options: MomentOptions, _ sentence: String) throws {
        let recognizer = try Recognizer()
        let error = #expect(throws: MomentError.self) { try MomentStream(recognizer, options: options) }
        #expect(error?.description == sentence)
    }
}

@Suite struct AsynchronousMomentTests {
    private static let voice = Synthetic.voiceLike(duration: 4.5)

    private static func blocks(_ samples: [Float], size: Int) -> AsyncStream<[Float]> {
        AsyncStream { continuation in
            for start in stride(from: 0, to: samples.count, by: size) {
                continuation.yield(Array(samples[start..<min(samples.count, start + size)]))
            }
            continuation.finish()
        }
    }

    @Test func `a stream of blocks gives the moments of the driver`() async throws {
        let recognizer = try Recognizer()
        var found: [Moment] = []
        for try await moment in recognizer.moments(in: Self.blocks(Self.voice.samples, size: 320)) { found.append(moment) }
        var driver = try MomentStream(recognizer)
        #expect(found == (try driver.accept(Self.voice.samples) + driver.finish()))
        #expect(found.map(\.end) == [1, 2, 3, 4, 4.5])
    }

    @Test func `a stream at another rate is resampled as a recording is`() async throws {
        let recognizer = try Recognizer()
        let signal = try Self.voice.resampled(to: 44100)
        var found: [Moment] = []
        for try await moment in recognizer.moments(in: Self.blocks(signal.samples, size: 441), sampleRate: 44100) {
            found.append(moment)
        }
        var driver = try MomentStream(recognizer)
        #expect(found == (try driver.accept(signal.resampled(to: 16000).samples) + driver.finish()))
    }

    @Test func `no sound, no moment`() async throws {
        for try await moment in try Recognizer().moments(in: Self.blocks([], size: 1)) { Issue.record("\(moment)") }
    }

    @Test func `a failure of the stream is passed on, and ends the moments`() async throws {
        struct Unplugged: Error {}
        let blocks = AsyncThrowingStream<[Float], any Error> { $0.finish(throwing: Unplugged()) }
        var iterator = try Recognizer().moments(in: blocks).makeAsyncIterator()
        await #expect(throws: Unplugged.self) { try await iterator.next() }
        #expect(try await iterator.next() == nil)
    }

    @Test func `a cancelled task stops at once, though the stream goes on`() async throws {
        let recognizer = try Recognizer()
        let task = Task {
            // Nobody ever ends it.
            let (blocks, continuation) = AsyncStream.makeStream(of: [Float].self)
            continuation.yield(Self.voice.samples)
            defer { continuation.finish() }
            var count = 0
            for try await _ in recognizer.moments(in: blocks) { count += 1 }
            return count
        }
        try await Task.sleep(for: .milliseconds(50))
        task.cancel()
        // A stream that is cancelled ends, or the iterator notices before it asks: either way the task comes back.
        _ = await task.result
    }

    @Test func `many streams at once get the same moments`() async throws {
        let recognizer = try Recognizer()
        let all = try await withThrowingTaskGroup(of: [Moment].self) { group in
            for size in [100, 333, 1600, 48000] {
                group.addTask {
                    var found: [Moment] = []
                    for try await moment in recognizer.moments(in: Self.blocks(Self.voice.samples, size: size)) {
                        found.append(moment)
                    }
                    return found
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(all.count == 4 && all.allSatisfy { $0 == all[0] })
    }
}
