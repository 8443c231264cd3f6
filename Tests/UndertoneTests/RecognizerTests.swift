import Foundation
import TestSupport
import Testing
import Undertone
import UndertoneAffect
import UndertoneAudio
import UndertoneLearning

@Suite struct RecognizerTests {
    let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    @Test func `the built-in model answers without any option`() throws {
        let recognizer = try Recognizer()
        let prediction = try recognizer.recognize(Synthetic.voiceLike(duration: 2))
        #expect(prediction.model == BuiltInModels.defaultName)
        #expect(prediction.path == nil)
        #expect(prediction.duration == 2)
        #expect(prediction.segments.count == 1)
        #expect(recognizer.labels.contains(try #require(prediction.emotion)))
    }

    @Test(arguments: BuiltInModels.names)
    func `a recogniser that was made ready answers as any other`(model: String) throws {
        let signal = Synthetic.voiceLike(duration: 2)
        let ready = try Recognizer(builtIn: model)
        try ready.prepare()
        #expect(try ready.recognize(signal) == Recognizer(builtIn: model).recognize(signal))
    }

    @Test func `a file, a signal and samples get the same answer`() throws {
        let recognizer = try Recognizer()
        let signal = Synthetic.voiceLike(duration: 9)
        let path = try SoundWriter.write(signal, format: .wavFloat, to: folder.path("voice.wav"))
        let fromFile = try recognizer.recognize(contentsOf: path)
        let fromSignal = try recognizer.recognize(signal)
        let fromSamples = try recognizer.recognize(samples: signal.samples, sampleRate: 16000)
        #expect(fromFile.segments == fromSignal.segments)
        #expect(fromSamples == fromSignal)
        #expect(fromFile.path == path)
    }

    @Test(arguments: [1, 7, 160, 4096, 100_000])
    func `the size of the blocks changes nothing`(blockSize: Int) throws {
        let recognizer = try Recognizer()
        let path = try SoundWriter.write(Synthetic.voiceLike(duration: 11), format: .flac16, to: folder.path("voice.flac"))
        let options = DecodingOptions(sampleRate: recognizer.sampleRate)
        let whole = try recognizer.recognize(contentsOf: path)
        let blocks = try recognizer.recognize(AudioReader(path: path, options: options, blockSize: blockSize), path: path)
        #expect(blocks.segments == whole.segments)
        #expect(blocks.duration == whole.duration)
    }

    @Test func `segments follow one another, and their mean is the answer`() throws {
        let prediction = try Recognizer().recognize(Synthetic.voiceLike(duration: 21.3))
        #expect(prediction.segments.count > 2)
        for (left, right) in zip(prediction.segments, prediction.segments.dropFirst()) { #expect(left.end <= right.start) }
        let mean = Probabilities.mean(of: prediction.segments.map { ($0.probabilities, $0.end - $0.start) })
        #expect(prediction.probabilities == mean)
    }

    @Test func `digital silence has no emotion, and silence beside a voice does not count`() throws {
        let recognizer = try Recognizer()
        let silence = try recognizer.recognize(samples: [Float](repeating: 0, count: 48000), sampleRate: 16000)
        #expect(silence.emotion == nil && silence.confidence == 0 && silence.segments.isEmpty)
        #expect(silence.quality.level == RecordingQuality.silence)
        let empty = try recognizer.recognize(samples: [], sampleRate: 16000)
        #expect(empty.emotion == nil && empty.duration == 0)
    }

    @Test func `gain does not change the answer`() throws {
        let recognizer = try Recognizer()
        var signal = Synthetic.voiceLike(duration: 3)
        let loud = try #require(try recognizer.recognize(signal).probabilities)
        for index in signal.samples.indices { signal.samples[index] *= 0.125 }
        let quiet = try #require(try recognizer.recognize(signal).probabilities)
        // A power of two scales floats exactly; levelling then rounds by a bit, which half-precision vectors do not notice.
        for (left, right) in zip(loud.values, quiet.values) { #expect(abs(left - right) < 1e-4) }
    }

    @Test func `one recogniser serves many tasks at once`() async throws {
        let recognizer = try Recognizer()
        let signal = Synthetic.voiceLike(duration: 2)
        let expected = try recognizer.recognize(signal)
        let answers = try await withThrowingTaskGroup(of: Prediction.self) { group in
            for _ in 0..<16 { group.addTask { try recognizer.recognize(signal) } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(answers.allSatisfy { $0 == expected })
    }

    @Test func `a cancelled task stops listening`() async throws {
        let recognizer = try Recognizer()
        let path = try SoundWriter.write(Synthetic.voiceLike(duration: 4), format: .wav16, to: folder.path("voice.wav"))
        let task = Task {
            while !Task.isCancelled { await Task.yield() }
            return try recognizer.recognize(contentsOf: path)
        }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
    }

    @Test func `an unknown model is refused with the names of those that there are`() {
        #expect(throws: RecognizerError.unknownModel("nosuch", known: BuiltInModels.names)) {
            try Recognizer(builtIn: "nosuch")
        }
        #expect(throws: RecognizerError.unknownModel("../open", known: BuiltInModels.names)) {
            try Recognizer(builtIn: "../open")
        }
        #expect(BuiltInModels.names.contains(BuiltInModels.defaultName))
    }

    @Test func `odd signals get a finite answer or none`() throws {
        let recognizer = try Recognizer()
        let signals = [
            Signal(samples: [1], sampleRate: 16000),
            Signal(samples: [Float](repeating: 1, count: 20000), sampleRate: 16000),
            Signal(samples: (0..<20000).map { $0.isMultiple(of: 2) ? 1 : -1 }, sampleRate: 16000),
            Signal(samples: [Float](repeating: 1e-38, count: 20000), sampleRate: 16000),
            Signal(samples: [Float](repeating: 1e30, count: 20000), sampleRate: 16000),
            Synthetic.noise(duration: 0.05, sampleRate: 48000),
            Synthetic.sine(frequency: 7000, duration: 1),
        ]
        for signal in signals {
            let prediction = try recognizer.recognize(signal)
            for value in prediction.probabilities?.values ?? [] { #expect(value.isFinite && value >= 0 && value <= 1) }
        }
    }
}
