import Foundation
import TestSupport
import UndertoneAudio
import UndertoneFeatures

/// Signals for the tests of pitch.
enum PitchSignals {
    /// A second with two vowels, a pause and a hiss.
    static let phrase: [Float] = {
        let first = SyntheticVoice(
            fundamentalFrequency: 110, finalFrequency: 150, duration: 0.3, jitter: 0.005, harmonicsToNoise: 20, seed: 1)
        let second = SyntheticVoice(
            fundamentalFrequency: 210, finalFrequency: 170, duration: 0.35, formants: SyntheticVoice.closeFrontVowel,
            harmonicsToNoise: 15, seed: 2)
        let hiss = Synthetic.noise(duration: 0.15, amplitude: 0.05).samples
        return faded(first) + hiss + [Float](repeating: 0, count: 2400) + faded(second)
    }()

    /// A voice that begins and ends over 30 ms.
    static func faded(_ voice: SyntheticVoice) -> [Float] {
        let samples = voice.rendering().signal.samples
        return samples.enumerated().map { index, sample in
            sample * min(1, Float(min(index, samples.count - 1 - index)) / 480)
        }
    }
}
