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
        let columns = layout.names.count
        let batches = (frameCount + 7) / 8
        let hop = options.frames.hopLength
        let needsLimits =
            (options.needsMel && options.log.topDecibels != nil)
            || (options.groups.contains(.spectral) && options.spectral.contrastTopDecibels != nil)
        // Without limits a batch is finished at once, and its raw numbers need no room beyond it.
        var raw = [Lanes](repeating: .zero, count: layout.raw.count * (needsLimits ? batches : 1))
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
                        for batch in 0..<batches {
                            let target = raw + (needsLimits ? batch * layout.raw.count : 0)
                            let count = min(8, frameCount - 8 * batch)
                            let start = origin + 8 * batch * hop
                            let end = start + (count - 1) * hop + options.frames.windowLength
                            let own = inside.lowerBound - start..<inside.upperBound - start
                            if start >= 0, end <= signal.count {
                                computeBatch(samples + start, count: count, inside: own, work, state: &state, to: target)
                            } else {
                                for position in start..<end {
                                    let source = options.frames.source(of: position, sampleCount: signal.count)
                                    edge[position - start] = source.map { signal[$0] } ?? 0
                                }
                                computeBatch(edge, count: count, inside: own, work, state: &state, to: target)
                            }
                            if !needsLimits {
                                finish(target, count: count, Limits(), work, to: output + 8 * batch * columns)
                            }
                        }
                        guard needsLimits else { return }
                        let limits = limits(raw, batches: batches)
                        for batch in 0..<batches {
                            finish(
                                raw + batch * layout.raw.count, count: min(8, frameCount - 8 * batch), limits, work,
                                to: output + 8 * batch * columns)
                        }
                    }
                }
            }
        }
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
            case .shape: copy(layout.raw.shape, options.shape.names.count)
            }
        }
        for lane in 0..<count {
            let row = rows + lane * columns
            for column in 0..<columns { row[column] = result[column][lane] }
        }
    }
}
