extension FrameOptions {
    /// How many frames a signal of `sampleCount` samples has.
    public func frameCount(sampleCount: Int) -> Int {
        guard sampleCount > 0 else { return 0 }
        switch alignment {
        case .inside: return sampleCount < windowLength ? 0 : 1 + (sampleCount - windowLength) / hopLength
        case .centred: return 1 + sampleCount / hopLength
        case .kaldiMirrored: return (sampleCount + hopLength / 2) / hopLength
        }
    }

    /// Where frame 0 begins, in samples of the signal: 0, or negative when the signal is continued before its start.
    var firstFrameStart: Int {
        switch alignment {
        case .inside: 0
        // A window shorter than the transform stands in its middle, as librosa's `pad_center` puts it.
        case .centred: (transformLength - windowLength) / 2 - transformLength / 2
        case .kaldiMirrored: hopLength / 2 - windowLength / 2
        }
    }

    /// The times in seconds of a frame's first sample and of the sample after its last; padding has times outside the signal.
    public func frameTimes(_ frame: Int) -> (start: Double, end: Double) {
        let first = firstFrameStart + frame * hopLength
        return (Double(first) / Double(sampleRate), Double(first + windowLength) / Double(sampleRate))
    }

    /// Which sample of a signal stands at a position outside it, or nil for zero.
    ///
    /// Signals shorter than the padding are mirrored again and again.
    func source(of position: Int, sampleCount count: Int) -> Int? {
        if (0..<count).contains(position) { return position }
        switch alignment {
        case .inside, .centred(.zero): return nil
        case .centred(.edge): return position < 0 ? 0 : count - 1
        case .centred(.reflect):
            guard count > 1 else { return 0 }
            let period = 2 * (count - 1)
            let folded = ((position % period) + period) % period
            return folded < count ? folded : period - folded
        case .kaldiMirrored:
            let period = 2 * count
            let folded = ((position % period) + period) % period
            return folded < count ? folded : period - 1 - folded
        }
    }

    /// How many samples must be known before those that continue the signal to its left are.
    var leftContext: Int {
        switch alignment {
        case .inside, .centred(.zero): 0
        case .centred(.edge): 1
        case .centred(.reflect), .kaldiMirrored: 1 - firstFrameStart
        }
    }
}
