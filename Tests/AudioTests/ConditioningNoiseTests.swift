import Foundation
import TestSupport
import Testing
import UndertoneAudio

struct ConditioningNoiseTests {
    /// A voice-like sound: harmonics of 120 Hz that fall by 6 dB an octave, four syllables a second with gaps between them.
    private func syllables(duration: Double, sampleRate: Int = 16000) -> [Float] {
        (0..<Int(duration * Double(sampleRate))).map { index in
            let time = Double(index) / Double(sampleRate)
            let envelope = max(0, sin(2 * Double.pi * 4 * time)).squareRoot()
            return Float(envelope * buzz(phase: 2 * Double.pi * 120 * time, harmonics: 25))
        }
    }

    private func power(_ samples: some Collection<Float>) -> Double {
        samples.reduce(0) { $0 + Double($1) * Double($1) } / Double(max(samples.count, 1))
    }

    private func cleaned(_ samples: [Float], by suppression: NoiseSuppression) throws -> [Float] {
        var stream = try Conditioning(noiseSuppression: suppression).stream(sampleRate: 16000)
        return stream.accept(samples) + stream.finish()
    }

    /// Signal over error in decibels, in time with each other.
    private func ratio(_ signal: [Float], _ output: [Float]) -> Double {
        10 * log10(power(signal) / power(zip(signal, output).map { $1 - $0 }))
    }

    @Test(arguments: NoiseSuppression.allCases) func `white noise at 5 dB is lowered by more than 4 dB, in time with the voice`(
        suppression: NoiseSuppression
    ) throws {
        let voice = syllables(duration: 4)
        let amplitude = Float((3 * power(voice) / pow(10, 0.5)).squareRoot())
        let noise = Synthetic.noise(duration: 4, amplitude: amplitude).samples
        let mixed = zip(voice, noise).map { $0 + $1 }
        #expect(abs(ratio(voice, mixed) - 5) < 0.2)
        let after = ratio(voice, try cleaned(mixed, by: suppression))
        #expect(after > 9)
    }

    @Test func `a clean voice passes the spectral suppressor nearly as it was`() throws {
        // A hiss 50 dB below, as any room has.
        let voice = zip(syllables(duration: 3), Synthetic.noise(duration: 3, amplitude: 0.0004).samples).map { $0 + $1 }
        let ratio = ratio(voice, try cleaned(voice, by: .spectral))
        #expect(ratio > 20)
    }

    @Test(arguments: NoiseSuppression.allCases) func `noise alone is lowered by 8 dB or more once it is known`(
        suppression: NoiseSuppression
    ) throws {
        let noise = Synthetic.noise(duration: 3, amplitude: 0.1).samples
        let output = try cleaned(noise, by: suppression)
        #expect(10 * log10(power(output[32000...]) / power(noise[32000...])) < -8)
    }

    @Test func `noise that begins after digital silence, or grows by 20 dB, is known within two seconds`() throws {
        for before: Float in [0, 0.01] {
            let start = Synthetic.noise(duration: 1, amplitude: before, seed: 2).samples
            let noise = Synthetic.noise(duration: 3, amplitude: 0.1).samples
            let output = try cleaned(start + noise, by: .spectral)
            let change = 10 * log10(power(output[48000...]) / power(noise))
            #expect(change < -8)
        }
    }

    @Test func `what is cleaned does not depend on the level, but for rounding`() throws {
        let mixed = zip(syllables(duration: 1), Synthetic.noise(duration: 1, amplitude: 0.02).samples).map { $0 + $1 }
        let output = try cleaned(mixed, by: .spectral)
        let louder = try cleaned(mixed.map { $0 * 8 }, by: .spectral)
        for (left, right) in zip(output, louder) { #expect(abs(left * 8 - right) < 1e-5) }
    }

    @Test func `without attenuation the spectral suppressor gives its input back`() throws {
        for overlap in [2, 4] {
            let options = SpectralSuppressionOptions(overlap: overlap, attenuation: 0)
            var suppressor = try SpectralSuppressor(options, sampleRate: 16000)
            let noise = Synthetic.noise(duration: 0.333).samples
            let output = suppressor.accept(noise) + suppressor.finish()
            #expect(output.count == noise.count)
            // Single-precision samples out of the inverse transform.
            for (left, right) in zip(noise, output) { #expect(abs(left - right) < 1e-6) }
        }
    }

    @Test func `options out of range are refused`() {
        for options in [
            SpectralSuppressionOptions(frameDuration: 1), SpectralSuppressionOptions(overlap: 3),
            SpectralSuppressionOptions(attenuation: .nan), SpectralSuppressionOptions(noiseSmoothing: 1),
        ] {
            #expect(throws: ConditioningError.self) { try SpectralSuppressor(options, sampleRate: 16000) }
        }
    }
}
