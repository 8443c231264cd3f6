/// Where the frames of a track stand in time.
public enum TrackAlignment: String, Codable, Hashable, Sendable, CaseIterable {
    /// Frame t is centred at t steps from the start, from 0 to the end.
    case hops
    /// As many whole windows as fit, a step apart, placed symmetrically about the signal's middle (Praat). The whole signal must
    /// be known, so a stream holds its samples until it ends.
    case centredInFile = "centred-in-file"

    /// The time in seconds of the first frame, and how many there are; a signal of any samples has at least one.
    ///
    /// - Parameter window: what must fit into the signal about a frame, in seconds.
    func frames(sampleCount: Int, sampleRate: Int, step: Double, window: Double) -> (firstTime: Double, count: Int) {
        guard sampleCount > 0 else { return (0, 0) }
        let duration = Double(sampleCount) * (1 / Double(sampleRate))
        // A step that fits but for rounding fits.
        let slack = 1e-9
        switch self {
        case .hops: return (0, Int(duration / step + slack) + 1)
        case .centredInFile:
            let count = Int(max(0, duration - window) / step + slack) + 1
            return (duration / 2 - Double(count) * step / 2 + step / 2, count)
        }
    }
}
