import Foundation

/// A vowel made by formula whose pitch, jitter, shimmer, formants and noise are known: the truth for tests and benchmarks.
///
///     let vowel = SyntheticVoice(fundamentalFrequency: 120, jitter: 0.01, harmonicsToNoise: 20).rendering()
///     print(vowel.jitter, vowel.signal.duration)
///
/// Band-limited pulses, placed between the samples, excite a cascade of two-pole resonators (Klatt, "Software for a
/// cascade/parallel formant synthesizer", JASA 67(3), 1980); white Gaussian noise is added to the result.
public struct SyntheticVoice: Codable, Hashable, Sendable {
    /// A resonance of the vocal tract.
    public struct Formant: Codable, Hashable, Sendable {
        /// In hertz.
        public var frequency: Double
        /// The width 3 dB below the top, in hertz.
        public var bandwidth: Double

        public init(_ frequency: Double, bandwidth: Double) {
            self.frequency = frequency
            self.bandwidth = bandwidth
        }
    }

    /// In hertz, at the start.
    public var fundamentalFrequency: Double
    /// In hertz, at the end; the pitch glides there evenly in semitones. Nil to stay.
    public var finalFrequency: Double?
    /// In seconds; at most 600.
    public var duration: Double
    public var sampleRate: Int
    /// The expected mean distance of successive periods as a share of the mean period ("local" jitter).
    public var jitter: Double
    /// The expected mean distance of successive pulses' amplitudes as a share of their mean ("local" shimmer).
    public var shimmer: Double
    /// None for bare pulses.
    public var formants: [Formant]
    /// Where the source's spectrum begins to fall by 6 dB an octave, in hertz; nil for a flat one.
    public var tiltFrequency: Double?
    /// The power of the voice over that of the noise, in decibels; nil for no noise.
    public var harmonicsToNoise: Double?
    /// The largest magnitude of a sample.
    public var amplitude: Double
    public var seed: UInt64

    public init(
        fundamentalFrequency: Double = 120, finalFrequency: Double? = nil, duration: Double = 1, sampleRate: Int = 16000,
        jitter: Double = 0, shimmer: Double = 0, formants: [Formant] = Self.openVowel, tiltFrequency: Double? = nil,
        harmonicsToNoise: Double? = nil, amplitude: Double = 0.5, seed: UInt64 = 1
    ) {
        self.fundamentalFrequency = fundamentalFrequency
        self.finalFrequency = finalFrequency
        self.duration = duration
        self.sampleRate = sampleRate
        self.jitter = jitter
        self.shimmer = shimmer
        self.formants = formants
        self.tiltFrequency = tiltFrequency
        self.harmonicsToNoise = harmonicsToNoise
        self.amplitude = amplitude
        self.seed = seed
    }

    /// An [a] as a man says it.
    public static let openVowel = [
        Formant(730, bandwidth: 90), Formant(1090, bandwidth: 110), Formant(2440, bandwidth: 170), Formant(3400, bandwidth: 250),
    ]
    /// An [i] as a man says it.
    public static let closeFrontVowel = [
        Formant(270, bandwidth: 60), Formant(2290, bandwidth: 100), Formant(3010, bandwidth: 170), Formant(3600, bandwidth: 250),
    ]
    /// An [u] as a man says it.
    public static let closeBackVowel = [
        Formant(300, bandwidth: 65), Formant(870, bandwidth: 90), Formant(2240, bandwidth: 170), Formant(3300, bandwidth: 250),
    ]

    /// The pitch in hertz at a time, jitter apart.
    public func frequency(at time: Double) -> Double {
        guard let finalFrequency, duration > 0 else { return fundamentalFrequency }
        return fundamentalFrequency * pow(finalFrequency / fundamentalFrequency, min(1, max(0, time / duration)))
    }
}
