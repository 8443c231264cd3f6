import Foundation

/// How band energies become logarithms.
public struct LogOptions: Codable, Hashable, Sendable {
    public enum Unit: String, Codable, Hashable, Sendable, CaseIterable {
        /// 10 log₁₀(energy/reference).
        case decibels
        /// ln(energy/reference).
        case natural
    }

    public var unit: Unit
    /// Energies below this count as this.
    public var floor: Float
    /// The energy whose logarithm is 0.
    public var reference: Float
    /// Values more than this far below the largest of the whole signal are raised to that limit (librosa's `top_db`), in the
    /// values' own unit; nil for none. It needs the whole signal, so a stream cannot have it.
    public var topDecibels: Float?

    public init(
        unit: Unit = .decibels, floor: Float = 1e-10, reference: Float = 1, topDecibels: Float? = 80
    ) {
        self.unit = unit
        self.floor = floor
        self.reference = reference
        self.topDecibels = topDecibels
    }

    /// librosa's `power_to_db`; Kaldi's natural logarithm over the smallest step of Float; HTK's over 1.
    public init(convention: FeatureConvention) {
        switch convention {
        case .librosa: self.init()
        case .kaldi: self.init(unit: .natural, floor: Float.ulpOfOne, topDecibels: nil)
        case .htk: self.init(unit: .natural, floor: 1, topDecibels: nil)
        }
    }

    func validate() throws(FeatureOptionsError) {
        // The lower end keeps subnormal numbers away from the logarithm.
        try require(floor, in: 1e-30...1e30, field: "log.floor")
        try require(reference, in: 1e-30...1e30, field: "log.reference")
        if let topDecibels { try require(topDecibels, in: 0...1e6, field: "log.topDecibels") }
    }

    /// What a natural logarithm is multiplied by.
    var factor: Double { unit == .decibels ? 10 / log(10) : 1 }
    /// What is then subtracted.
    var offset: Float { Float(log(Double(reference)) * factor) }
}
