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

    /// Bursts of a harmonic tone with a moving pitch, over a little noise: nobody's voice, but what a speech detector takes for one.
    public static func voiceLike(duration: Double, sampleRate: Int = 16000) -> Signal {
        var generator = SeededGenerator(seed: 1)
        var phase = 0.0
        let samples = (0..<Int(duration * Double(sampleRate))).map { index -> Float in
            let time = Double(index) / Double(sampleRate)
            phase += (140 + 40 * sin(4.4 * time)) / Double(sampleRate)
            var tone = 0.0
            for harmonic in 1...12 { tone += sin(2 * Double.pi * phase * Double(harmonic)) / Double(harmonic) }
            let envelope = 0.15 + 0.85 * pow(sin(3 * Double.pi * time), 2)
            return Float(0.2 * envelope * tone + 0.02 * Double.random(in: -1...1, using: &generator))
        }
        return Signal(samples: samples, sampleRate: sampleRate)
    }
}
