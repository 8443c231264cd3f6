import Foundation

/// Mel-frequency cepstral coefficients: the cosine transform of log-mel energies (Davis & Mermelstein 1980).
public struct MFCCOptions: Codable, Hashable, Sendable {
    /// How the rows of the cosine transform are scaled.
    public enum Scaling: String, Codable, Hashable, Sendable, CaseIterable {
        /// √(1/B) for row 0 and √(2/B) for the others: an orthonormal DCT-II (librosa, Kaldi).
        case orthonormal
        /// √(2/B) for every row (HTK).
        case htk
    }

    /// The weighting of coefficients that evens out their variances.
    public enum Lifter: Codable, Hashable, Sendable {
        case none
        /// 1 + L/2 · sin(πi/L) for coefficient i (HTK, Kaldi).
        case htk(Int)
        /// 1 + L/2 · sin(π(i + 1)/L) for coefficient i (librosa).
        case librosa(Int)
    }

    /// What stands in coefficient 0's place.
    public enum Zeroth: String, Codable, Hashable, Sendable, CaseIterable {
        /// The coefficient itself.
        case cepstral
        /// The frame's log energy before pre-emphasis and window (Kaldi's `use_energy` with `raw_energy`).
        case rawEnergy = "raw-energy"
        /// The frame's log energy after pre-emphasis and window (Kaldi's `use_energy` without `raw_energy`).
        case windowedEnergy = "windowed-energy"
        /// Nothing: coefficients count from 1 (HTK without `_0`).
        case omitted
    }

    /// How many coefficients a frame has; at most the mel bands, one fewer when coefficient 0 is omitted.
    public var count: Int
    public var scaling: Scaling
    public var lifter: Lifter
    public var zeroth: Zeroth

    public init(
        count: Int = 40, scaling: Scaling = .orthonormal, lifter: Lifter = .none, zeroth: Zeroth = .cepstral
    ) {
        self.count = count
        self.scaling = scaling
        self.lifter = lifter
        self.zeroth = zeroth
    }

    /// librosa: 40 plain coefficients; Kaldi: 13, liftered by 22, the first the raw log energy; HTK: 1 to 12, liftered by 22.
    public init(convention: FeatureConvention) {
        switch convention {
        case .librosa: self.init()
        case .kaldi: self.init(count: 13, lifter: .htk(22), zeroth: .rawEnergy)
        case .htk: self.init(count: 12, scaling: .htk, lifter: .htk(22), zeroth: .omitted)
        }
    }

    /// The index of the first coefficient.
    var firstIndex: Int { zeroth == .omitted ? 1 : 0 }

    func validate(bands: Int) throws(FeatureOptionsError) {
        try require(count, in: 1...max(1, bands - firstIndex), field: "mfcc.count")
        switch lifter {
        case .none: break
        case .htk(let length), .librosa(let length): try require(length, in: 1...10000, field: "mfcc.lifter")
        }
    }

    /// What row `index` of the cosine transform over `bands` values is multiplied by: scaling and lifter in one.
    func rowScale(index: Int, bands: Int) -> Double {
        let scale = (2 / Double(bands)).squareRoot() * (scaling == .orthonormal && index == 0 ? 0.5.squareRoot() : 1)
        switch lifter {
        case .none: return scale
        case .htk(let length): return scale * (1 + Double(length) / 2 * sin(.pi * Double(index) / Double(length)))
        case .librosa(let length):
            return scale * (1 + Double(length) / 2 * sin(.pi * Double(index + 1) / Double(length)))
        }
    }
}
