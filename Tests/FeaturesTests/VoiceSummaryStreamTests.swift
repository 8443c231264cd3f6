import TestSupport
import Testing
import UndertoneAudio
import UndertoneFeatures

@Suite struct VoiceSummaryStreamTests {
    private func summary(_ signal: Signal, blockSize: Int) -> VoiceSummary {
        var stream = VoiceSummaryStream(sampleRate: signal.sampleRate)
        for start in stride(from: 0, to: signal.samples.count, by: blockSize) {
            stream.accept(Array(signal.samples[start..<min(start + blockSize, signal.samples.count)]))
        }
        return stream.finish()
    }

    @Test func `a short recording is measured as a whole`() {
        let signal = Synthetic.sine(frequency: 200, duration: 2)
        #expect(summary(signal, blockSize: 1000) == VoiceSummary(of: signal))
    }

    @Test func `the size of the blocks changes nothing, in long recordings either`() {
        let signal = Synthetic.noise(duration: 100, sampleRate: 2000)
        let whole = summary(signal, blockSize: 1_000_000)
        #expect(summary(signal, blockSize: 777) == whole)
    }

    @Test func `nothing at all has no measures`() {
        var stream = VoiceSummaryStream(sampleRate: 16000)
        #expect(stream.finish() == VoiceSummary())
    }

    @Test func `pieces are weighted by their lengths, pitch by its ratio, and what a piece does not define counts not`() {
        let mean = VoiceSummary(meanOf: [
            (VoiceSummary(medianPitch: 100, speechRate: 4, pauseShare: 0.5), 1),
            (VoiceSummary(medianPitch: 400, speechRate: 8), 1), (VoiceSummary(speechRate: 6), 2),
        ])
        // Twice and half of 200 Hz: the geometric mean, but for the rounding of logarithms.
        #expect(abs((mean.medianPitch ?? 0) - 200) < 1e-9)
        #expect(mean.speechRate == 6 && mean.pauseShare == 0.5 && mean.pitchRange == nil)
    }
}
