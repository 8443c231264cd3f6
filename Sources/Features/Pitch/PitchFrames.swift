/// The voiced candidates and the peaks of frames that wait for the path, in flat storage: eight bytes a candidate.
struct PitchFrames: Sendable {
    private(set) var candidates: [PitchCandidate] = []
    /// Where each frame's candidates end in `candidates`.
    private var ends: [Int] = []
    /// Each frame's largest windowed sample about its middle.
    private(set) var peaks: [Float] = []

    var count: Int { ends.count }

    mutating func append(_ frame: PitchFrame) {
        candidates.append(contentsOf: frame.candidates)
        ends.append(candidates.count)
        peaks.append(frame.peak)
    }

    func candidates(ofFrame index: Int) -> ArraySlice<PitchCandidate> {
        candidates[(index == 0 ? 0 : ends[index - 1])..<ends[index]]
    }

    mutating func removeFirst(_ frames: Int) {
        guard frames > 0 else { return }
        let dropped = ends[frames - 1]
        candidates.removeFirst(dropped)
        ends.removeFirst(frames)
        peaks.removeFirst(frames)
        for index in ends.indices { ends[index] -= dropped }
    }
}

extension PitchFrames {
    /// A choice of the path: 0 for unvoiced, else one of the frame's candidates.
    func point(_ frame: Int, choice: Int) -> PitchCandidate {
        let candidates = candidates(ofFrame: frame)
        return choice == 0 ? .unvoiced : candidates[candidates.startIndex + choice - 1]
    }

    /// A frame's peak as a share of the signal's.
    func loudness(_ frame: Int, peak: Double) -> Double {
        peak > 0 ? Double(peaks[frame]) / peak : 0
    }

    /// The track through all frames, decided when all are there.
    func points(peak: Double, options: PitchOptions) -> [PitchCandidate] {
        var path = PitchPath(options)
        for frame in 0..<count { path.append(candidates(ofFrame: frame), loudness: loudness(frame, peak: peak)) }
        return path.choices().enumerated().map { point($0.offset, choice: $0.element) }
    }
}

/// What one frame says about its pitch, before its neighbours are heard.
struct PitchFrame: Hashable, Sendable {
    /// The voiced candidates; strengths as measured, without costs.
    var candidates: [PitchCandidate] = []
    /// The largest windowed sample about the frame's middle.
    var peak: Float = 0
}
