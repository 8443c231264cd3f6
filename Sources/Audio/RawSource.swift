import Foundation

/// Headerless samples from a pipe, a terminal, a socket or a file, as they come.
final class RawSource: FrameSource {
    let sampleRate: Int
    let channelCount: Int
    let frameCount: Int? = nil
    let encoding: RawEncoding
    private let handle: FileHandle
    private let name: String
    /// As read; the bytes of a frame that has not come whole stay at the front.
    private var bytes: UnsafeMutableRawBufferPointer
    private var pending = 0
    private var hasEnded = false

    var format: String { "raw \(encoding.rawValue)" }
    private var frameSize: Int { encoding.sampleSize * channelCount }

    init(handle: FileHandle, name: String, encoding: RawEncoding, sampleRate: Int, channelCount: Int) {
        self.handle = handle
        self.name = name
        self.encoding = encoding
        self.sampleRate = sampleRate
        self.channelCount = channelCount
        bytes = .allocate(byteCount: max(1, 4096 * encoding.sampleSize * channelCount), alignment: 16)
    }

    deinit {
        bytes.deallocate()
    }

    func read(into frames: UnsafeMutablePointer<Float>, count: Int) throws(AudioError) -> Int {
        guard !hasEnded, let start = bytes.baseAddress else { return 0 }
        let capacity = min(bytes.count, count * frameSize)
        // Whatever has come is passed on at once: a live voice does not wait for a block to fill.
        while pending < frameSize {
            let got = try receive(start + pending, count: capacity - pending)
            guard got > 0 else {
                hasEnded = true
                guard pending == 0 else {
                    throw AudioError(path: name, fact: .partialFrame(bytes: pending, frameBytes: frameSize))
                }
                return 0
            }
            pending += got
        }
        let whole = pending / frameSize
        encoding.decode(start, into: frames, count: whole * channelCount)
        pending -= whole * frameSize
        start.copyMemory(from: start + whole * frameSize, byteCount: pending)
        return whole
    }

    private func receive(_ target: UnsafeMutableRawPointer, count: Int) throws(AudioError) -> Int {
        while true {
            let got = Foundation.read(handle.fileDescriptor, target, count)
            if got >= 0 { return got }
            switch errno {
            case EINTR:
                continue
            case EAGAIN:
                var wait = pollfd(fd: handle.fileDescriptor, events: Int16(POLLIN), revents: 0)
                _ = poll(&wait, 1, -1)
            case let code:
                throw AudioError(path: name, fact: .unreadable(system: systemMessage(code)))
            }
        }
    }
}
