/// A kind of noise that is made by formula, from a seed.
///
///     var generator = SeededGenerator(seed: 1)
///     let noise = NoiseKind.pink.samples(count: 32000, sampleRate: 16000, using: &generator)
///     let noisy = mix(noise, into: speech, signalToNoiseRatio: 10, sampleRate: 16000)
///
/// Babble is no such kind, since it is made of voices: `BabbleSource.babble(count:sampleRate:using:)`.
public enum NoiseKind: String, Codable, Hashable, Sendable, CaseIterable {
    /// The same power at all frequencies.
    case white
    /// The same power in every octave: −3 dB an octave.
    case pink
    /// −6 dB an octave above 20 Hz, a rumble.
    case brown
    /// The mains, 50 or 60 Hz, with harmonics that fall off at random.
    case hum
    /// Chord progressions of plucked notes with decaying partials, and a bass.
    case music
    /// A place: coloured noise whose loudness wanders, as wind and traffic do, with something passing or knocking now and then.
    case environment
    /// Clicks, knocks and clatter: short decaying bursts, some a second, and silence between them.
    case bursts

    /// Noise of this kind with a root mean square of 0.1 (−20 dB of full scale), however short.
    ///
    /// Deterministic from the generator. Cost: below 20 ns a sample for the steady kinds, about 60 ns for music.
    ///
    /// - Parameters:
    ///   - count: how many samples; none for a negative number.
    ///   - sampleRate: in hertz.
    public func samples(count: Int, sampleRate: Int, using generator: inout SeededGenerator) -> [Float] {
        guard count > 0 else { return [] }
        let rate = Double(max(1, sampleRate))
        var samples: [Float]
        switch self {
        case .white: samples = ColouredNoise(exponent: 0, sampleRate: rate).samples(count: count, using: &generator)
        case .pink: samples = ColouredNoise(exponent: 1, sampleRate: rate).samples(count: count, using: &generator)
        case .brown: samples = ColouredNoise(exponent: 2, sampleRate: rate).samples(count: count, using: &generator)
        case .hum: samples = MainsHum(sampleRate: rate, using: &generator).samples(count: count)
        case .music: samples = ChordMusic(sampleRate: rate).samples(count: count, using: &generator)
        case .environment: samples = EnvironmentNoise(sampleRate: rate).samples(count: count, using: &generator)
        case .bursts: samples = BurstNoise(sampleRate: rate).samples(count: count, using: &generator)
        }
        samples.scale(toRootMeanSquare: 0.1)
        return samples
    }
}

extension [Float] {
    /// The mean of the squares; 0 for none.
    var meanSquare: Double {
        isEmpty ? 0 : reduce(0.0) { $0 + Double($1) * Double($1) } / Double(count)
    }

    /// Changes the loudness; silence stays silence.
    mutating func scale(toRootMeanSquare target: Double) {
        let power = meanSquare
        guard power > 0 else { return }
        let gain = Float(target / power.squareRoot())
        for index in indices { self[index] *= gain }
    }
}
