/// What the set `voice-quality` says of one frame; NaN where it is unvoiced, or a measure is undefined.
struct VoiceQualityRow: Sendable {
    /// Formants that have columns.
    static let formantCount = 4

    /// In hertz; 0 where the frame is unvoiced.
    var fundamentalFrequency: Float = 0
    /// In decibels.
    var harmonicsToNoiseRatio = Double.nan
    var spectrum = VoiceSpectrumComputer.Frame()
    /// Over three periods on either side.
    var jitterLocal = Double.nan
    var shimmerLocal = Double.nan
    var formants: [Formant] = []

    var isVoiced: Bool { fundamentalFrequency > 0 }

    static let names: [String] = ["fundamental_frequency"] + measureNames

    /// The columns of `measures`.
    static let measureNames: [String] =
        [
            "hnr", "cpp", "h1_h2", "h1_a3", "alpha_ratio", "hammarberg_index", "slope_0_500", "slope_500_1500", "jitter_local",
            "shimmer_local",
        ] + (1...formantCount).flatMap { ["f\($0)_frequency", "f\($0)_bandwidth", "f\($0)_level"] }

    /// The columns but for the fundamental frequency.
    var measures: [Float] {
        let numbers = [
            harmonicsToNoiseRatio, spectrum.cepstralPeakProminence, spectrum.firstToSecondHarmonic, spectrum.firstToThirdFormant,
            spectrum.alphaRatio, spectrum.hammarbergIndex, spectrum.slopeTo500, spectrum.slope500To1500, jitterLocal,
            shimmerLocal,
        ]
        return numbers.map(Float.init)
            + (0..<Self.formantCount).flatMap { index -> [Float] in
                guard isVoiced, index < formants.count else { return [.nan, .nan, .nan] }
                return [formants[index].frequency, formants[index].bandwidth, formants[index].level]
            }
    }

    var values: [Float] { [fundamentalFrequency] + measures }
}
