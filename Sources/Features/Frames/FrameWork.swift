import UndertoneAudio

/// The working memory of one batch of eight frames, carved from one allocation.
struct FrameWork {
    /// The samples of four frames, `windowLength` half lanes.
    let samples: HalfLanePointer
    /// `transformLength` pairs each: two frames under transformation.
    let first: DoublePairPointer
    let second: DoublePairPointer
    /// Of all bins; the spectral contrast's stand behind those that are used.
    let power: LanePointer
    let magnitude: LanePointer
    /// As many as mel bands.
    let values: LanePointer
    let scratch: LanePointer
    let result: LanePointer

    static func count(_ computer: DescriptorComputer) -> Int {
        let frames = computer.options.frames
        return 3 * frames.transformLength / 2 + frames.binCount + computer.powerCount + frames.binCount + 2 * computer.options.mel.bands
            + computer.layout.names.count
    }

    init(_ computer: DescriptorComputer, _ base: LanePointer) {
        // Half lanes and pairs take 16 bytes, half as many as lanes.
        let length = computer.options.frames.transformLength
        let raw = UnsafeMutableRawPointer(base)
        samples = raw.assumingMemoryBound(to: HalfLanes.self)
        first = raw.assumingMemoryBound(to: DoublePair.self) + length
        second = first + length
        power = base + 3 * length / 2
        magnitude = power + computer.options.frames.binCount + computer.powerCount
        values = magnitude + computer.options.frames.binCount
        scratch = values + computer.options.mel.bands
        result = scratch + computer.options.mel.bands
    }
}
