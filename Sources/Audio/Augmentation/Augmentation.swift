/// One way to change a recording that leaves what it expresses, each with the range from which its strength is drawn.
///
/// Written as a word, with a number or a range after a colon: `noise:5..30`, `pitch:-2..2`, `telephone:gsm`. The word alone
/// stands for the default range.
public enum Augmentation: Hashable, Sendable {
    /// Noise so many decibels below the voice, of a kind or, without one, of a kind that is drawn.
    case noise(NoiseKind?, signalToNoiseRatio: ClosedRange<Double>)
    /// Other people talking, so many decibels below the voice.
    case babble(signalToNoiseRatio: ClosedRange<Double>)
    /// A room with a reverberation time of so many seconds.
    case reverb(reverberationTime: ClosedRange<Double>)
    /// The voice so many semitones higher, as fast as before.
    case pitch(semitones: ClosedRange<Double>)
    /// So many times as fast, as high as before; the length changes.
    case tempo(factor: ClosedRange<Double>)
    /// So many decibels louder.
    case gain(decibels: ClosedRange<Double>)
    /// That share of the samples, the loudest ones, cut off at the loudness of the others.
    case clip(share: ClosedRange<Double>)
    /// Through a telephone, with one of these codecs.
    case telephone([TelephoneCodec])
    /// Every kilohertz so many decibels louder than the one below it, as another microphone makes it; as loud on
    /// the whole.
    case tilt(decibelsPerKilohertz: ClosedRange<Double>)
    /// What lies below so many hertz fades, by 6 dB an octave, as in small microphones.
    case lowCut(frequency: ClosedRange<Double>)
    /// So many seconds later, silence before it and the end cut off; earlier if negative.
    case shift(seconds: ClosedRange<Double>)
    /// A stretch from a random place, that share of the whole; the length changes.
    case crop(share: ClosedRange<Double>)
    /// A stretch of so many seconds, at most a fifth of the clip, becomes an average sound (SpecAugment).
    case maskTime(seconds: ClosedRange<Double>)
    /// A band of that share of the mel scale becomes an average sound (SpecAugment).
    case maskFrequency(share: ClosedRange<Double>)
    /// The weighted sum with another voice, of weights λ and 1 − λ with λ from Beta(α, α) (Zhang et al., "mixup: Beyond
    /// empirical risk minimization", ICLR 2018); the labels have to be weighted likewise.
    case mixup(alpha: ClosedRange<Double>)
}

extension Augmentation {
    /// The word that stands for it in a recipe.
    public var word: String {
        switch self {
        case .noise(let kind, _): kind?.rawValue ?? "noise"
        case .babble: "babble"
        case .reverb: "reverb"
        case .pitch: "pitch"
        case .tempo: "tempo"
        case .gain: "gain"
        case .clip: "clip"
        case .telephone: "telephone"
        case .tilt: "tilt"
        case .lowCut: "low-cut"
        case .shift: "shift"
        case .crop: "crop"
        case .maskTime: "mask-time"
        case .maskFrequency: "mask-frequency"
        case .mixup: "mixup"
        }
    }

    /// Whether it needs the voices of others: a `BabbleSource`.
    public var needsVoices: Bool {
        switch self {
        case .babble, .mixup: true
        default: false
        }
    }

    /// Every augmentation with its default range, in the order in which they are explained.
    public static let defaults: [Augmentation] =
        [.noise(nil, signalToNoiseRatio: 5...30)]
        + NoiseKind.allCases.map { .noise($0, signalToNoiseRatio: 5...30) }
        + [
            .babble(signalToNoiseRatio: 10...25), .reverb(reverberationTime: 0.2...0.8), .pitch(semitones: -2...2),
            .tempo(factor: 0.9...1.1), .gain(decibels: -10...6), .clip(share: 0.01...0.1),
            .telephone(TelephoneCodec.allCases), .tilt(decibelsPerKilohertz: -3...3), .lowCut(frequency: 20...200),
            .shift(seconds: -0.1...0.1), .crop(share: 0.8...1),
            .maskTime(seconds: 0.05...0.3), .maskFrequency(share: 0.05...0.3), .mixup(alpha: 0.2...0.2),
        ]

    /// The words of a recipe.
    public static let words = defaults.map(\.word)

    /// From where its strength is drawn; nil for the telephone.
    public var range: ClosedRange<Double>? {
        switch self {
        case .noise(_, let range), .babble(let range), .reverb(let range), .pitch(let range), .tempo(let range),
            .gain(let range), .clip(let range), .tilt(let range), .lowCut(let range), .shift(let range), .crop(let range),
            .maskTime(let range), .maskFrequency(let range), .mixup(let range):
            range
        case .telephone: nil
        }
    }

    /// The same with another range; the telephone has none.
    public func with(range: ClosedRange<Double>) -> Augmentation {
        switch self {
        case .noise(let kind, _): .noise(kind, signalToNoiseRatio: range)
        case .babble: .babble(signalToNoiseRatio: range)
        case .reverb: .reverb(reverberationTime: range)
        case .pitch: .pitch(semitones: range)
        case .tempo: .tempo(factor: range)
        case .gain: .gain(decibels: range)
        case .clip: .clip(share: range)
        case .telephone: self
        case .tilt: .tilt(decibelsPerKilohertz: range)
        case .lowCut: .lowCut(frequency: range)
        case .shift: .shift(seconds: range)
        case .crop: .crop(share: range)
        case .maskTime: .maskTime(seconds: range)
        case .maskFrequency: .maskFrequency(share: range)
        case .mixup: .mixup(alpha: range)
        }
    }

    /// What a strength may be, and its unit in words.
    var bounds: (range: ClosedRange<Double>, unit: String) {
        switch self {
        case .noise, .babble: (-30...100, "dB of signal-to-noise ratio")
        case .reverb: (0.05...5, "seconds of reverberation")
        case .pitch: (-12...12, "semitones")
        case .tempo: (0.5...2, "times the tempo")
        case .gain: (-60...60, "dB")
        case .clip: (0...0.5, "of the samples as a share")
        case .telephone: (0...0, "")
        case .tilt: (-10...10, "dB a kilohertz")
        case .lowCut: (1...2000, "Hz")
        case .shift: (-10...10, "seconds")
        case .crop: (0.05...1, "of the length as a share")
        case .maskTime: (0...10, "seconds")
        case .maskFrequency: (0...0.9, "of the mel scale as a share")
        case .mixup: (0.05...1, "as its parameter α")
        }
    }

    /// Throws `AugmentationError.outOfBounds` for a range that reaches beyond what the augmentation takes.
    public func validate() throws(AugmentationError) {
        guard let range else { return }
        let (bounds, unit) = bounds
        for value in [range.lowerBound, range.upperBound] where !bounds.contains(value) {
            throw .outOfBounds(word: word, value: value, bounds: bounds, unit: unit)
        }
    }
}
