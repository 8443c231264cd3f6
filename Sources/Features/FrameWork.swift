/// The working memory of one batch of four frames, carved from one allocation.
struct FrameWork {
    /// `transformLength` lanes, and at least as many as mel bands.
    let first: LanePointer
    let second: LanePointer
    let power: LanePointer
    let magnitude: LanePointer
    let result: LanePointer

    static func count(_ computer: DescriptorComputer) -> Int {
        let frames = computer.options.frames
        return 2 * bufferCount(computer) + 2 * frames.binCount + computer.layout.names.count
    }

    private static func bufferCount(_ computer: DescriptorComputer) -> Int {
        max(computer.options.frames.transformLength, computer.options.mel.bands)
    }

    init(_ computer: DescriptorComputer, _ base: LanePointer) {
        let buffer = Self.bufferCount(computer)
        let bins = computer.options.frames.binCount
        first = base
        second = first + buffer
        power = second + buffer
        magnitude = power + bins
        result = magnitude + bins
    }
}
