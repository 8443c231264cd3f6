/// Reads a recording as one channel of samples, block by block, whatever its format and length.
///
/// The content decides how it is decoded, never the file's name. Channels are mixed to their mean; the rate is changed
/// with soxr's HQ recipe as the samples flow by. Memory stays the same however long the recording is, and the samples
/// do not depend on the size of the blocks.
///
///     let reader = try AudioReader(path: "clip.opus", options: DecodingOptions(sampleRate: 16000))
///     while let block = try reader.nextBlock() { … }
///
/// A reader is a cursor over one file: one task uses it, from beginning to end.
public final class AudioReader {
    /// Of the samples it gives, in hertz.
    public let sampleRate: Int
    /// Of the recording, in hertz.
    public var sourceSampleRate: Int { source.sampleRate }
    /// Of the recording, before they are mixed.
    public var channelCount: Int { source.channelCount }
    /// What the recording is, for people: "WAV, 16-bit PCM".
    public var format: String { source.format }
    /// In seconds, when the header says it.
    public let duration: Double?

    private let path: String
    private let maximumDuration: Double?
    private let source: any FrameSource
    private let resampler: Resampler?
    private let blockSize: Int

    /// Interleaved frames as decoded, and their mean; the same memory for one channel.
    private let frames: UnsafeMutablePointer<Float>
    private let mixed: UnsafeMutablePointer<Float>
    /// The stretch of `mixed` that still waits to be resampled.
    private var waiting = 0..<0
    private var sourceFrames = 0
    private var samplesGiven = 0
    private var state = State.reading

    private enum State {
        case reading, flushing, ended, failed
    }

    /// - Parameters:
    ///   - path: a regular file.
    ///   - blockSize: how many samples a block has; the last may have fewer.
    /// - Throws: `AudioError` for whatever is wrong with the file and can be told from its header.
    public convenience init(
        path: String, options: DecodingOptions = .default, blockSize: Int = AudioReader.defaultBlockSize
    ) throws(AudioError) {
        let source = try AudioOpening.open(RegularFile(path: path), options: options)
        try self.init(source: source, path: path, options: options, blockSize: blockSize)
    }

    /// Reads an open regular file that need not have a name any more, such as an upload.
    ///
    /// - Parameters:
    ///   - descriptor: taken over, and closed with the reader, or at once where this throws. Its offset does not matter.
    ///   - name: what errors call it.
    ///   - options: without a name there is nothing to hand to `ffmpeg`, which is therefore never asked.
    public convenience init(
        adopting descriptor: Int32, name: String, options: DecodingOptions = .default,
        blockSize: Int = AudioReader.defaultBlockSize
    ) throws(AudioError) {
        var options = options
        options.ffmpeg = nil
        let source = try AudioOpening.open(RegularFile(adopting: descriptor, path: name), options: options)
        try self.init(source: source, path: name, options: options, blockSize: blockSize)
    }

    init(source: any FrameSource, path: String, options: DecodingOptions, blockSize: Int) throws(AudioError) {
        try Self.checkShape(sampleRate: source.sampleRate, channelCount: source.channelCount, path: path)
        let sampleRate = options.sampleRate ?? source.sampleRate
        try Self.checkShape(sampleRate: sampleRate, channelCount: 1, path: path)
        let duration = source.frameCount.map { Double($0) / Double(source.sampleRate) }
        if let maximum = options.maximumDuration, let duration, duration > maximum {
            throw AudioError(path: path, fact: .tooLong(duration: duration, maximum: maximum))
        }
        do {
            resampler = sampleRate == source.sampleRate ? nil : try Resampler(from: source.sampleRate, to: sampleRate)
        } catch {
            throw AudioError(path: path, fact: error.fact)
        }
        self.source = source
        self.path = path
        self.sampleRate = sampleRate
        self.duration = duration
        self.blockSize = max(1, blockSize)
        maximumDuration = options.maximumDuration
        frames = .allocate(capacity: Self.chunk * source.channelCount)
        mixed = source.channelCount == 1 ? frames : .allocate(capacity: Self.chunk)
    }

    deinit {
        if mixed != frames { mixed.deallocate() }
        frames.deallocate()
    }

    /// The next samples: `blockSize` of them, fewer in the last block, `nil` after it.
    ///
    /// - Throws: `AudioError` as soon as the recording turns out broken; what came before was whole.
    public func nextBlock() throws(AudioError) -> [Float]? {
        var failure: AudioError?
        let block = [Float](unsafeUninitializedCapacity: blockSize) { space, filled in
            do {
                filled = try read(into: space)
            } catch {
                failure = error as? AudioError
            }
        }
        if let failure { throw failure }
        return block.isEmpty ? nil : block
    }

    /// Fills `space` with the next samples and returns how many; fewer than fit only at the end.
    package func read(into space: UnsafeMutableBufferPointer<Float>) throws(AudioError) -> Int {
        guard state != .failed else { throw AudioError(path: path, fact: .alreadyFailed) }
        do {
            return try fill(space)
        } catch {
            state = .failed
            throw error
        }
    }

    private func fill(_ space: UnsafeMutableBufferPointer<Float>) throws(AudioError) -> Int {
        var filled = 0
        while filled < space.count, state != .ended {
            let rest = UnsafeMutableBufferPointer(rebasing: space[filled...])
            if let resampler {
                filled += try resample(with: resampler, into: rest)
            } else {
                filled += try copy(into: rest)
            }
        }
        if let index = firstNotFinite(UnsafePointer(space.baseAddress), count: resampler == nil ? 0 : filled) {
            throw notFinite(sample: samplesGiven + index, rate: sampleRate)
        }
        samplesGiven += filled
        return filled
    }

    /// Without a change of rate: decoded samples go straight to where they are wanted.
    private func copy(into space: UnsafeMutableBufferPointer<Float>) throws(AudioError) -> Int {
        guard let start = space.baseAddress else { return 0 }
        let count = min(space.count, Self.chunk)
        let got = try decode(into: channelCount == 1 ? start : frames, mixing: start, count: count)
        if got == 0 { state = .ended }
        return got
    }

    private func resample(
        with resampler: Resampler, into space: UnsafeMutableBufferPointer<Float>
    ) throws(AudioError) -> Int {
        if state == .reading, waiting.isEmpty {
            let got = try decode(into: frames, mixing: mixed, count: Self.chunk)
            waiting = 0..<got
            if got == 0 { state = .flushing }
        }
        do {
            guard state == .reading else {
                let produced = try resampler.finish(into: space)
                if produced == 0 { state = .ended }
                return produced
            }
            let input = UnsafeBufferPointer(start: mixed + waiting.lowerBound, count: waiting.count)
            let step = try resampler.process(input, into: space)
            waiting = waiting.lowerBound + step.consumed..<waiting.upperBound
            return step.produced
        } catch {
            throw AudioError(path: path, fact: error.fact)
        }
    }

    /// Decodes up to `count` frames and mixes them; the two places may be the same for one channel.
    private func decode(
        into frames: UnsafeMutablePointer<Float>, mixing mixed: UnsafeMutablePointer<Float>, count: Int
    ) throws(AudioError) -> Int {
        let got = try source.read(into: frames, count: count)
        guard got > 0 else {
            guard sourceFrames > 0 else { throw AudioError(path: path, fact: .noSamples) }
            return 0
        }
        mixToMean(frames, channelCount: channelCount, into: mixed, count: got)
        if let index = firstNotFinite(mixed, count: got) {
            throw notFinite(sample: sourceFrames + index, rate: sourceSampleRate)
        }
        sourceFrames += got
        if let maximumDuration, Double(sourceFrames) > maximumDuration * Double(sourceSampleRate) {
            throw AudioError(path: path, fact: .tooLong(duration: nil, maximum: maximumDuration))
        }
        return got
    }

    /// Refuses rates and numbers of channels that no real recording has.
    static func checkShape(sampleRate: Int, channelCount: Int, path: String) throws(AudioError) {
        func failure(_ fact: AudioError.Fact) -> AudioError { AudioError(path: path, fact: fact) }
        let rates = AudioLimits.sampleRates
        guard rates.contains(sampleRate) else {
            throw failure(.absurdRate(rate: sampleRate, minimum: rates.lowerBound, maximum: rates.upperBound))
        }
        guard channelCount > 0 else { throw failure(.zeroChannels) }
        let maximum = AudioLimits.maximumChannels
        guard channelCount <= maximum else {
            throw failure(.tooManyChannels(count: channelCount, maximum: maximum))
        }
    }

    private func notFinite(sample: Int, rate: Int) -> AudioError {
        AudioError(path: path, fact: .notFinite(time: Double(sample) / Double(rate)))
    }

    /// Frames decoded at a time: enough to make calls cheap, few enough to stay in the cache.
    private static let chunk = 4096
    public static let defaultBlockSize = 16384
}
