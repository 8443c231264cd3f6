import Foundation
public import UndertoneAudio

extension SyntheticVoice {
    /// The sound, and where its pulses are.
    public struct Rendering: Hashable, Sendable {
        public let signal: Signal
        /// In seconds; sample i stands at i / sample rate.
        public let pulseTimes: [Double]
        /// One a pulse, before the formants.
        public let pulseAmplitudes: [Double]

        /// The local jitter of the pulses as they fell: the mean distance of successive periods over the mean period.
        public var jitter: Double {
            SyntheticVoice.meanDistance(zip(pulseTimes.dropFirst(), pulseTimes).map { $0 - $1 })
        }

        /// The local shimmer of the pulses as they fell.
        public var shimmer: Double { SyntheticVoice.meanDistance(pulseAmplitudes) }
    }

    /// Makes the sound; the same seed gives the same samples. A pitch outside 1 Hz…half the sample rate gives noise only.
    public func rendering() -> Rendering {
        var generator = SeededGenerator(seed: seed)
        let rate = Double(sampleRate)
        let count = Int(max(0, min(600, duration.isFinite ? duration : 0)) * rate)
        let (times, amplitudes) = pulses(until: Double(count) / rate, &generator)
        var samples = [Double](repeating: 0, count: count)
        for (time, amplitude) in zip(times, amplitudes) { Self.addPulse(at: time * rate, amplitude, to: &samples) }
        for formant in formants { resonate(&samples, formant) }
        if let tiltFrequency { fall(&samples, above: tiltFrequency) }
        if let harmonicsToNoise {
            let power = samples.reduce(0) { $0 + $1 * $1 } / Double(max(1, count))
            let deviation = (power > 0 ? power / pow(10, harmonicsToNoise / 10) : 1).squareRoot()
            for index in samples.indices { samples[index] += deviation * Self.gaussian(&generator) }
        }
        let peak = samples.reduce(0) { max($0, abs($1)) }
        let scale = peak > 0 ? amplitude / peak : 0
        return Rendering(
            signal: Signal(samples: samples.map { Float($0 * scale) }, sampleRate: sampleRate), pulseTimes: times,
            pulseAmplitudes: amplitudes)
    }

    private func pulses(until end: Double, _ generator: inout SeededGenerator) -> (times: [Double], amplitudes: [Double]) {
        var (times, amplitudes): ([Double], [Double]) = ([], [])
        let allowed = 1...Double(max(2, sampleRate)) / 2
        // The distance of two independent normal numbers is 2σ/√π in the mean.
        let spread = Double.pi.squareRoot() / 2
        var time = 0.0
        while time < end, allowed.contains(frequency(at: time)) {
            times.append(time)
            amplitudes.append(max(0, 1 + shimmer * spread * Self.gaussian(&generator)))
            // The pitch in the middle of the period, so that a glide is where it says.
            let period = 1 / frequency(at: time + 0.5 / frequency(at: time))
            time += period * max(0.2, 1 + jitter * spread * Self.gaussian(&generator))
        }
        return (times, amplitudes)
    }

    /// A Hann-windowed sinc: flat up to near half the sample rate, wherever between the samples it stands.
    private static func addPulse(at position: Double, _ amplitude: Double, to samples: inout [Double]) {
        let reach = 24.0
        let first = max(0, Int(position - reach))
        let last = min(samples.count - 1, Int(position + reach))
        guard first <= last else { return }
        for index in first...last {
            let distance = Double(index) - position
            let sinc = distance == 0 ? 1 : sin(.pi * distance) / (.pi * distance)
            samples[index] += amplitude * sinc * (0.5 + 0.5 * cos(.pi * distance / (reach + 1)))
        }
    }

    /// y[n] = a·x[n] + b·y[n−1] + c·y[n−2], of gain 1 at 0 Hz.
    private func resonate(_ samples: inout [Double], _ formant: Formant) {
        let rate = Double(sampleRate)
        let radius = exp(-.pi * formant.bandwidth / rate)
        let c = -radius * radius
        let b = 2 * radius * cos(2 * .pi * formant.frequency / rate)
        let a = 1 - b - c
        var (before, beforeThat) = (0.0, 0.0)
        for index in samples.indices {
            let value = a * samples[index] + b * before + c * beforeThat
            (before, beforeThat) = (value, before)
            samples[index] = value
        }
    }

    private func fall(_ samples: inout [Double], above frequency: Double) {
        let pole = exp(-2 * .pi * frequency / Double(sampleRate))
        var before = 0.0
        for index in samples.indices {
            before = (1 - pole) * samples[index] + pole * before
            samples[index] = before
        }
    }

    /// A normal number (Box & Muller 1958).
    private static func gaussian(_ generator: inout SeededGenerator) -> Double {
        let radius = (-2 * log(1 - Double.random(in: 0..<1, using: &generator))).squareRoot()
        return radius * cos(2 * .pi * Double.random(in: 0..<1, using: &generator))
    }

    private static func meanDistance(_ values: [Double]) -> Double {
        guard values.count > 1 else { return 0 }
        let distance = zip(values.dropFirst(), values).reduce(0) { $0 + abs($1.0 - $1.1) } / Double(values.count - 1)
        let mean = values.reduce(0, +) / Double(values.count)
        return mean > 0 ? distance / mean : 0
    }
}
