import Foundation

extension DescriptorComputer {
    /// Centroid, bandwidth, roll-off, flatness, contrast and flux of eight magnitude spectra, after librosa's definitions.
    ///
    /// Flux is the Euclidean distance of a frame's magnitude spectrum from the frame's before, and 0 at the first frame.
    func spectralShape(_ work: FrameWork, count: Int, state: inout FrameState, to raw: LanePointer) {
        let bins = options.frames.binCount
        let spacing = Float(options.frames.sampleRate) / Float(options.frames.transformLength)
        let magnitude = work.magnitude

        var total = Lanes.zero
        var moment = Lanes.zero
        for bin in 0..<bins {
            total += magnitude[bin]
            moment += magnitude[bin] * (Float(bin) * spacing)
        }
        // A silent spectrum is left as it is, so that its centroid is 0 and not 0/0.
        let divisor = Lanes(repeating: 1).replacing(with: total, where: total .>= Float.leastNormalMagnitude)
        let centroid = moment / divisor

        let threshold = total * options.spectral.rollOffShare
        let floor = Lanes(repeating: options.spectral.flatnessFloor)
        var (spread, sum, below) = (Lanes.zero, Lanes.zero, Lanes.zero)
        var (logs, powers) = (Lanes.zero, Lanes.zero)
        for bin in 0..<bins {
            let distance = Float(bin) * spacing - centroid
            spread += magnitude[bin] / divisor * distance * distance
            // The running sum goes bin by bin in Float, as NumPy's cumsum does, so that ties fall on the same bin.
            sum += magnitude[bin]
            below += Lanes.zero.replacing(with: Lanes(repeating: 1), where: sum .< threshold)
            let power = LaneMath.max(magnitude[bin] * magnitude[bin], floor)
            logs += LaneMath.scaledLog(power, factor: 1)
            powers += power
        }
        raw[layout.raw.centroid] = centroid
        raw[layout.raw.bandwidth] = spread.squareRoot()
        raw[layout.raw.rollOff] = below * spacing
        var flatness = Lanes.zero
        for lane in 0..<8 { flatness[lane] = exp(logs[lane] / Float(bins)) / (powers[lane] / Float(bins)) }
        raw[layout.raw.flatness] = flatness
        contrast(work, to: raw)
        flux(magnitude, bins: bins, count: count, state: &state, to: raw)
    }

    /// The peaks and valleys, in decibels, of each contrast band.
    private func contrast(_ work: FrameWork, to raw: LanePointer) {
        let floor = Lanes(repeating: 1e-10)
        let factor = Float(10 / log(10.0))
        for (index, band) in contrastBands.enumerated() {
            var peak = work.magnitude[band.bins.lowerBound]
            var valley = peak
            if band.quantileCount == 1 {
                for bin in band.bins {
                    peak = LaneMath.max(peak, work.magnitude[bin])
                    valley = LaneMath.min(valley, work.magnitude[bin])
                }
            } else {
                for lane in 0..<8 {
                    let sorted = band.bins.map { work.magnitude[$0][lane] }.sorted()
                    let count = band.quantileCount
                    valley[lane] = sorted.prefix(count).reduce(0, +) / Float(count)
                    peak[lane] = sorted.suffix(count).reduce(0, +) / Float(count)
                }
            }
            raw[layout.raw.peaks + index] = LaneMath.scaledLog(LaneMath.max(peak, floor), factor: factor)
            raw[layout.raw.valleys + index] = LaneMath.scaledLog(LaneMath.max(valley, floor), factor: factor)
        }
    }

    private func flux(
        _ magnitude: LanePointer, bins: Int, count: Int, state: inout FrameState, to raw: LanePointer
    ) {
        let isFirst = state.previousMagnitude.isEmpty
        if isFirst { state.previousMagnitude = (0..<bins).map { magnitude[$0][0] } }
        var sum = Lanes.zero
        for bin in 0..<bins {
            let now = magnitude[bin]
            let difference = now - Lanes(
                    state.previousMagnitude[bin], now[0], now[1], now[2], now[3], now[4], now[5], now[6])
            sum += difference * difference
            state.previousMagnitude[bin] = now[count - 1]
        }
        raw[layout.raw.flux] = sum.squareRoot()
    }

    /// Power gathered into pitch classes and divided by the largest of the frame.
    func chroma(_ work: FrameWork, to raw: LanePointer) {
        guard let chromaBank else { return }
        let classes = chromaBank.classCount
        for index in 0..<classes { raw[index] = .zero }
        chromaBank.weights.withUnsafeBufferPointer { weights in
            for bin in 0..<options.frames.binCount {
                let power = work.power[bin]
                for index in 0..<classes { raw[index] += power * weights[bin * classes + index] }
            }
        }
        var largest = Lanes.zero
        for index in 0..<classes { largest = LaneMath.max(largest, raw[index]) }
        let divisor = Lanes(repeating: 1).replacing(with: largest, where: largest .>= Float.leastNormalMagnitude)
        for index in 0..<classes { raw[index] /= divisor }
    }
}
