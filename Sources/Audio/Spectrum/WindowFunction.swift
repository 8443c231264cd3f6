import Foundation

/// The weighting of a frame's samples before its spectrum is taken.
public enum WindowFunction: String, Codable, Hashable, Sendable, CaseIterable {
    /// ½ − ½ cos(2πn/N), whose period is the window's length (librosa's and SciPy's `hann` with `fftbins`).
    case hannPeriodic = "hann-periodic"
    /// ½ − ½ cos(2πn/(N − 1)), which touches zero at both ends.
    case hannSymmetric = "hann-symmetric"
    /// 0.54 − 0.46 cos(2πn/(N − 1)), as in HTK and Kaldi.
    case hamming
    /// The symmetric Hann window to the power 0.85, Kaldi's default.
    case povey
    /// 0.42 − ½ cos(2πn/(N − 1)) + 0.08 cos(4πn/(N − 1)).
    case blackman
    /// Ones.
    case rectangular

    /// The window's values, computed in double precision: `length` of them.
    public func values(length: Int) -> [Float] { doubles(length: length).map(Float.init) }

    package func doubles(length: Int) -> [Double] {
        guard length > 1 else { return [Double](repeating: 1, count: max(0, length)) }
        let period = Double(self == .hannPeriodic ? length : length - 1)
        return (0..<length).map { index in
            let phase = 2 * Double.pi * Double(index) / period
            switch self {
            case .hannPeriodic, .hannSymmetric: return 0.5 - 0.5 * cos(phase)
            case .hamming: return 0.54 - 0.46 * cos(phase)
            case .povey: return pow(0.5 - 0.5 * cos(phase), 0.85)
            case .blackman: return 0.42 - 0.5 * cos(phase) + 0.08 * cos(2 * phase)
            case .rectangular: return 1
            }
        }
    }
}
