import Foundation
import UndertoneAudio

/// 26 triangular mel bands over a power spectrum, for loudness and cepstral coefficients, after HTK's mel scale.
///
/// The bands overlap by halves, so that a bin between two centres belongs with a share to the upper band and with the rest to the
/// lower; a band is then the rising part of one stretch of bins and the falling part of the next.
struct GeMAPSMelBands: Hashable, Sendable {
    static let count = 26
    static let coefficientCount = 4
    /// Power in a band is not taken lower than that of one 16-bit step: 1/32767².
    static let floor: Float = 1 / (32767 * 32767)

    /// The bins between neighbouring centres (the band edges for the first and last stretch): count + 1 stretches.
    let stretches: [Range<Int>]
    /// The share that the upper band has in each bin.
    let shares: [Double]
    /// 0.33 · ln of each band's auditory weight.
    let loudnessLogWeights: [Float]
    /// The rows of the cosine transform with the lifter: count values for each coefficient.
    let cepstralRows: [[Float]]

    init(sampleRate: Int, transformLength: Int) {
        let spacing = Double(sampleRate) / Double(transformLength)
        let (lowest, highest) = (20.0, min(8000, Double(sampleRate) / 2))
        let (lowestMel, highestMel) = (Self.mel(lowest), Self.mel(highest))
        let edges = (0...Self.count + 1).map { index in
            lowestMel + (highestMel - lowestMel) * Double(index) / Double(Self.count + 1)
        }
        let binMels = (0...transformLength / 2).map { Self.mel(Double($0) * spacing) }
        // HTK begins at the bin after the one nearest to the lower edge.
        let firstBin = Int(lowest / spacing + 1.5)
        let starts = edges.map { edge in max(firstBin, binMels.firstIndex { $0 >= edge } ?? binMels.count) }
        stretches = zip(starts, starts.dropFirst()).map { $0..<$1 }
        var shares = [Double](repeating: 0, count: binMels.count)
        for (index, stretch) in stretches.enumerated() {
            for bin in stretch { shares[bin] = (binMels[bin] - edges[index]) / (edges[index + 1] - edges[index]) }
        }
        self.shares = shares
        loudnessLogWeights = edges[1...Self.count].map { Float(0.33 * log(Self.auditoryWeight(Self.frequency($0)))) }
        let scale = (2 / Double(Self.count)).squareRoot()
        cepstralRows = (1...Self.coefficientCount).map { coefficient in
            let lifter = 1 + 11 * sin(.pi * Double(coefficient) / 22)
            return (0..<Self.count).map { band in
                Float(scale * lifter * cos(.pi * Double(coefficient) * (Double(band) + 0.5) / Double(Self.count)))
            }
        }
    }

    /// Loudness and coefficients of two power spectra.
    func measure(_ power: DoublePairPointer, into pair: inout FramePair) {
        var (loudness, sums) = (SIMD2<Float>.zero, [SIMD2<Float>](repeating: .zero, count: Self.coefficientCount))
        var rising = DoublePair.zero
        for (index, stretch) in stretches.enumerated() {
            var (upper, all) = (DoublePair.zero, DoublePair.zero)
            for bin in stretch {
                upper += power[bin] * shares[bin]
                all += power[bin]
            }
            if index > 0 {
                let band = rising + (all - upper)
                for lane in 0..<2 {
                    let level = log(max(Float(band[lane]), Self.floor))
                    loudness[lane] += exp(0.33 * level + loudnessLogWeights[index - 1])
                    for coefficient in 0..<Self.coefficientCount {
                        sums[coefficient][lane] += level * cepstralRows[coefficient][index - 1]
                    }
                }
            }
            rising = upper
        }
        (pair.first.loudness, pair.second.loudness) = (loudness[0], loudness[1])
        for coefficient in 0..<Self.coefficientCount {
            (pair.first.mfcc[coefficient], pair.second.mfcc[coefficient]) = (sums[coefficient][0], sums[coefficient][1])
        }
    }

    private static func mel(_ frequency: Double) -> Double { 1127 * log(1 + frequency / 700) }

    private static func frequency(_ mel: Double) -> Double { 700 * (exp(mel / 1127) - 1) }

    /// The equal-loudness curve of perceptual linear prediction (Hermansky 1990), for wide-band speech with a term that falls off
    /// above 5 kHz; exponent and constants of that term, and the scale, are those that openSMILE's loudness was measured to have.
    private static func auditoryWeight(_ frequency: Double) -> Double {
        let square = pow(2 * .pi * frequency, 2)
        let hearing = (square + 56.8e6) * square * square / (pow(square + 6.3e6, 2) * (square + 0.38e9))
        return 3.032_167e-4 * hearing / (1 + pow(square, 3.5) / 1.7e31)
    }
}
