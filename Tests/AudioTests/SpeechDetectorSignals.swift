import Foundation
import UndertoneAudio

/// Something that moves as speech does, at 16 kHz: syllables of a gliding voice with two resonances.
enum SpokenSound {
    /// Syllables of 0.2 s, a fifth of which is quiet, with noise of an amplitude.
    static func phrase(syllables: Int, noise: Float, seed: UInt64 = 1) -> [Float] {
        var generator = SeededGenerator(seed: seed)
        var samples: [Float] = []
        var phase = 0.0
        for syllable in 0..<syllables {
            let start = Double.random(in: 100...180, using: &generator)
            let end = start * Double.random(in: 0.75...1.3, using: &generator)
            let first = (Double.random(in: 300...800, using: &generator), Double.random(in: 300...800, using: &generator))
            let second = (Double.random(in: 900...2300, using: &generator), Double.random(in: 900...2300, using: &generator))
            let length = 3200
            for index in 0..<length {
                let part = Double(index) / Double(length)
                let pitch = start + (end - start) * part
                phase += 2 * .pi * pitch / 16000
                let envelope = part < 0.8 ? pow(sin(.pi * part / 0.8), 0.5) : 0
                var value = 0.0
                for harmonic in 1...25 {
                    let frequency = pitch * Double(harmonic)
                    let near = exp(-pow((frequency - first.0 - (first.1 - first.0) * part) / 120, 2))
                    let far = exp(-pow((frequency - second.0 - (second.1 - second.0) * part) / 180, 2))
                    value += (near + 0.5 * far + 0.02) * sin(phase * Double(harmonic))
                }
                samples.append(Float(0.15 * envelope * value * (syllable.isMultiple(of: 3) ? 1 : 0.6)))
            }
        }
        return noisy(samples, noise: noise, seed: seed)
    }

    static func noisy(_ samples: [Float], noise: Float, seed: UInt64 = 1) -> [Float] {
        guard noise > 0 else { return samples }
        var generator = SeededGenerator(seed: seed &+ 99)
        return samples.map { $0 + Float.random(in: -noise...noise, using: &generator) }
    }

    static func silence(_ seconds: Double) -> [Float] { [Float](repeating: 0, count: Int(seconds * 16000)) }
}
