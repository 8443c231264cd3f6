import Foundation

extension LoudnessTarget {
    /// In decibels.
    static let largestGain = 30.0
    /// In decibels of full scale.
    static let highestPeak = -1.0
    /// In LUFS or decibels of full scale.
    static let silence = -70.0
    /// How far below the energy-weighted level a frame may lie and still count for `rms`, in decibels.
    static let activeRange = 30.0

    /// The samples times `gain(for:sampleRate:)`.
    func apply(to samples: [Float], sampleRate: Int) -> [Float] {
        let gain = Float(gain(for: samples, sampleRate: sampleRate))
        return gain == 1 ? samples : samples.map { $0 * gain }
    }

    /// The factor that brings finite samples to the target, within the limits above; 1 for silence.
    func gain(for samples: [Float], sampleRate: Int) -> Double {
        let peak = samples.reduce(0) { max($0, abs(Double($1))) }
        guard peak > 0, let measured = measure(samples, peak: peak, sampleRate: sampleRate), measured > Self.silence else {
            return 1
        }
        let wanted = min(level - measured, Self.largestGain)
        return min(pow(10, wanted / 20), pow(10, Self.highestPeak / 20) / peak)
    }

    private func measure(_ samples: [Float], peak: Double, sampleRate: Int) -> Double? {
        switch self {
        case .integrated:
            LoudnessMeter.integratedLoudness(of: samples, sampleRate: sampleRate)
                ?? activeLevel(samples, sampleRate: sampleRate)
        case .rms: activeLevel(samples, sampleRate: sampleRate)
        case .peak: 20 * log10(peak)
        }
    }

    private func activeLevel(_ samples: [Float], sampleRate: Int) -> Double? {
        FrameEnergies(samples, sampleRate: sampleRate).activeMeanSquare(within: Self.activeRange).map { 10 * log10($0) }
    }
}
