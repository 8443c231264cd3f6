/// Why a recording could not be read or written: a fact about one file. The wording is in `AudioError+Description`.
public struct AudioError: Error, Hashable, Sendable {
    /// The file, as the caller named it; a word such as "standard input" where there is none.
    public let path: String
    public let fact: Fact

    public init(path: String, fact: Fact) {
        self.path = path
        self.fact = fact
    }

    /// What is wrong. Times are in seconds, rates in hertz.
    public enum Fact: Hashable, Sendable {
        // The file itself
        case notFound
        case danglingLink
        case isDirectory
        case notRegularFile(kind: String)
        case unreadable(system: String)
        case empty
        // Its content
        case notAudio
        case noSamples
        /// The file ends before its header does.
        case headerTruncated(format: String)
        /// A part of the header without which nothing can be decoded.
        case missingPart(format: String, part: String)
        /// The header promises `promised` seconds and `found` of them are there.
        case truncated(found: Double, promised: Double)
        /// An Ogg stream without its last page; it breaks off after `found` seconds, where that is known.
        case streamTruncated(format: String, found: Double?)
        /// Bytes are missing or overwritten inside the stream, near `time` where that is known.
        case damaged(format: String, time: Double?)
        /// Several recordings in one file, of which the decoder would read only the first.
        case concatenated(format: String)
        case partialFrame(bytes: Int, frameBytes: Int)
        case zeroChannels
        case tooManyChannels(count: Int, maximum: Int)
        case absurdRate(rate: Int, minimum: Int, maximum: Int)
        case notFinite(time: Double)
        case tooLong(duration: Double?, maximum: Double)
        case decoderFailure(message: String)
        // ffmpeg
        case needsFFmpeg(format: String)
        case ffmpegFailed(message: String)
        // Resampling, writing, wrong use
        case resamplingFailed(message: String)
        case unwritable(system: String)
        case alreadyFailed
    }
}

/// The bounds of what is taken for a real recording.
public enum AudioLimits {
    /// In hertz: from below telephony to twice the highest studio rate.
    public static let sampleRates = 1000...768_000
    public static let maximumChannels = 256
}
