/// The four bytes before each frame of MPEG audio, layers I to III (ISO 11172-3, 13818-3).
struct MPEGFrame {
    /// In bytes, header included.
    let length: Int
    let sampleCount: Int
    /// In hertz.
    let sampleRate: Int
    let channelCount: Int
    /// Version, layer and rate: what stays the same from frame to frame.
    let kind: Int
    /// Where a table of contents (Xing, Info) would stand, from the start of the frame.
    let tableOffset: Int

    /// `nil` where no valid header stands, or one of free format, whose length is not written.
    init?(_ view: ByteView, at offset: Int) {
        guard offset >= 0, offset + 4 <= view.count, view.byte(offset) == 0xFF else { return nil }
        let (second, third, fourth) = (view.byte(offset + 1), view.byte(offset + 2), view.byte(offset + 3))
        let version = second >> 3 & 3
        let layer = 4 - (second >> 1 & 3)
        let rateIndex = third >> 2 & 3
        let bitrateIndex = third >> 4
        guard second & 0xE0 == 0xE0, version != 1, layer != 4, rateIndex != 3, 1..<15 ~= bitrateIndex else {
            return nil
        }
        let isFirstVersion = version == 3
        sampleRate = [44100, 48000, 32000][rateIndex] / (isFirstVersion ? 1 : version == 2 ? 2 : 4)
        let table = isFirstVersion ? Self.bitrates[layer - 1] : Self.bitrates[layer == 1 ? 3 : 4]
        let bitrate = table[bitrateIndex - 1] * 1000
        let padding = third >> 1 & 1
        switch layer {
        case 1:
            sampleCount = 384
            length = (12 * bitrate / sampleRate + padding) * 4
        case 3 where !isFirstVersion:
            sampleCount = 576
            length = 72 * bitrate / sampleRate + padding
        default:
            sampleCount = 1152
            length = 144 * bitrate / sampleRate + padding
        }
        let isMono = fourth >> 6 == 3
        channelCount = isMono ? 1 : 2
        kind = second & 0xFE | rateIndex << 8
        tableOffset = 4 + (isFirstVersion ? (isMono ? 17 : 32) : (isMono ? 9 : 17))
    }

    /// Whether two frames of one kind stand here.
    ///
    /// - Parameter mayBeLast: whether one frame is enough that reaches the end of the view.
    static func isStream(_ view: ByteView, at offset: Int, mayBeLast: Bool) -> Bool {
        guard let frame = MPEGFrame(view, at: offset) else { return false }
        let next = offset + frame.length
        guard next + 4 <= view.count else { return mayBeLast }
        return MPEGFrame(view, at: next)?.kind == frame.kind
    }

    /// In kbit/s: version 1 layers I, II, III; versions 2 and 2.5 layer I, layers II and III.
    private static let bitrates = [
        [32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448],
        [32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384],
        [32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
        [32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256],
        [8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
    ]
}
