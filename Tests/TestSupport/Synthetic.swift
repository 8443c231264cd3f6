public import UndertoneAudio
import Foundation

/// Signals made by formula, for tests that need sound but no recording.
public enum Synthetic {
    public static func sine(
        frequency: Double, duration: Double, sampleRate: Int = 16000, amplitude: Double = 0.5
    ) -> Signal {
        let count = Int(duration * Double(sampleRate))
        let samples = (0..<count).map { index in
            Float(amplitude * sin(2 * .pi * frequency * Double(index) / Double(sampleRate)))
        }
        return Signal(samples: samples, sampleRate: sampleRate)
    }

    /// Uniform noise in −amplitude…amplitude.
    public static func noise(
        duration: Double, sampleRate: Int = 16000, amplitude: Float = 0.5, seed: UInt64 = 1
    ) -> Signal {
        var generator = SeededGenerator(seed: seed)
        let count = Int(duration * Double(sampleRate))
        let samples = (0..<count).map { _ in Float.random(in: -amplitude...amplitude, using: &generator) }
        return Signal(samples: samples, sampleRate: sampleRate)
    }
}
