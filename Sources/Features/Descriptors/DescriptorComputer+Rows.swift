/// What a frame needs to know of the frames before it.
struct FrameState: Sendable {
    /// The previous frame's magnitude spectrum; empty before the first frame.
    var previousMagnitude: [Float] = []
    var shape = ShapeState()
}

/// Limits below which a signal's values are raised.
struct Limits {
    var mel = -Float.infinity
    var peak = -Float.infinity
    var valley = -Float.infinity
}

extension DescriptorComputer {
    /// Rows of descriptors without deltas: `frameCount` frames, the first beginning at index `origin` of `samples`.
    ///
    /// Frames may reach beyond `samples` on either side if these are a whole signal, which is then continued.
    /// - Parameter inside: which of `samples` are the signal's own; the others continue it.
    func computeRows(
        _ samples: [Float], origin: Int, frameCount: Int, inside: Range<Int>, state: inout FrameState
    ) -> [Float] {
        var memory: FrameMemory?
        return computeRows(
            samples, origin: origin, frameCount: frameCount, inside: inside, state: &state, gain: 1, memory: &memory)
    }

    /// The same of samples times a gain, which `takesGain` must allow.
    ///
    /// - Parameter memory: where spectra are looked up and kept.
    func computeRows(
        _ samples: [Float], origin: Int, frameCount: Int, inside: Range<Int>, state: inout FrameState, gain: Float,
        memory: inout FrameMemory?
    ) -> [Float] {
        let columns = layout.names.count
        // The first batch ends where eight frames that are remembered do.
        let lead = memory.map { (8 - $0.firstFrame % 8) % 8 } ?? 0
        let batches = Self.batches(frameCount: frameCount, lead: lead)
        let hop = options.frames.hopLength
        let needsLimits =
            (options.needsMel && options.log.topDecibels != nil)
            || (options.groups.contains(.spectral) && options.spectral.contrastTopDecibels != nil)
        // Without limits a batch is finished at once, and its raw numbers need no room beyond it.
        var raw = [Lanes](repeating: .zero, count: layout.raw.count * (needsLimits ? batches.count : 1))
        var work = [Lanes](repeating: .zero, count: FrameWork.count(self))
        // Only the batches at the ends are copied, to be continued.
        var edge = [Float](repeating: 0, count: 7 * hop + options.frames.windowLength)
        return [Float](unsafeUninitializedCapacity: frameCount * columns) { output, written in
            written = frameCount * columns
            samples.withUnsafeBufferPointer { signal in
                raw.withUnsafeMutableBufferPointer { raw in
                    work.withUnsafeMutableBufferPointer { work in
                        guard let samples = signal.baseAddress, let raw = raw.baseAddress,
                            let base = work.baseAddress, let output = output.baseAddress
                        else { return }
                        let work = FrameWork(self, base)
                        for (batch, frames) in batches.enumerated() {
                            let target = raw + (needsLimits ? batch * layout.raw.count : 0)
                            let count = frames.count
                            let start = origin + frames.lowerBound * hop
                            let end = start + (count - 1) * hop + options.frames.windowLength
                            let own = inside.lowerBound - start..<inside.upperBound - start
                            if start >= 0, end <= signal.count {
                                let place = memory.flatMap { count == 8 ? ($0.firstFrame + frames.lowerBound) / 8 : nil }
                                lookUpSpectra(
                                    samples + start, count: count, place: place, gain: gain, &memory, work, to: target)
                                describe(samples + start, count: count, inside: own, work, state: &state, to: target)
                            } else {
                                for position in start..<end {
                                    let source = options.frames.source(of: position, sampleCount: signal.count)
                                    edge[position - start] = source.map { signal[$0] } ?? 0
                                }
                                computeSpectra(edge, count: count, work, to: target)
                                scale(work.power, by: gain, to: work.power)
                                describe(edge, count: count, inside: own, work, state: &state, to: target)
                            }
                            if !needsLimits {
                                finish(target, count: count, Limits(), work, to: output + frames.lowerBound * columns)
                            }
                        }
                        guard needsLimits else { return }
                        let limits = limits(raw, batches: batches.count)
                        for (batch, frames) in batches.enumerated() {
                            finish(
                                raw + batch * layout.raw.count, count: frames.count, limits, work,
                                to: output + frames.lowerBound * columns)
                        }
                    }
                }
            }
        }
    }

    /// Eight frames a batch but for the first, which may have fewer, and the last.
    private static func batches(frameCount: Int, lead: Int) -> [Range<Int>] {
        let first = lead > 0 ? [0..<min(lead, frameCount)] : []
        return first + stride(from: lead, to: frameCount, by: 8).map { $0..<min($0 + 8, frameCount) }
    }

    /// - Parameter place: of eight whole frames, by their number in the stream; nil for frames that are not to be remembered.
    private func lookUpSpectra(
        _ samples: UnsafePointer<Float>, count: Int, place: Int?, gain: Float, _ memory: inout FrameMemory?, _ work: FrameWork,
        to raw: LanePointer
    ) {
        if let place, let known = memory?.spectra[place] {
            known.withUnsafeBufferPointer { known in
                if let base = known.baseAddress { scale(base, by: gain, to: work.power) }
            }
            return
        }
        computeSpectra(samples, count: count, work, to: raw)
        if let place { memory?.spectra[place] = Array(UnsafeBufferPointer(start: work.power, count: powerCount)) }
        scale(work.power, by: gain, to: work.power)
    }

    private func scale(_ power: UnsafePointer<Lanes>, by gain: Float, to result: LanePointer) {
        guard options.needsSpectrum else { return }
        for index in 0..<powerCount { result[index] = power[index] * (gain * gain) }
    }

    private func limits(_ raw: LanePointer, batches: Int) -> Limits {
        func largest(_ offset: Int, _ count: Int) -> Float {
            var result = Lanes(repeating: -.infinity)
            for batch in 0..<batches {
                let row = raw + batch * layout.raw.count + offset
                for index in 0..<count { result = LaneMath.max(result, row[index]) }
            }
            return result.max()
        }
        var limits = Limits()
        if options.needsMel, let top = options.log.topDecibels {
            limits.mel = largest(layout.raw.mel, options.mel.bands) - top
        }
        if options.groups.contains(.spectral), let top = options.spectral.contrastTopDecibels {
            limits.peak = largest(layout.raw.peaks, contrastBands.count) - top
            limits.valley = largest(layout.raw.valleys, contrastBands.count) - top
        }
        return limits
    }

    /// Turns a batch's raw numbers into `count` rows.
    private func finish(
        _ raw: LanePointer, count: Int, _ limits: Limits, _ work: FrameWork, to rows: UnsafeMutablePointer<Float>
    ) {
        let columns = layout.names.count
        let result = work.result
        var column = 0
        func copy(_ offset: Int, _ count: Int) {
            for index in 0..<count { result[column + index] = raw[offset + index] }
            column += count
        }
        for group in options.groups {
            switch group {
            case .logMel:
                let limit = Lanes(repeating: limits.mel)
                for band in 0..<options.mel.bands {
                    result[column + band] = LaneMath.max(raw[layout.raw.mel + band], limit)
                }
                column += options.mel.bands
            case .mfcc:
                let limit = Lanes(repeating: limits.mel)
                for band in 0..<options.mel.bands {
                    work.values[band] = LaneMath.max(raw[layout.raw.mel + band], limit)
                }
                cosine?.transform(work.values, work.scratch, to: result + column)
                if options.mfcc.zeroth == .rawEnergy || options.mfcc.zeroth == .windowedEnergy {
                    result[column] = raw[layout.raw.logEnergy]
                }
                column += options.mfcc.count
            case .spectral:
                copy(layout.raw.centroid, 4)
                let (peakLimit, valleyLimit) = (Lanes(repeating: limits.peak), Lanes(repeating: limits.valley))
                for band in contrastBands.indices {
                    result[column + band] =
                        LaneMath.max(raw[layout.raw.peaks + band], peakLimit)
                        - LaneMath.max(raw[layout.raw.valleys + band], valleyLimit)
                }
                column += contrastBands.count
                copy(layout.raw.flux, 1)
            case .chroma: copy(layout.raw.chroma, options.chroma.classes)
            case .energy: copy(layout.raw.rms, 1)
            case .zeroCrossingRate: copy(layout.raw.zeroCrossings, 1)
            case .shape: copy(layout.raw.shape, layout.columns[.shape]?.count ?? 0)
            }
        }
        for lane in 0..<count {
            let row = rows + lane * columns
            for column in 0..<columns { row[column] = result[column][lane] }
        }
    }
}
