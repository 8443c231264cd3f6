/// One number that sums up how a descriptor runs through a segment.
///
/// A functional is written, in recipes and in column names, by its `name`: `mean`, `percentile_20`,
/// `percentile_range_20_80`, `modulation_4_8`. Missing frames (NaN, infinite, or left out as inactive) take no
/// part. With no frame at all every functional is 0; with one frame, `mean`, `minimum`, `maximum` and percentiles are
/// its value and the rest is 0, so a row of functionals is always finite.
public enum Functional: Hashable, Sendable {
    case mean
    /// Population standard deviation (`numpy.std`).
    case standardDeviation
    /// Population skewness m₃ / m₂^1.5 (`scipy.stats.skew`); 0 for a constant.
    case skewness
    /// Population excess kurtosis m₄ / m₂² − 3 (`scipy.stats.kurtosis`); 0 for a constant.
    case kurtosis
    case minimum
    case maximum
    /// `maximum` − `minimum`.
    case range
    /// The percentile, 0…100, with linear interpolation (`numpy.percentile`).
    case percentile(Double)
    /// The upper percentile minus the lower.
    case percentileRange(Double, Double)
    /// The 75th percentile minus the 25th.
    case interquartileRange
    /// Slope of the line fitted by least squares, per second.
    case slope
    /// `slope` times the standard deviation of the frames' times: how far the descriptor drifts, however long the segment.
    case drift
    /// Mean of the later half of the frames minus mean of the earlier half.
    case lateness
    /// Root mean square of what the fitted line leaves.
    case slopeError
    /// Mean slope, per second, of the rising parts: longest runs of frames each above the one before.
    case risingSlopeMean
    /// Population standard deviation of the slopes of the rising parts.
    case risingSlopeDeviation
    /// Mean slope, per second and negative, of the falling parts.
    case fallingSlopeMean
    /// Population standard deviation of the slopes of the falling parts.
    case fallingSlopeDeviation
    /// Share of neighbouring pairs of frames of which the second is higher.
    case risingShare
    /// Mean of |x[t] − x[t−1]| over neighbouring frames.
    case meanAbsoluteDifference
    /// Population standard deviation of the delta, per frame: Σ θ(x[t+θ] − x[t−θ]) / 10 for θ = 1, 2 over the whole segment,
    /// its end frames repeated (HTK's deltas), of which the frames that take part count.
    case deltaDeviation
    /// The same of the delta's delta.
    case delta2Deviation
    /// How often a second the descriptor crosses its mean.
    case meanCrossingRate
    /// Share of the trajectory's power between two modulation frequencies in hertz, the upper left out.
    ///
    /// With x the trajectory from its first to its last frame minus its mean (missing frames 0), N the next
    /// power of two, r frames a second and P[k] = |DFT_N(x)[k]|²: the sum of P[k] over low ≤ k·r/N < high divided by the
    /// sum over 1 ≤ k ≤ N/2. Speech varies most around 4 Hz, the rate of syllables.
    case modulation(Double, Double)
}

extension Functional {
    /// The functionals that take no parameter, by name.
    static let plain: [(name: String, functional: Functional)] = [
        ("mean", .mean), ("standard_deviation", .standardDeviation), ("skewness", .skewness),
        ("kurtosis", .kurtosis), ("minimum", .minimum), ("maximum", .maximum), ("range", .range),
        ("interquartile_range", .interquartileRange), ("slope", .slope), ("slope_error", .slopeError),
        ("drift", .drift), ("lateness", .lateness), ("delta_deviation", .deltaDeviation),
        ("delta2_deviation", .delta2Deviation),
        ("rising_slope_mean", .risingSlopeMean), ("rising_slope_deviation", .risingSlopeDeviation),
        ("falling_slope_mean", .fallingSlopeMean), ("falling_slope_deviation", .fallingSlopeDeviation),
        ("rising_share", .risingShare), ("mean_absolute_difference", .meanAbsoluteDifference),
        ("mean_crossing_rate", .meanCrossingRate),
    ]

    /// The name in recipes and in columns.
    public var name: String {
        switch self {
        case .percentile(let share): "percentile_\(Self.text(share))"
        case .percentileRange(let low, let high): "percentile_range_\(Self.text(low))_\(Self.text(high))"
        case .modulation(let low, let high): "modulation_\(Self.text(low))_\(Self.text(high))"
        default: Self.plain.first { $0.functional == self }?.name ?? ""
        }
    }

    /// The functional of a name such as `mean` or `percentile_20`; nil when there is none, or a parameter is out of range.
    public init?(name: String) {
        if let found = Self.plain.first(where: { $0.name == name }) {
            self = found.functional
            return
        }
        func numbers(after prefix: String) -> [Double]? {
            guard name.hasPrefix(prefix) else { return nil }
            let parts = name.dropFirst(prefix.count).split(separator: "_", omittingEmptySubsequences: false)
            let values = parts.compactMap { Double($0) }
            return values.count == parts.count ? values : nil
        }
        let candidate: Functional
        if let values = numbers(after: "percentile_range_"), values.count == 2 {
            candidate = .percentileRange(values[0], values[1])
        } else if let values = numbers(after: "percentile_"), values.count == 1 {
            candidate = .percentile(values[0])
        } else if let values = numbers(after: "modulation_"), values.count == 2 {
            candidate = .modulation(values[0], values[1])
        } else {
            return nil
        }
        guard candidate.isValid else { return nil }
        self = candidate
    }

    /// Whether the parameters lie in their range: percentiles in 0…100, bands rising and not negative.
    var isValid: Bool {
        switch self {
        case .percentile(let share): (0...100).contains(share)
        case .percentileRange(let low, let high): low >= 0 && low < high && high <= 100
        case .modulation(let low, let high): low >= 0 && low < high && high <= 10_000
        default: true
        }
    }

    private static func text(_ number: Double) -> String {
        number == number.rounded() && abs(number) < 1e9 ? String(Int(number)) : String(number)
    }
}

extension Functional: Codable {
    public init(from decoder: any Decoder) throws {
        let name = try decoder.singleValueContainer().decode(String.self)
        guard let functional = Functional(name: name) else { throw FeatureRecipeError.unknownFunctional(name) }
        self = functional
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(name)
    }
}

extension [Functional] {
    /// Mean, standard deviation, the 20th, 50th and 80th percentile, and the range between the outer two.
    public static let basic: [Functional] = [
        .mean, .standardDeviation, .percentile(20), .percentile(50), .percentile(80), .percentileRange(20, 80),
    ]
}
