import TestSupport
import Testing
import Undertone
import UndertoneAffect
import UndertoneAudio

@Suite struct LiveRecognitionTests {
    /// Three utterances with pauses of a second, longer than the longest utterance together.
    private static let voice: [Float] = [4, 3.3, 3.5].flatMap {
        Synthetic.voiceLike(duration: $0).samples + [Float](repeating: 0, count: 16000)
    }

    /// The segments told while the sound comes, those told after its end, and the answer.
    private func segments(
        of samples: [Float], blockSize: Int
    ) throws -> (told: [Prediction.Segment], rest: [Prediction.Segment], prediction: Prediction) {
        var live = try LiveRecognition(Recognizer())
        var told: [Prediction.Segment] = []
        for start in stride(from: 0, to: samples.count, by: blockSize) {
            _ = try live.accept(Array(samples[start..<min(samples.count, start + blockSize)]))
            told += live.takeSegments()
        }
        let prediction = try live.finish().prediction
        let rest = live.takeSegments()
        #expect(live.takeSegments().isEmpty)
        return (told, rest, prediction)
    }

    @Test(arguments: [320, 50_000]) func `utterances are told once each as they are finished, and are those of the answer`(
        _ blockSize: Int
    ) throws {
        let (told, rest, prediction) = try segments(of: Self.voice, blockSize: blockSize)
        #expect(prediction.segments.count >= 2)
        #expect(!told.isEmpty)
        #expect((told + rest).map(\.start) == prediction.segments.map(\.start))
        #expect((told + rest).map(\.end) == prediction.segments.map(\.end))
        for (segment, final) in zip(told + rest, prediction.segments) {
            // Only the quality so far stands between them.
            for (left, right) in zip(segment.probabilities.values, final.probabilities.values) { #expect(abs(left - right) < 0.2) }
        }
    }

    @Test(arguments: [317, 4096, 1_000_000]) func `the moments are those of a stream of moments, the answer that of a recording`(
        _ blockSize: Int
    ) throws {
        let recognizer = try Recognizer()
        var samples = Self.voice
        (samples[1000], samples[70_000]) = (.nan, 1e20)
        var stream = try MomentStream(recognizer)
        let expected = try stream.accept(samples) + stream.finish()
        var live = try LiveRecognition(recognizer)
        var moments: [Moment] = []
        for start in stride(from: 0, to: samples.count, by: blockSize) {
            moments += try live.accept(Array(samples[start..<min(samples.count, start + blockSize)]))
        }
        let end = try live.finish()
        #expect(moments + end.moments == expected)
        #expect(end.prediction == (try recognizer.recognize(samples: samples, sampleRate: 16000)))
    }

    @Test func `a short recording is one utterance, told at its end as the answer has it`() throws {
        let (told, rest, prediction) = try segments(of: Synthetic.voiceLike(duration: 3).samples, blockSize: 1600)
        #expect(told.isEmpty && rest == prediction.segments && rest.count == 1)
    }

    @Test func `where nobody speaks there is nothing to tell`() throws {
        let (told, rest, _) = try segments(of: Synthetic.noise(duration: 12).samples, blockSize: 1600)
        #expect(told.isEmpty && rest.isEmpty)
    }
}
