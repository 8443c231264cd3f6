import Testing
import UndertoneAudio
import UndertoneEvaluation

@Suite struct SpeakerBootstrapTests {
    /// Ten speakers of whom speaker `n` is recognised `n` times in ten.
    private var utterances: (truth: [Int], predicted: [Int], speakers: [String]) {
        var truth: [Int] = []
        var predicted: [Int] = []
        var speakers: [String] = []
        for speaker in 0..<10 {
            for clip in 0..<10 {
                truth.append(clip % 2)
                predicted.append(clip < speaker ? clip % 2 : 1 - clip % 2)
                speakers.append("speaker \(speaker)")
            }
        }
        return (truth, predicted, speakers)
    }

    private func intervals(seed: UInt64) -> SpeakerBootstrap.Intervals? {
        SpeakerBootstrap(rounds: 1000, seed: seed).intervals(
            truth: utterances.truth, predicted: utterances.predicted, speakers: utterances.speakers, classCount: 2)
    }

    @Test func `the same seed gives the same intervals and another seed others`() {
        #expect(intervals(seed: 1) == intervals(seed: 1))
        #expect(intervals(seed: 1) != intervals(seed: 2))
    }

    @Test func `an interval holds the figure and is as wide as speakers differ`() throws {
        let found = try #require(intervals(seed: 1))
        let metrics = ClassificationMetrics(truth: utterances.truth, predicted: utterances.predicted, classCount: 2)
        #expect(found.accuracy.low < metrics.accuracy && metrics.accuracy < found.accuracy.high)
        // The mean of ten speakers with standard deviation 0.287 has a standard error of 0.091: ±1.96 of it is 0.356 wide.
        #expect(abs(found.accuracy.high - found.accuracy.low - 0.356) < 0.04)
    }

    @Test func `the order of the utterances changes nothing`() {
        let order = Array(utterances.truth.indices.reversed())
        let reversed = SpeakerBootstrap(rounds: 1000, seed: 1).intervals(
            truth: order.map { utterances.truth[$0] }, predicted: order.map { utterances.predicted[$0] },
            speakers: order.map { utterances.speakers[$0] }, classCount: 2)
        #expect(reversed == intervals(seed: 1))
    }

    @Test func `one speaker cannot be resampled`() {
        #expect(
            SpeakerBootstrap().intervals(truth: [0, 1], predicted: [0, 1], speakers: ["a", "a"], classCount: 2) == nil)
    }
}
