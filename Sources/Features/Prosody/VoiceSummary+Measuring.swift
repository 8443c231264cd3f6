import Foundation
public import UndertoneAudio

extension VoiceSummary {
    /// What is above this rate is left out, so that recordings of any rate compare.
    private static let sampleRate = 16000

    /// Measures a signal as a whole; its level does not matter. Nothing is defined at sample rates under 1200 Hz.
    public init(of signal: Signal) {
        self.init()
        let isHigh = signal.sampleRate > Self.sampleRate
        guard let signal = isHigh ? try? signal.resampled(to: Self.sampleRate) : signal,
            let computer = try? ProsodyComputer(sampleRate: signal.sampleRate)
        else { return }
        let measurement = computer.measurement(of: signal.samples)
        medianPitch = measurement[.pitchMedian].map { PitchContour.reference * exp2($0 / 12) }
        pitchRange = measurement[.pitchRange]
        speechRate = measurement[.speechRate]
        pauseShare = measurement[.pauseShare]
        intensityVariation = measurement[.intensityDeviation]
        voicedShare = measurement[.voicedShare]
        alphaRatio = Self.alphaRatio(of: signal, voicedFrames: measurement.pitch.frames)
    }

    /// Over 32 ms about each voiced frame.
    private static func alphaRatio(of signal: Signal, voicedFrames: [Int]) -> Double? {
        let length = FrameOptions.transformLength(for: signal.sampleRate * 32 / 1000)
        let transform = FourierTransform(length: length)
        let window = WindowFunction.hannPeriodic.values(length: length)
        let resolution = Double(signal.sampleRate) / Double(length)
        var (low, high) = (0.0, 0.0)
        for frame in voicedFrames {
            let start = Int(Double(frame) * PitchContour.step * Double(signal.sampleRate)) - length / 2
            let samples = window.indices.map { index in
                let position = start + index
                guard signal.samples.indices.contains(position), signal.samples[position].isFinite else { return Float(0) }
                return signal.samples[position] * window[index]
            }
            for (bin, power) in transform.powerSpectrum(samples).enumerated() where power.isFinite {
                let frequency = Double(bin) * resolution
                if (50..<1000).contains(frequency) { low += Double(power) }
                if (1000...5000).contains(frequency) { high += Double(power) }
            }
        }
        return low > 0 && high > 0 ? 10 * log10(high / low) : nil
    }
}
