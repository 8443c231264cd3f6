import Testing
import UndertoneAudio
import UndertoneFeatures

struct SyntheticVoiceTests {
    @Test("the pulses fall as often, and as unevenly, as asked for")
    func pulses() {
        let voice = SyntheticVoice(fundamentalFrequency: 200, duration: 10, jitter: 0.02, shimmer: 0.1).rendering()
        // Two thousand periods: the mean is known to a thousandth, mean distances to a few hundredths.
        #expect(abs(voice.pulseTimes.count - 2000) <= 4)
        #expect(abs(voice.jitter / 0.02 - 1) < 0.08)
        #expect(abs(voice.shimmer / 0.1 - 1) < 0.08)
        #expect(SyntheticVoice(duration: 1).rendering().jitter < 1e-9)
    }

    @Test("noise has the power asked for")
    func noise() {
        var voice = SyntheticVoice(duration: 2, seed: 3)
        let clean = voice.rendering().signal.samples
        voice.harmonicsToNoise = 0
        let noisy = voice.rendering().signal.samples
        func power(_ samples: [Float]) -> Float { samples.reduce(0) { $0 + $1 * $1 } }
        // Both are scaled to the same peak; the clean voice is found in the noisy one by its share.
        let share = zip(clean, noisy).reduce(0) { $0 + $1.0 * $1.1 } / power(clean)
        let rest = zip(clean, noisy).map { $1 - share * $0 }
        #expect(abs(power(rest) / (share * share * power(clean)) - 1) < 0.05)
    }

    @Test("the same seed gives the same samples, within the amplitude")
    func seed() {
        let voice = SyntheticVoice(duration: 0.2, jitter: 0.01, harmonicsToNoise: 10, amplitude: 0.25, seed: 9)
        #expect(voice.rendering() == voice.rendering())
        #expect(abs((voice.rendering().signal.samples.map(abs).max() ?? 0) - 0.25) < 1e-6)
        var other = voice
        other.seed = 10
        #expect(other.rendering() != voice.rendering())
    }

    @Test("an impossible voice is silent")
    func impossible() {
        #expect(SyntheticVoice(fundamentalFrequency: 0, duration: 0.1).rendering().signal.samples.allSatisfy { $0 == 0 })
        #expect(SyntheticVoice(fundamentalFrequency: .nan, duration: 0.1).rendering().pulseTimes.isEmpty)
        #expect(SyntheticVoice(duration: .nan).rendering().signal.samples.isEmpty)
        #expect(SyntheticVoice(duration: -1).rendering().signal.samples.isEmpty)
    }
}
