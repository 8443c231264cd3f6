import UndertoneAudio

extension DescriptorComputer {
    /// The power spectra of one to eight frames, `hopLength` apart, and the numbers that are not the spectrum's; lanes without a frame
    /// hold no meaning.
    func computeSpectra(_ samples: UnsafePointer<Float>, count: Int, _ work: FrameWork, to raw: LanePointer) {
        let frames = options.frames
        for half in 0..<(count > 4 ? 2 : 1) {
            let samples = samples + half * 4 * frames.hopLength
            let count = min(4, count - 4 * half)
            if needsLoading { loadFrames(samples, count: count, half: half, work, to: raw) }
            if options.needsSpectrum { powerSpectra(samples, count: count, half: half, work) }
        }
        if let shapeTables { contrastPowers(shapeTables, work.power) }
    }

    /// How many powers descriptors look at: bins, and what the spectral contrast makes of them.
    var powerCount: Int { usedBinCount + 2 * (shapeTables?.contrasts.count ?? 0) }

    /// The raw numbers of frames whose spectra are there.
    func describe(
        _ samples: UnsafePointer<Float>, count: Int, inside: Range<Int>, _ work: FrameWork, state: inout FrameState,
        to raw: LanePointer
    ) {
        let frames = options.frames
        let groups = options.groups
        if groups.contains(.zeroCrossingRate) {
            zeroCrossingRates(samples, count: count, inside: inside, to: raw + layout.raw.zeroCrossings)
        }
        guard options.needsSpectrum else { return }
        if options.needsMagnitude {
            for bin in 0..<frames.binCount { work.magnitude[bin] = work.power[bin].squareRoot() }
        }
        if options.needsMel { melEnergies(work, to: raw + layout.raw.mel) }
        if groups.contains(.spectral) { spectralShape(work, count: count, state: &state, to: raw) }
        if let shapeTables {
            spectralShape(shapeTables, work.power, count: count, state: &state.shape, to: raw + layout.raw.shape)
        }
        if groups.contains(.chroma) { chroma(work, to: raw + layout.raw.chroma) }
    }

    /// The power spectra of four frames, into one half of the lanes of `work.power`: of the loaded samples, or where nothing is
    /// done to samples before the window, straight from the signal.
    @inline(__always)
    private func powerSpectra(_ samples: UnsafePointer<Float>, count: Int, half: Int, _ work: FrameWork) {
        let power = UnsafeMutableRawPointer(work.power).assumingMemoryBound(to: SIMD2<Float>.self) + 2 * half
        let length = options.frames.windowLength
        let hop = options.frames.hopLength
        for pair in 0..<(count > 2 ? 2 : 1) {
            halfWindow.withUnsafeBufferPointer { window in
                if !options.changesSamples {
                    let a = samples + 2 * pair * hop
                    let b = samples + min(2 * pair + 1, count - 1) * hop
                    for n in 0..<length { work.first[n] = DoublePair(SIMD2<Float>(a[n], b[n])) * window[n] }
                } else if pair == 0 {
                    for n in 0..<length { work.first[n] = DoublePair(work.samples[n].lowHalf) * window[n] }
                } else {
                    for n in 0..<length { work.first[n] = DoublePair(work.samples[n].highHalf) * window[n] }
                }
            }
            for n in length..<options.frames.transformLength { work.first[n] = .zero }
            let target = power + pair
            let transformed = transform.transformed(work.first, work.second)
            let spectrum = transformed == work.first ? work.second : work.first
            transform.power(transformed, to: spectrum)
            for bin in 0..<options.frames.binCount { target[4 * bin] = SIMD2<Float>(spectrum[bin]) }
        }
    }

    private var needsLoading: Bool { !takesGain || (options.needsSpectrum && options.changesSamples) }

    /// Whether all columns follow from the spectrum, so that a gain may be put into that.
    var takesGain: Bool {
        !options.groups.contains(.energy)
            && !(options.groups.contains(.mfcc) && options.mfcc.zeroth != .cepstral && options.mfcc.zeroth != .omitted)
    }

    private func melEnergies(_ work: FrameWork, to raw: LanePointer) {
        guard let melBank else { return }
        let spectrum = options.mel.spectrum == .power ? work.power : work.magnitude
        let floor = Lanes(repeating: options.log.floor)
        let factor = Float(options.log.factor)
        let offset = options.log.offset
        melBank.weights.withUnsafeBufferPointer { weights in
            melBank.rows.withUnsafeBufferPointer { rows in
                for band in 0..<rows.count {
                    let row = rows[band]
                    let bins = spectrum + row.firstBin
                    var sum = Lanes.zero
                    for index in 0..<row.count { sum += bins[index] * weights[row.offset + index] }
                    raw[band] = LaneMath.scaledLog(LaneMath.max(sum, floor), factor: factor) - offset
                }
            }
        }
    }

    private func zeroCrossingRates(
        _ samples: UnsafePointer<Float>, count: Int, inside: Range<Int>, to rates: LanePointer
    ) {
        for lane in 0..<count {
            let start = lane * options.frames.hopLength
            // The signal's continuation has no crossings, as if its end samples were repeated.
            let first = max(start, inside.lowerBound)
            let end = max(first, min(start + options.frames.windowLength, inside.upperBound))
            rates.pointee[lane] = Float(Self.zeroCrossings(samples, first..<end)) / Float(options.frames.windowLength)
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
