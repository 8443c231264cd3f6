extension DescriptorComputer {
    /// The raw numbers of one to four frames, `hopLength` apart; lanes without a frame repeat the last.
    func computeBatch(
        _ samples: UnsafePointer<Float>, count: Int, inside: Range<Int>, _ work: FrameWork, state: inout FrameState,
        to raw: LanePointer
    ) {
        let frames = options.frames
        let groups = options.groups
        loadFrames(samples, count: count, work, to: raw)
        if groups.contains(.zeroCrossingRate) {
            var rates = Lanes.zero
            for lane in 0..<count {
                let start = lane * frames.hopLength
                let frame = max(start, inside.lowerBound)..<max(
                    max(start, inside.lowerBound), min(start + frames.windowLength, inside.upperBound))
                rates[lane] = Float(Self.zeroCrossings(samples, frame)) / Float(frames.windowLength)
            }
            raw[layout.raw.zeroCrossings] = rates
        }
        guard options.needsSpectrum else { return }
        let power = work.power
        transform.unfold(transform.transformed(work.first, work.second)) { bin, real, imaginary in
            power[bin] = real * real + imaginary * imaginary
        }
        if options.needsMagnitude {
            for bin in 0..<frames.binCount { work.magnitude[bin] = power[bin].squareRoot() }
        }
        if options.needsMel { melEnergies(work, to: raw + layout.raw.mel) }
        if groups.contains(.spectral) { spectralShape(work, count: count, state: &state, to: raw) }
        if groups.contains(.chroma) { chroma(work, to: raw + layout.raw.chroma) }
    }

    /// Frames into lanes: `work.first` receives samples after mean removal, pre-emphasis and half the window.
    private func loadFrames(
        _ samples: UnsafePointer<Float>, count: Int, _ work: FrameWork, to raw: LanePointer
    ) {
        let frames = options.frames
        let length = frames.windowLength
        let hop = frames.hopLength
        let target = work.first
        let p0 = samples
        let p1 = samples + min(1, count - 1) * hop
        let p2 = samples + min(2, count - 1) * hop
        let p3 = samples + min(3, count - 1) * hop
        for n in 0..<length { target[n] = Lanes(p0[n], p1[n], p2[n], p3[n]) }
        if options.groups.contains(.energy) {
            var sum = Lanes.zero
            for n in 0..<length { sum += target[n] * target[n] }
            raw[layout.raw.rms] = (sum / Float(length)).squareRoot()
        }
        guard options.needsSpectrum else { return }
        if frames.sampleScale != 1 {
            for n in 0..<length { target[n] *= frames.sampleScale }
        }
        if frames.removesMean {
            var sum = Lanes.zero
            for n in 0..<length { sum += target[n] }
            let mean = sum / Float(length)
            for n in 0..<length { target[n] -= mean }
        }
        let energyKind = options.groups.contains(.mfcc) ? options.mfcc.zeroth : .cepstral
        if energyKind == .rawEnergy { raw[layout.raw.logEnergy] = Self.logEnergy(target, length, scale: 1) }
        if frames.preEmphasis != 0 {
            var n = length - 1
            while n > 0 {
                target[n] -= target[n - 1] * frames.preEmphasis
                n -= 1
            }
            target[0] -= target[0] * frames.preEmphasis
        }
        halfWindow.withUnsafeBufferPointer { window in
            for n in 0..<length { target[n] *= window[n] }
        }
        // The samples have been halved for the transform, their energy quartered.
        if energyKind == .windowedEnergy { raw[layout.raw.logEnergy] = Self.logEnergy(target, length, scale: 4) }
        for n in length..<max(length, frames.transformLength) { target[n] = .zero }
    }

    /// ln of the summed squares, no lower than that of Float's smallest step (Kaldi).
    private static func logEnergy(_ values: LanePointer, _ count: Int, scale: Float) -> Lanes {
        var sum = Lanes.zero
        for n in 0..<count { sum += values[n] * values[n] }
        return LaneMath.scaledLog(LaneMath.max(sum * scale, Lanes(repeating: Float.ulpOfOne)), factor: 1)
    }

    private func melEnergies(_ work: FrameWork, to raw: LanePointer) {
        guard let melBank else { return }
        let spectrum = options.mel.spectrum == .power ? work.power : work.magnitude
        let floor = Lanes(repeating: options.log.floor)
        let factor = Float(options.log.factor)
        let offset = options.log.offset
        melBank.weights.withUnsafeBufferPointer { weights in
            melBank.rows.withUnsafeBufferPointer { rows in
                for (band, row) in rows.enumerated() {
                    var sum = Lanes.zero
                    for index in 0..<row.count { sum += spectrum[row.firstBin + index] * weights[row.offset + index] }
                    raw[band] = sum
                }
            }
        }
        for band in 0..<melBank.bandCount {
            raw[band] = LaneMath.scaledLog(LaneMath.max(raw[band], floor), factor: factor) - offset
        }
    }

    /// Sign changes between neighbours, samples within 10⁻¹⁰ of zero counting as positive (librosa's `zero_crossings`).
    private static func zeroCrossings(_ samples: UnsafePointer<Float>, _ range: Range<Int>) -> Int {
        guard range.count > 1 else { return 0 }
        var crossings = 0
        for n in range.lowerBound + 1..<range.upperBound {
            crossings += (samples[n] < -1e-10) != (samples[n - 1] < -1e-10) ? 1 : 0
        }
        return crossings
    }
}
