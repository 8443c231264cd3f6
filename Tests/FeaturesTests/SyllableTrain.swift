import Foundation
import UndertoneAudio

/// Voiced syllables whose times and pitch are known: harmonics of equal strength up to 3 kHz, loud in the middle of a syllable
/// and 20 dB down between two.
struct SyllableTrain {
    /// How many syllables each phrase has.
    var phrases = [8]
    /// Syllables a second within a phrase.
    var rate = 4.0
    /// Silence between phrases, in seconds.
    var pause = 0.5
    /// In hertz, at the start.
    var frequency = 150.0
    /// Semitones a second from there.
    var slope = 0.0
    var amplitude = 0.1

    /// In seconds, from the beginning of the first syllable to the end of the last.
    var duration: Double { phonation + Double(phrases.count - 1) * pause }
    var phonation: Double { Double(phrases.reduce(0, +)) / rate }

    var signal: Signal {
        let sampleRate = 16000.0
        var samples: [Float] = []
        var phase = 0.0
        for (index, syllables) in phrases.enumerated() {
            if index > 0 { samples += [Float](repeating: 0, count: Int(pause * sampleRate)) }
            for step in 0..<Int(Double(syllables) / rate * sampleRate) {
                let time = Double(samples.count) / sampleRate
                let pitch = frequency * exp2(slope * time / 12)
                phase += 2 * .pi * pitch / sampleRate
                // From −20 dB to 0 dB and back, once a syllable.
                let opening = 0.5 - 0.5 * cos(2 * .pi * rate * Double(step) / sampleRate)
                let level = pow(10, opening - 1)
                samples.append(Float(amplitude * level * Self.harmonics(phase, count: Int(3000 / pitch))))
            }
        }
        return Signal(samples: samples, sampleRate: 16000)
    }

    /// Σ cos(kφ) over k = 1…count, of peak 1.
    private static func harmonics(_ phase: Double, count: Int) -> Double {
        let half = sin(phase / 2)
        let sum = abs(half) < 1e-9 ? Double(count) : (sin((Double(count) + 0.5) * phase) / half - 1) / 2
        return sum / Double(count)
    }
}
