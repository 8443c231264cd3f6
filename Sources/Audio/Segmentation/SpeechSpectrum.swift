import Foundation

/// Measures the evidence of two frames at once, and holds what carries over from frame to frame.
struct SpeechSpectrum: Sendable {
    private var source: [DoublePair]
    private var scratch: [DoublePair]
    private var power: [DoublePair]
    private var lagSource: [DoublePair]
    private var lagScratch: [DoublePair]
    /// Real and imaginary part of each lag; the latter is 0.
    private var lagged: [DoublePair]
    private var floor = NoiseFloor()
    private var change: SpectralChange
    private var smoothedPower: Float = 0
    private var loudest: Float = -.infinity

    /// A band's power below which there is digital silence: 110 dB below full scale.
    private static let silence: Float = 1e-11
    /// In units of 10 dB a frame: how fast the loudest is forgotten.
    private static let forgetting: Float = 0.002

    init(_ detector: SpeechDetector) {
        let length = detector.transform.length
        source = [DoublePair](repeating: .zero, count: length)
        scratch = source
        power = [DoublePair](repeating: .zero, count: length / 2 + 1)
        lagSource = [DoublePair](repeating: .zero, count: SpeechDetector.correlationLength)
        lagScratch = lagSource
        lagged = [DoublePair](repeating: .zero, count: SpeechDetector.correlationLength + 2)
        change = SpectralChange(binCount: detector.shapeBins.count)
    }

    /// Takes the windows of two frames.
    mutating func transform(_ first: UnsafePointer<Float>, _ second: UnsafePointer<Float>, _ detector: SpeechDetector) {
        let scale = detector.powerScale
        let lanes = detector.transform
        source.withUnsafeMutableBufferPointer { source in
            scratch.withUnsafeMutableBufferPointer { scratch in
                power.withUnsafeMutableBufferPointer { power in
                    guard let a = source.baseAddress, let b = scratch.baseAddress, let power = power.baseAddress else { return }
                    detector.window.withUnsafeBufferPointer { window in
                        // A constant would leak from the lowest bin into the bands.
                        var constant = DoublePair(repeating: 0)
                        for n in window.indices { constant += DoublePair(SIMD2<Float>(first[n], second[n]) * window[n]) }
                        constant *= detector.windowScale
                        for n in window.indices {
                            let sample = DoublePair(SIMD2<Float>(first[n], second[n])) - constant
                            a[n] = sample * (0.5 * Double(window[n]))
                        }
                        for n in window.count..<lanes.length { a[n] = .zero }
                    }
                    lanes.power(lanes.transformed(a, b), to: power)
                    for bin in 0...lanes.length / 2 { power[bin] *= scale }
                }
            }
        }
    }

    /// The evidence of the frames whose windows were taken, one after the other; with one lane, both are the first's.
    mutating func evidence(laneCount: Int, _ detector: SpeechDetector) -> (SpeechEvidence, SpeechEvidence) {
        let contrast = contrast(detector)
        var evidence = (SpeechEvidence(), SpeechEvidence())
        let (first, second) = bandPower(detector)
        measure(first, contrast[0], lane: 0, detector, into: &evidence.0)
        let firstFloor = floor.power
        if laneCount == 2 { measure(second, contrast[1], lane: 1, detector, into: &evidence.1) }
        let periodicity = periodicity(above: firstFloor, floor.power, detector)
        evidence.0.periodicity = evidence.0.isSound ? Float(periodicity[0]) : 0
        evidence.1.periodicity = evidence.1.isSound ? Float(periodicity[1]) : 0
        return evidence
    }

    private func bandPower(_ detector: SpeechDetector) -> (SIMD16<Float>, SIMD16<Float>) {
        var result = (SIMD16<Float>.zero, SIMD16<Float>.zero)
        power.withUnsafeBufferPointer { power in
            for (band, bins) in detector.bands.bins.enumerated() {
                var sum = DoublePair.zero
                for bin in bins { sum += power[bin] }
                result.0[band] = Float(sum[0])
                result.1[band] = Float(sum[1])
            }
        }
        return result
    }

    /// Levels over the floor, which the frame itself lowers.
    private mutating func measure(
        _ bands: SIMD16<Float>, _ contrast: Double, lane: Int, _ detector: SpeechDetector, into evidence: inout SpeechEvidence
    ) {
        let total = bands.sum()
        power.withUnsafeBufferPointer { power in
            if let power = power.baseAddress { change.add(power + detector.shapeBins.lowerBound, lane: lane) }
        }
        smoothedPower = 0.6 * smoothedPower + 0.4 * total
        loudest -= Self.forgetting
        guard total > Self.silence else { return }
        floor.add(bands)
        let excess = Self.tenDecibels(over: floor.power, bands) * detector.bands.present
        let level = log10(total + Self.silence)
        loudest = max(loudest, log10(smoothedPower + Self.silence))
        evidence.isSound = true
        evidence.excess = excess.sum() / detector.bands.present.sum()
        evidence.lowExcess = (excess * detector.bands.low).sum() / max(1, detector.bands.low.sum())
        evidence.highExcess = (excess * detector.bands.high).sum() / max(1, detector.bands.high.sum())
        evidence.strongestExcess = Self.meanOfStrongest(excess)
        evidence.contrast = Float(contrast)
        evidence.relativeLevel = max(-6, min(0, level - loudest))
        evidence.range = max(0, min(6, loudest - log10(floor.power.sum() + Self.silence)))
        evidence.change = change.value
    }

    /// 0…4, in units of 10 dB.
    private static func tenDecibels(over floor: SIMD16<Float>, _ bands: SIMD16<Float>) -> SIMD16<Float> {
        let ratio = (bands + silence) / (floor + silence)
        var result = SIMD16<Float>.zero
        for band in 0..<16 { result[band] = log10(ratio[band]) }
        return result.clamped(lowerBound: .zero, upperBound: SIMD16(repeating: 4))
    }

    private static func meanOfStrongest(_ values: SIMD16<Float>) -> Float {
        var rest = values
        var sum: Float = 0
        for _ in 0..<4 {
            let strongest = rest.max()
            sum += strongest
            for band in 0..<16 where rest[band] == strongest {
                rest[band] = -1
                break
            }
        }
        return sum / 4
    }

    /// Arithmetic over geometric mean of the power spectrum, in units of 10 dB.
    private func contrast(_ detector: SpeechDetector) -> DoublePair {
        let bins = detector.shapeBins
        // So that silence is flat, and no product of eight leaves Double.
        let least = 1e-16
        return power.withUnsafeBufferPointer { power in
            var sum = DoublePair.zero
            var logs = DoublePair.zero
            var product = DoublePair(repeating: 1)
            for bin in bins {
                let value = power[bin] + least
                sum += value
                product *= value
                if bin & 7 == 7 {
                    logs += DoublePair(log10(product[0]), log10(product[1]))
                    product = DoublePair(repeating: 1)
                }
            }
            logs += DoublePair(log10(product[0]), log10(product[1]))
            let mean = sum / Double(bins.count)
            return DoublePair(log10(mean[0]), log10(mean[1])) - logs / Double(bins.count)
        }
    }

    /// The highest peak of the autocorrelation of what stands above twice the noise floor, times its share of the power.
    private mutating func periodicity(
        above first: SIMD16<Float>, _ second: SIMD16<Float>, _ detector: SpeechDetector
    ) -> DoublePair {
        let length = SpeechDetector.correlationLength
        let lanes = detector.correlation
        var all = DoublePair.zero
        var kept = DoublePair.zero
        let perBin = detector.bands.perBin
        let (firstFloor, secondFloor) = (first * perBin * 2, second * perBin * 2)
        lagSource.withUnsafeMutableBufferPointer { source in
            power.withUnsafeBufferPointer { power in
                source.update(repeating: .zero)
                for part in detector.voiceBinsOfBand {
                    let floor = DoublePair(Double(firstFloor[part.band]), Double(secondFloor[part.band]))
                    for bin in part.bins {
                        let value = power[bin]
                        let above = (value - floor).replacing(with: 0, where: value .< floor)
                        all += value
                        kept += above
                        source[bin] = above * 0.5
                        source[length - bin] = above * 0.5
                    }
                }
            }
            lagScratch.withUnsafeMutableBufferPointer { scratch in
                lagged.withUnsafeMutableBufferPointer { lagged in
                    guard let a = source.baseAddress, let b = scratch.baseAddress, let lagged = lagged.baseAddress else { return }
                    lanes.unfold(lanes.transformed(a, b), to: lagged)
                }
            }
        }
        var best = DoublePair.zero
        lagged.withUnsafeBufferPointer { lagged in
            for lag in detector.lags {
                let value = lagged[2 * lag]
                let isPeak = (value .>= lagged[2 * lag - 2]) .& (value .>= lagged[2 * lag + 2])
                let height = (value * detector.lagScale[lag]).replacing(with: 0, where: .!isPeak)
                best.replace(with: height, where: height .> best)
            }
        }
        // The correlation at lag 0 is twice what was kept.
        let scale = DoublePair(repeating: 0.5) / all.replacing(with: 1e-30, where: all .< 1e-30)
        return (best * scale).clamped(lowerBound: .zero, upperBound: DoublePair(repeating: 1))
    }
}
